"""The catalogue: what is asked in the address, and what comes back, on both databases."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from lms.core import registry
from lms.courses.catalogue import CatalogueQuery, fitting_audiences
from lms.courses.models import CourseCategory, SectionPage
from lms.people.models import Audience
from tests.builders import build_course, build_lesson, catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


@pytest.fixture
def find(learner: Any, sign_in: Any) -> Any:
    """``find(q=…)``: the titles on the page the learner gets."""
    client = sign_in(learner)

    def look(**asked: Any) -> list[str]:
        response = client.get(f"/courses/?{urlencode(asked)}")
        assert response.status_code == 200
        cards = response.content.decode().split('class="card__link"')[1:]
        return [card.split(">", 1)[1].split("<", 1)[0] for card in cards]

    return look


@pytest.fixture
def shelf(search_index: None) -> None:
    """Four courses that are told apart by every filter."""
    leadership = CourseCategory.objects.get(slug="leadership")
    protection = CourseCategory.objects.get(slug="protection")
    build_course("친절교육 첫걸음", summary="창구의 첫마디를 배웁니다.", recognised_minutes=30)
    build_course("전화 응대", summary="민원인을 끝까지 듣습니다.", recognised_minutes=60)
    build_course("고객만족 리더십", summary="간부의 결정", category=leadership, recognised_minutes=61)
    build_course("특이민원 대응", summary="나와 동료를 지킵니다.", category=protection, recognised_minutes=120)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("교육", ["친절교육 첫걸음"]),
        ("친절", ["전화 응대", "친절교육 첫걸음"]),  # the category is called 친절·고객만족
        ("절교", ["친절교육 첫걸음"]),
        ("민원", ["전화 응대", "특이민원 대응"]),
        ("민원인", ["전화 응대"]),
        ("특이민원", ["특이민원 대응"]),
        ("전화 끝까지", ["전화 응대"]),
        ("말", []),
        ("첫", ["친절교육 첫걸음"]),
        ("리더십", ["고객만족 리더십"]),
        ("직원 보호", ["특이민원 대응"]),
        ("없는말", []),
        ("!!!", []),
        ('"', []),
        ("' OR 9=9 --", []),
        ("AND", []),
        ("\x00전화", ["전화 응대"]),
        ("가" * 5_000, []),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_search_finds_any_part_of_a_word(find: Any, words: str, titles: list[str]) -> None:
    assert sorted(find(q=words)) == sorted(titles)


def test_a_course_is_found_by_its_lessons_and_no_longer_when_they_go(find: Any) -> None:
    course = build_course("전화 응대", lessons=0)
    lesson = build_lesson(course, "맞이와 마무리")
    lesson.save_revision().publish()
    assert find(q="마무리") == ["전화 응대"]
    lesson.unpublish()
    assert find(q="마무리") == []


def test_a_draft_is_not_found(find: Any) -> None:
    build_course("전화 응대", lessons=0).unpublish()
    assert find(q="전화") == []
    assert find() == []


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["친절교육 첫걸음", "전화 응대", "고객만족 리더십", "특이민원 대응"]),
        ({"category": "leadership"}, ["고객만족 리더십"]),
        ({"length": "short"}, ["친절교육 첫걸음"]),
        ({"length": "medium"}, ["전화 응대"]),
        ({"length": "long"}, ["고객만족 리더십", "특이민원 대응"]),
        ({"category": "protection", "length": "long"}, ["특이민원 대응"]),
        ({"category": "protection", "length": "short"}, []),
        ({"q": "민원", "length": "long"}, ["특이민원 대응"]),
        ({"q": "민원", "category": "protection"}, ["특이민원 대응"]),
        # Words that mean nothing are as if not asked.
        ({"category": "nothing"}, ["친절교육 첫걸음", "전화 응대", "고객만족 리더십", "특이민원 대응"]),
        ({"length": "endless"}, ["친절교육 첫걸음", "전화 응대", "고객만족 리더십", "특이민원 대응"]),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_filters_narrow_and_join(find: Any, asked: dict[str, str], titles: list[str]) -> None:
    assert find(**asked) == titles


def audience(name: str, *clauses: Any) -> Audience:
    return Audience.objects.create(name=name, clauses=list(clauses))


EXECUTIVES = ("executive", {"join": "or", "value": "yes"})
OTHERS = ("executive", {"join": "or", "value": "no"})


def test_courses_that_fit_me(find: Any, manager: Any, sign_in: Any) -> None:
    build_course("모두의 과정")
    build_course("간부 과정", audience=audience("간부", EXECUTIVES))
    build_course("실무자 과정", audience=audience("실무자", OTHERS))
    assert find(**{"for": "mine"}) == ["모두의 과정", "실무자 과정"]
    html = sign_in(manager).get("/courses/?for=mine").content.decode()
    assert "간부 과정" in html
    assert "실무자 과정" not in html


def test_fitting_audiences_cost_the_same_for_any_number(
    learner: Any, clock: Any, django_assert_num_queries: Any
) -> None:
    for index in range(6):
        build_course(lessons=0, audience=audience(f"대상 {index}", OTHERS if index % 2 else EXECUTIVES))
        with django_assert_num_queries(2):
            fitting = fitting_audiences(learner, clock.today)
    assert len(fitting) == 3


def test_a_page_holds_twelve_and_keeps_the_question(find: Any) -> None:
    for index in range(14):
        build_course(f"과정 {index:02}", lessons=0)
    assert len(find()) == 12
    assert find(page=2) == ["과정 12", "과정 13"]
    assert find(page=99) == ["과정 12", "과정 13"]
    assert len(find(page="x")) == 12
    assert len(find(q="과정", page=2)) == 2


def test_links_to_other_pages_keep_the_filters(learner: Any, sign_in: Any) -> None:
    for index in range(13):
        build_course(f"과정 {index:02}", lessons=0)
    html = sign_in(learner).get("/courses/?q=과정&category=service").content.decode()
    assert "category=service&amp;page=2" in html


def test_nothing_found_says_so_and_shows_the_way_back(learner: Any, sign_in: Any) -> None:
    build_course()
    html = sign_in(learner).get("/courses/?q=없는말").content.decode()
    assert "찾는 교육과정이 없습니다." in html
    assert "전체 교육과정 보기" in html
    assert 'value="없는말"' in html


def test_an_empty_catalogue_says_so(learner: Any, sign_in: Any) -> None:
    assert "아직 교육과정이 없습니다." in sign_in(learner).get("/courses/").content.decode()


def test_a_section_lists_its_own_courses(learner: Any, sign_in: Any) -> None:
    section = catalogue().add_child(instance=SectionPage(title="특이민원", slug="special", introduction="지키는 법"))
    build_course("안쪽 과정", parent=section)
    build_course("바깥 과정")
    html = sign_in(learner).get(section.url).content.decode()
    assert "안쪽 과정" in html
    assert "바깥 과정" not in html
    assert "지키는 법" in html


def test_upper_rooms_put_their_badge_on_a_card(learner: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    course = build_course()

    def badge(context: dict[str, Any], course_id: int, **kwargs: Any) -> str:
        return f"<b>badge-{course_id}</b>"

    monkeypatch.setitem(registry._slots, "course_badge", [(1, "badge", badge)])
    assert f"<b>badge-{course.pk}</b>" in sign_in(learner).get("/courses/").content.decode()


def test_what_was_typed_is_shown_not_run(learner: Any, sign_in: Any) -> None:
    html = sign_in(learner).get('/courses/?q="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in html


def courses_with_pictures(numbers: range) -> None:
    for number in numbers:
        image = Image.objects.create(title=f"그림 {number}", file=get_test_image_file(size=(640, 360)))
        group = audience(f"대상 {number}", OTHERS)
        build_course(f"과정 {number}", lessons=2, quizzes=1, picture=image, audience=group)


@pytest.mark.parametrize("asked", ["", "?q=과정", "?for=mine", "?q=과정&for=mine&category=service&length=medium"])
def test_queries_do_not_grow_with_courses(learner: Any, sign_in: Any, asked: str) -> None:
    client = sign_in(learner)

    def count() -> tuple[int, int]:
        """Queries of the second look (everything kept) and of a look after the cache was lost."""
        client.get(f"/courses/{asked}")
        with CaptureQueriesContext(connection) as warm:
            client.get(f"/courses/{asked}")
        cache.clear()
        caches["process"].clear()
        with CaptureQueriesContext(connection) as cold:
            client.get(f"/courses/{asked}")
        return len(warm), len(cold)

    courses_with_pictures(range(2))
    few = count()
    courses_with_pictures(range(2, 9))
    assert count() == few
    assert few[0] <= 12


def test_htmx_gets_the_results_it_asks_for(learner: Any, sign_in: Any) -> None:
    build_course("전화 응대")
    response = sign_in(learner).get("/courses/?q=전화", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert 'id="courses"' in html
    assert 'hx-target="#courses"' in html
    assert "전화 응대" in html


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ({}, CatalogueQuery(page="1")),
        ({"q": "  전화  ", "for": "mine", "page": "3"}, CatalogueQuery("전화", is_mine=True, page="3")),
        ({"q": "가" * 200}, CatalogueQuery("가" * 100, page="1")),
        ({"for": "yours", "category": "x\x00y"}, CatalogueQuery(category="xy", page="1")),
    ],
)
def test_reading_the_address_never_fails(address: dict[str, str], query: CatalogueQuery) -> None:
    assert CatalogueQuery.from_address(address) == query


@pytest.mark.parametrize("ordering", ["file_size", "-file_size"])
def test_pictures_that_a_search_found_are_sorted_by_their_size(trainer: Any, sign_in: Any, ordering: str) -> None:
    for side in (40, 400):
        Image.objects.create(title=f"창구 {side}", file=get_test_image_file(size=(side, side)), file_size=side)
    answer = sign_in(trainer).get(reverse("wagtailimages:index"), {"q": "창구", "ordering": ordering})
    found = ["창구 40", "창구 400"]
    assert [image.title for image in answer.context["images"]] == (found if ordering == "file_size" else found[::-1])
