"""A trainer's day: sections owned, drafts previewed, runs that appear, review, schedule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lms.core.records import Record
from lms.courses.models import CatalogPage, CourseCategory, CoursePage, CourseRun, LessonPage, SectionPage
from lms.courses.services import grant_section
from lms.learning.models import Enrolment, LessonProgress
from tests.builders import build_course, build_lesson, catalogue

pytestmark = pytest.mark.django_db

COMMENTS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}


def section_of(slug: str) -> SectionPage:
    page = catalogue().add_child(instance=SectionPage(title=slug, slug=slug))
    return SectionPage.objects.get(pk=page.pk)


@pytest.fixture
def mine(trainer: Any) -> SectionPage:
    """The section that the trainer's group owns."""
    section = section_of("mine")
    group = Group.objects.create(name="친절교육 담당")
    assert grant_section(section=section, group=group) == 3
    assert grant_section(section=section, group=group) == 0
    trainer.groups.add(group)
    return section


@pytest.fixture
def theirs(mine: SectionPage) -> SectionPage:
    """Another group's section."""
    return section_of("theirs")


def course_form(**changes: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "새 과정",
            "slug": "new-course",
            "summary": "한 문장",
            "category": str(CourseCategory.objects.get(slug="service").pk),
            "audience": "",
            "recognised_minutes": "60",
            "picture": "",
            "introduction": rich_text("<p>소개</p>"),
            "who_for": "",
            "objectives": streamfield([]),
            "comments": COMMENTS,
        }
        | changes
    )


def lesson_form(**changes: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "새 차시",
            "slug": "new-lesson",
            "summary": "",
            "estimated_minutes": "5",
            "is_required": "on",
            "body": streamfield([("paragraph", rich_text("<p>초안의 본문</p>"))]),
            "comments": COMMENTS,
        }
        | changes
    )


def add(parent: Page, model: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["courses", model, parent.pk])


def test_a_new_course_appears_with_its_open_run(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    response = sign_in(trainer).post(add(mine, "coursepage"), course_form())
    assert response.status_code == 302
    course = CoursePage.objects.get(slug="new-course")
    assert not course.live
    run = CourseRun.objects.get(course=course)
    assert run.is_self_paced
    assert run.label == "상시"


def test_saving_again_makes_no_second_run(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    client = sign_in(trainer)
    client.post(add(mine, "coursepage"), course_form())
    course = CoursePage.objects.get(slug="new-course")
    client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), course_form(title="고친 과정"))
    assert CourseRun.objects.filter(course=course).count() == 1


def test_a_course_that_lost_its_runs_gets_one_when_edited(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    course = build_course(parent=mine)
    CourseRun.objects.all().delete()
    sign_in(trainer).post(reverse("wagtailadmin_pages:edit", args=[course.pk]), course_form(slug=course.slug))
    assert CourseRun.objects.filter(course=course, is_self_paced=True).count() == 1


def test_a_copied_course_appears_with_a_run_of_its_own(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    course = build_course(lessons=2, parent=mine)
    form = {
        "new_title": "복사본",
        "new_slug": "copy",
        "new_parent_page": str(mine.pk),
        "copy_subpages": "on",
        "publish_copies": "",
        "alias": "",
    }
    response = sign_in(trainer).post(reverse("wagtailadmin_pages:copy", args=[course.pk]), form)
    assert response.status_code == 302
    copy = CoursePage.objects.get(slug="copy")
    assert CourseRun.objects.get(course=copy).is_self_paced
    assert LessonPage.objects.child_of(copy).count() == 2


def test_the_hook_twice_leaves_one_run(rf: Any) -> None:
    from lms.courses.wagtail_hooks import open_first_run

    course = build_course()
    open_first_run(rf.get("/"), course)
    open_first_run(rf.get("/"), course)
    assert CourseRun.objects.filter(course=course).count() == 1


def test_saving_a_page_by_itself_has_no_side_effect(mine: SectionPage) -> None:
    category = CourseCategory.objects.get(slug="service")
    mine.add_child(instance=CoursePage(title="조용히", slug="quiet", summary="한 문장", category=category))
    assert not CourseRun.objects.exists()


def test_a_trainer_explores_only_what_the_groups_own(
    trainer: Any, sign_in: Any, mine: SectionPage, theirs: SectionPage
) -> None:
    own, other = build_course("우리 과정", parent=mine), build_course("남의 과정", parent=theirs)
    client = sign_in(trainer)
    assert client.get(reverse("wagtailadmin_explore", args=[mine.pk])).status_code == 200
    # Wagtail opens any branch below what all of a person's pages have in common, and lists nothing there.
    assert "남의 과정" not in client.get(reverse("wagtailadmin_explore", args=[theirs.pk])).content.decode()
    listing = client.get(reverse("course_listing:index")).content.decode()
    assert "우리 과정" in listing
    assert "남의 과정" not in listing
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    for name in ("edit", "delete", "unpublish", "move", "copy", "view_draft"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[other.pk]))
        assert response.status_code == 302, name
        assert response.url.startswith("/admin/"), name
    assert client.post(add(theirs, "coursepage"), course_form()).status_code == 302
    assert not CoursePage.objects.filter(slug="new-course").exists()


@pytest.mark.parametrize("who", ["learner", "outsider", "manager"])
def test_others_have_no_business_in_the_editor(who: str, request: Any, sign_in: Any, mine: SectionPage) -> None:
    person = request.getfixturevalue(who)
    course = build_course(parent=mine)
    client = sign_in(person)
    for address in (
        reverse("course_listing:index"),
        reverse("course_runs:list"),
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
    ):
        assert client.get(address).status_code in (302, 403)


def records() -> dict[str, int]:
    """How many rows every learning record has."""
    models = [*(model for model in apps.get_models() if issubclass(model, Record)), Enrolment, LessonProgress]
    return {model._meta.label: model.objects.count() for model in models}


def test_a_draft_is_previewed_and_leaves_no_record(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    course = build_course(lessons=1, parent=mine)
    client = sign_in(trainer)
    before = records()
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", course.pk])
    assert client.post(preview, lesson_form()).json()["is_valid"]
    html = client.get(preview + "?mode=").content.decode()
    assert "초안의 본문" in html
    assert "1차시" in html  # the outline of the course it will stand in
    client.post(add(course, "lessonpage"), lesson_form())
    draft = LessonPage.objects.get(slug="new-lesson")
    assert not draft.live
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert response.status_code == 200
    assert "초안의 본문" in response.content.decode()
    assert records() == before
    assert client.get(draft.url).status_code == 404


def test_a_new_course_is_previewed_before_it_is_saved(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    client = sign_in(trainer)
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "coursepage", mine.pk])
    assert client.post(preview, course_form(title="아직 없는 과정")).json()["is_valid"]
    html = client.get(preview + "?mode=").content.decode()
    assert "아직 없는 과정" in html
    assert "차시를 준비하고 있습니다." in html


def test_a_preview_does_not_disturb_what_learners_see(
    trainer: Any, learner: Any, sign_in: Any, mine: SectionPage
) -> None:
    from tests.builders import enrolled

    course = build_course(lessons=0, parent=mine)
    lesson = build_lesson(course)
    enrolled(learner, course)
    editor, reader = sign_in(trainer), sign_in(learner)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    editor.post(preview, lesson_form(title=lesson.title, slug=lesson.slug))
    assert "초안의 본문" in editor.get(preview + "?mode=").content.decode()
    assert "초안의 본문" not in reader.get(lesson.url).content.decode()


def test_a_page_goes_live_at_its_hour(learner: Any, sign_in: Any) -> None:
    lesson = build_lesson(build_course(lessons=0))
    lesson.unpublish()
    lesson.go_live_at = timezone.now() - timedelta(minutes=1)
    lesson.save_revision(approved_go_live_at=lesson.go_live_at)
    call_command("publish_scheduled", verbosity=0)
    lesson.refresh_from_db()
    assert lesson.live


def test_the_catalogue_has_its_review(trainer: Any, hr_officer: Any, sign_in: Any, mine: SectionPage) -> None:
    course = build_course(parent=mine)
    workflow = course.get_workflow()
    assert workflow.name == "교육과정 검토"
    course.title = "검토받을 제목"
    course.save_revision(user=trainer)
    state = workflow.start(course, trainer)
    home = sign_in(hr_officer).get(reverse("wagtailadmin_home")).content.decode()
    assert "검토받을 제목" in home or course.title in home
    task = state.current_task_state
    assert task.task.specific.user_can_access_editor(course, hr_officer)
    task.task.specific.on_action(task, hr_officer, "approve")
    course.refresh_from_db()
    assert course.title == "검토받을 제목"


def test_wagtails_example_groups_and_workflow_are_gone() -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    names = Workflow.objects.values_list("name", flat=True)
    assert "교육과정 검토" in names
    assert not any(name.isascii() for name in names)


def test_a_fresh_installation_has_its_catalogue() -> None:
    page = CatalogPage.objects.get()
    assert page.live
    assert page.url == "/courses/"
    assert set(CourseCategory.objects.values_list("slug", flat=True)) == {"service", "leadership", "protection"}


def test_the_edit_screen_leads_to_lessons_and_runs(trainer: Any, sign_in: Any, mine: SectionPage) -> None:
    course = build_course(parent=mine)
    html = sign_in(trainer).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert f"/admin/course-runs/?course={course.pk}" in html
    assert f"/admin/pages/{course.pk}/add_subpage/" in html
    assert "상시: 언제든지" in html


def test_the_dashboard_shows_drafts_and_courses_and_no_other_host(
    trainer: Any, sign_in: Any, mine: SectionPage, theirs: SectionPage
) -> None:
    course = build_course("우리 과정", lessons=1, parent=mine)
    build_course("남의 과정", parent=theirs)
    course.title = "고치는 중인 과정"
    course.owner = trainer
    course.save()
    course.save_revision(user=trainer)
    html = sign_in(trainer).get(reverse("wagtailadmin_home")).content.decode()
    assert "작성 중인 초안" in html
    assert "내 교육과정" in html
    assert "고치는 중인 과정" in html
    assert "남의 과정" not in html
    assert "wagtail.org" not in html
    assert "친절배움터</title>" in html


@pytest.mark.parametrize("multiple", [{}, {"multiple": "1"}], ids=["one", "several"])
def test_choosing_a_page_says_which_kinds_may_be_chosen(
    multiple: dict[str, str], trainer: Any, sign_in: Any, mine: SectionPage
) -> None:
    client, address = sign_in(trainer), reverse("wagtailadmin_choose_page")
    only_courses = client.get(address, {"page_type": "courses.coursepage", **multiple}).json()["html"]
    assert "페이지 선택: 교육과정" in only_courses
    assert "교육과정만 선택할 수 있습니다." in only_courses
    assert ("data-multiple-choice-form" in only_courses) is bool(multiple)
    anything = client.get(address, multiple).json()["html"]
    assert "페이지 선택" in anything
    assert "페이지 선택:" not in anything


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}], ids=["saved", "autosaved"])
@pytest.mark.parametrize("missing", ["title", "summary", "category", "recognised_minutes"])
def test_an_unfinished_draft_is_saved_or_says_what_it_needs(
    missing: str, headers: dict[str, str], trainer: Any, sign_in: Any, mine: SectionPage
) -> None:
    response = sign_in(trainer).post(add(mine, "coursepage"), course_form(**{missing: ""}), headers=headers)
    assert response.status_code in (200, 302, 400)
    if CoursePage.objects.exists():
        assert CourseRun.objects.count() == 1
