"""A page that is the same for everybody is rendered once; what is personal never gets into it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from lms.core import shells, stamps
from lms.core.models import SiteSettings
from lms.courses.models import CoursePage, LessonPage
from tests.builders import build_course, build_lesson, enrolled, lessons_in, self_paced_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of which a shell was rendered."""
    seen: list[str] = []
    original = shells.render_shell

    def render(template: str, *rest: Any) -> shells.Shell:
        seen.append(template)
        return original(template, *rest)

    monkeypatch.setattr(shells, "render_shell", render)
    return seen


@pytest.fixture
def course() -> CoursePage:
    return build_course(lessons=2)


def text(browser: Any, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def everything_kept() -> str:
    """Whatever any cache of this process holds."""
    kept: list[Any] = []
    for each in (cache, caches["process"]):
        kept += [each.get(key.split(":", 2)[2]) for key in list(each._cache) if "core.shell" in key]
    assert kept, "nothing was kept"
    return repr(kept)


def test_one_rendering_serves_everybody(
    learner: Any, outsider: Any, sign_in: Any, course: CoursePage, rendered: list[str]
) -> None:
    first, second = text(sign_in(learner), course.url), text(sign_in(outsider), course.url)
    assert rendered == ["courses/course_page.html"]
    assert learner.name in first
    assert learner.name not in second
    assert outsider.name in second


@pytest.mark.parametrize("page", ["home", "catalogue", "course", "lesson"])
def test_nothing_personal_is_kept_with_the_shell(
    learner: Any, outsider: Any, sign_in: Any, course: CoursePage, page: str
) -> None:
    """Who comes first leaves nothing behind: the second person's page is what it would be without the first."""
    enrolment = enrolled(learner, course)
    enrolled(outsider, course)
    address = {"home": "/", "catalogue": "/courses/", "course": course.url, "lesson": lessons_in(course)[0].url}[page]
    alone = text(sign_in(outsider), address)
    cache.clear()
    caches["process"].clear()
    browser = sign_in(learner)
    text(browser, address)
    kept = everything_kept()
    for secret in (learner.name, learner.employee_number, str(browser.cookies["csrftoken"].value), "csrftoken"):
        assert secret not in kept
    assert reverse("learning:withdraw_enrolment", args=[enrolment.pk]) not in kept
    assert without_tokens(text(sign_in(outsider), address)) == without_tokens(alone)


def without_tokens(html: str) -> str:
    """A page without the form tokens and the seconds the session has left, which differ in every answer."""
    html = re.sub(r'data-session-ends-in="\d+"', "", html)
    pieces = html.split('name="csrfmiddlewaretoken" value="')
    return pieces[0] + "".join(piece.split('"', 1)[1] for piece in pieces[1:])


def test_every_form_has_a_token_of_this_answer(learner: Any, sign_in: Any, course: CoursePage) -> None:
    enrolled(learner, course)
    browser = sign_in(learner)
    found = [text(browser, lessons_in(course)[0].url) for _ in range(2)]
    tokens = [{piece.split('"', 1)[0] for piece in html.split('csrfmiddlewaretoken" value="')[1:]} for html in found]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert all(len(token) == 64 for each in tokens for token in each)


def test_languages_do_not_share(learner: Any, sign_in: Any, course: CoursePage) -> None:
    browser = sign_in(learner)
    assert 'lang="ko"' in text(browser, course.url)
    browser.cookies["django_language"] = "en"
    english = text(browser, course.url)
    assert '<html lang="en"' in english
    assert "Lessons" in english
    browser.cookies["django_language"] = "ko"
    assert '<html lang="ko"' in text(browser, course.url)


def test_institutions_do_not_share(learner: Any, sign_in: Any, course: CoursePage, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    other = Site.objects.create(
        hostname="naru.example", port=80, root_page=Site.objects.get().root_page, is_default_site=False
    )
    SiteSettings.objects.create(site=other, organisation_name="나루시")
    browser = sign_in(learner)
    ours = text(browser, course.url)
    theirs = browser.get(course.url, headers={"host": "naru.example"}).content.decode()
    assert "나루시" in theirs
    assert "나루시" not in ours
    assert "나루시" not in text(browser, course.url)


def rename_institution(course: CoursePage) -> str:
    settings = SiteSettings.objects.get()
    settings.organisation_name = "나루시"
    settings.save()
    return "나루시"


def rename_category(course: CoursePage) -> str:
    category = course.category
    category.name = "새 분야"
    category.save()
    return "새 분야"


def republish(course: CoursePage) -> str:
    course.title = "새 과정 이름"
    course.save_revision().publish()
    return course.title


def rename_lesson(course: CoursePage) -> str:
    lesson = LessonPage.objects.child_of(course).first()
    lesson.title = "새 차시 이름"
    lesson.save_revision().publish()
    return lesson.title


def rename_catalogue(course: CoursePage) -> str:
    catalogue = course.get_parent().specific
    catalogue.slug = "lessons"
    catalogue.save_revision().publish()
    return 'href="/lessons/"'


def end_run(course: CoursePage) -> str:
    run = self_paced_run(course)
    run.label, run.min_progress_percent = "언제나", 70
    run.save()
    return "70%"


@pytest.mark.parametrize(
    "change", [rename_institution, rename_category, republish, rename_lesson, rename_catalogue, end_run]
)
def test_a_change_of_content_shows_at_once(learner: Any, sign_in: Any, course: CoursePage, change: Any) -> None:
    browser = sign_in(learner)
    before = text(browser, course.url)
    words = change(course)
    assert words not in before
    assert words in text(browser, Page.objects.get(pk=course.pk).url)


def test_a_changed_picture_shows_at_once(learner: Any, sign_in: Any) -> None:
    image = Image.objects.create(title="그림", file=get_test_image_file(filename="old.png", size=(640, 360)))
    course = build_course(picture=image)
    browser = sign_in(learner)
    before = text(browser, "/courses/")
    assert "old" in before
    image.file = get_test_image_file(filename="new.png", size=(640, 360))
    image.save()
    image.renditions.all().delete()
    after = text(browser, "/courses/")
    assert "new" in after
    assert course.title in after


def test_a_draft_renders_nothing_anew(learner: Any, sign_in: Any, course: CoursePage, rendered: list[str]) -> None:
    browser = sign_in(learner)
    text(browser, course.url)
    course.title = "아직 초안"
    course.save_revision()
    assert "아직 초안" not in text(browser, course.url)
    assert len(rendered) == 1


def test_a_preview_is_neither_kept_nor_taken_from_what_is_kept(
    trainer: Any, learner: Any, sign_in: Any, course: CoursePage, rendered: list[str]
) -> None:
    text(sign_in(learner), course.url)
    draft = CoursePage.objects.get(pk=course.pk)
    draft.title = "아직 초안"
    response = draft.make_preview_request(None, "")
    assert "아직 초안" in response.render().content.decode()
    assert rendered == ["courses/course_page.html"]
    assert "아직 초안" not in text(sign_in(learner), course.url)


def test_the_gate_and_withdrawal_hold_with_a_warm_shell(
    learner: Any, outsider: Any, sign_in: Any, course: CoursePage
) -> None:
    lesson = build_lesson(course)
    enrolled(learner, course)
    assert lesson.title in text(sign_in(learner), lesson.url)
    assert sign_in(outsider).get(lesson.url).status_code == 302
    Page.objects.get(pk=lesson.pk).specific.unpublish()
    assert sign_in(learner).get(lesson.url).status_code == 404


def test_what_only_one_person_asked_is_not_kept(
    learner: Any, sign_in: Any, course: CoursePage, rendered: list[str]
) -> None:
    browser = sign_in(learner)
    for query in ("?q=민원", "?for=mine", "?category=service", "?page=x"):
        assert browser.get(f"/courses/{query}").status_code == 200
    assert rendered == []
    text(browser, "/courses/?page=1")
    text(browser, "/courses/")
    assert rendered == ["courses/catalog_page.html"]


def test_without_its_row_of_stamps_nothing_is_kept(
    learner: Any, sign_in: Any, course: CoursePage, rendered: list[str]
) -> None:
    stamps.Stamp.objects.all().delete()
    browser = sign_in(learner)
    assert course.title in text(browser, course.url)
    assert rendered == []


def test_a_warm_page_asks_only_for_what_is_personal(learner: Any, sign_in: Any, course: CoursePage) -> None:
    enrolled(learner, course)
    browser = sign_in(learner)
    addresses = {"/": 9, "/courses/": 5, course.url: 7, lessons_in(course)[0].url: 7}
    for address, most in addresses.items():
        text(browser, address)
        with CaptureQueriesContext(connection) as asked:
            text(browser, address)
        assert len(asked) <= most, "\n".join(query["sql"] for query in asked)


def test_an_address_with_korean_letters_is_served(learner: Any, sign_in: Any, course: CoursePage) -> None:
    enrolled(learner, course)
    lesson = lessons_in(course)[0].specific
    lesson.slug = "창구에서-첫마디"
    lesson.save_revision().publish()
    assert lesson.title in text(sign_in(learner), LessonPage.objects.get(pk=lesson.pk).url)
