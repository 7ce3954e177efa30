"""Courses, lessons, runs and records for tests.

Records are made through our services; pages are put there as publishing would leave them, without being validated.
"""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any, TypeVar
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from campaigns.broadcasts.models import BroadcastIndexPage, BroadcastSeries, Episode
from lms.core.models import HomePage
from lms.courses.models import CatalogPage, CourseCategory, CoursePage, CourseRun, Lesson, LessonPage
from lms.courses.outline import renew_outline
from lms.courses.services import open_self_paced_run
from lms.learning.models import Completion, Enrolment
from lms.learning.services import complete_lesson, enrol
from lms.people.models import Person
from lms.quizzes.models import Quiz
from lms.recordings.models import Captions, Recording

SEOUL = ZoneInfo("Asia/Seoul")
PageT = TypeVar("PageT", bound=Page)

_numbers = itertools.count(1)

#: A Thursday in March. Builders date what they make from here unless told otherwise.
MARCH_5 = datetime(2026, 3, 5, 9, 0, tzinfo=SEOUL)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An aware moment of the institution's time zone."""
    return datetime(year, month, day, hour, minute, tzinfo=SEOUL)


def build_person(name: str = "강나래", **fields: Any) -> Person:
    """A person without unit, employment or role."""
    number = fields.pop("employee_number", f"t{next(_numbers):06d}")
    return Person.objects.create_user(number, fields.pop("password", None), name=name, **fields)


def home_page() -> HomePage:
    """The site's home page."""
    return HomePage.objects.get()


def catalogue() -> CatalogPage:
    """The catalogue under the home page, made when there is none."""
    found = CatalogPage.objects.first()
    if found is None:
        found = home_page().add_child(instance=CatalogPage(title="교육과정", slug="courses"))
    return found


def build_course(
    title: str = "민원 응대 기본", *, lessons: int = 2, quizzes: int = 0, parent: Page | None = None, **fields: Any
) -> CoursePage:
    """A published course with its self-paced run, that many text lessons and, after them, quizzes without questions."""
    category, _ = CourseCategory.objects.get_or_create(slug="service", defaults={"name": "고객만족"})
    fields = {"category": category, "summary": "민원인을 맞이하는 말과 태도를 익힙니다."} | fields
    page = CoursePage(title=title, slug=fields.pop("slug", f"course-{next(_numbers)}"), **fields)
    course = published((parent or catalogue()), page)
    open_self_paced_run(course)
    for number in range(1, lessons + 1):
        build_lesson(course, f"{number}차시")
    for number in range(1, quizzes + 1):
        build_quiz(course, f"평가 {number}")
    return course


def build_lesson(course: CoursePage, title: str = "첫인사", **fields: Any) -> LessonPage:
    """A published text lesson at the end of the course, with three paragraphs unless ``body`` says otherwise."""
    body = fields.pop("body", [("paragraph", f"<p>{title} 본문 {part}</p>") for part in "가나다"])
    page = LessonPage(title=title, slug=fields.pop("slug", f"lesson-{next(_numbers)}"), body=body, **fields)
    # Without a revision: publishing one takes three times as long, and most tests need many lessons.
    _added(_fresh(course), page)
    renew_outline([course.pk])
    return page


def build_quiz(course: CoursePage, title: str = "평가", **fields: Any) -> Quiz:
    """A published quiz at the end of the course; without ``questions`` it is only a lesson that must be passed."""
    page = Quiz(title=title, slug=fields.pop("slug", f"quiz-{next(_numbers)}"), **fields)
    return published(_fresh(course), page)


def build_recording(**fields) -> Recording:
    """A published recording of 100 seconds whose file nobody opens."""
    facts = {"title": "첫마디", "type": "audio", "file": "x.m4a", "file_digest": "d" * 64, "file_type": "audio/mp4"}
    recording = Recording.objects.create(duration_ms=100_000, published_at=MARCH_5, **(facts | fields))
    webvtt = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n안녕하십니까.\n"
    Captions.objects.create(recording=recording, number=1, file_digest="d" * 64, webvtt=webvtt, made_at=MARCH_5)
    return recording


def build_series(title: str = "좋은아침! 친절방송", **fields: Any) -> BroadcastSeries:
    """A published series at 08:50 below the broadcasts; ``weekdays`` is raw stream data."""
    fields = {"summary": "하루를 여는 친절 이야기", "slug": f"series-{next(_numbers)}"} | fields
    return published(BroadcastIndexPage.objects.get(), BroadcastSeries(title=title, **fields))


def build_episode(
    series: BroadcastSeries, airs_at: datetime | None, title: str = "끝인사 한 번 더", **fields: Any
) -> Episode:
    """A published episode of 100 seconds with its moment; ``recording=None`` makes a draft without one."""
    if "recording" not in fields:
        fields["recording"] = build_recording(title=title)
    is_draft = fields.pop("is_draft", fields["recording"] is None)
    page = Episode(title=title, slug=f"episode-{next(_numbers)}", airs_at=airs_at, **fields)
    fresh = BroadcastSeries.objects.get(pk=series.pk)
    if is_draft:
        page.live = False
        fresh.add_child(instance=page)
        page.save_revision()
    else:
        assert page.recording_id is not None, "nothing of this kind is published"
        published(fresh, page)
    return Episode.objects.get(pk=page.pk)


def lessons_in(course: CoursePage) -> list[Lesson]:
    """The course's lessons in page order, each of its own kind."""
    return [page.specific for page in Page.objects.child_of(course).order_by("path")]


def self_paced_run(course: CoursePage) -> CourseRun:
    """The run of a course that is always open."""
    return CourseRun.objects.get(course=course, is_self_paced=True)


def build_run(
    course: CoursePage, *, opens_on: date | None = None, closes_on: date | None = None, **fields: Any
) -> CourseRun:
    """A dated run with the next number."""
    number = fields.pop("number", CourseRun.objects.filter(course=course).count() + 1)
    fields = {"label": f"2026년 {number}기"} | fields
    return CourseRun.objects.create(course=course, number=number, opens_on=opens_on, closes_on=closes_on, **fields)


def enrolled(person: Person, offering: CoursePage | CourseRun, *, at: datetime = MARCH_5, **fields: Any) -> Enrolment:
    """The person on a run, or on a course's self-paced run."""
    run = self_paced_run(offering) if isinstance(offering, CoursePage) else offering
    return enrol(person=person, run=run, by=fields.pop("by", person), at=at, **fields)[0]


def completed(
    person: Person, offering: CoursePage | CourseRun, *, at: datetime = MARCH_5, score_percent: int = 90, **fields: Any
) -> Completion:
    """The person's completion of a run, reached lesson by lesson; marked lessons with ``score_percent``."""
    enrolment = enrolled(person, offering, at=at, **fields)
    for lesson in lessons_in(enrolment.run.course):
        score = score_percent if lesson.completes_itself else None
        complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=at, score_percent=score)
    return Completion.objects.standing().get(person=person, run=enrolment.run)


def published(parent: Page, page: PageT) -> PageT:
    """Added as publishing leaves it: live, with its revision, and whoever listens was told.

    Wagtail's own way there reads and writes the page again and again, and a course cost a test twice as much.
    """
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = timezone.now()
    _added(parent, page)
    page.live_revision = page.latest_revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
    )
    Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision, latest_revision=page.latest_revision)
    page_published.send(sender=type(page), instance=page, revision=page.live_revision)
    return page


def _added(parent: Page, page: PageT) -> PageT:
    """What builders make is valid: to ask every table it points to, and for the parent's language, costs a quarter."""
    page.locale_id = parent.locale_id
    with mock.patch.object(page, "full_clean", page.minimal_clean):
        parent.add_child(instance=page)
    return page


def _fresh(course: CoursePage) -> CoursePage:
    """treebeard keeps the number of children in memory; a second child needs the row as it is now."""
    return CoursePage.objects.get(pk=course.pk)
