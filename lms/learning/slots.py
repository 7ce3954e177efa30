"""What learning says on pages that know no learner: each function fills one named slot with HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.parts import part
from lms.courses.models import CoursePage, Lesson
from lms.courses.services import LessonCard, course_of, lessons_of, open_runs
from lms.people.requests import person_of
from lms.people.services import is_in_audience

from . import agenda
from .models import Completion, Enrolment, MistakeReport
from .rules import counted_lessons
from .services import watching
from .services.enrolments import VOLUNTARY
from .state import CourseState, course_state, enrolled_states
from .taking import latest_completions


@dataclass(frozen=True)
class Suggestion:
    """A course that the person might take."""

    title: str
    url: str
    summary: str
    category: str
    recognised_minutes: int


@dataclass(frozen=True)
class CompletionLine:
    """A completion as ``learning/completions.html`` lists it."""

    pk: int
    course_title_at_completion: str
    completed_at: datetime
    recognised_minutes: int
    score_percent: int | None


@dataclass(frozen=True)
class RunOffer:
    """A run one may enrol in."""

    pk: int
    label: str
    is_self_paced: bool
    opens_on: date | None
    closes_on: date | None


@dataclass(frozen=True)
class Offer:
    """The open runs of a course, or that it is meant for others."""

    fits: bool
    runs: tuple[RunOffer, ...]


@dataclass(frozen=True)
class LessonLine:
    """A lesson as ``components/lesson_outline.html`` wants it."""

    number: int
    title: str
    href: str
    state: str
    kind: str
    facts: str


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """나의 학습 in the main menu."""
    return _render("navigation", context, {})


def home(context: dict[str, Any], **kwargs: Any) -> str:
    """What to do now and what else there is to do; a suggestion on a day without anything to do."""
    person, on = person_of(context["request"]), clock.today()
    startable = [task for task in agenda.tasks_of(person, on=on) if task.is_startable]
    return part(
        "learning/slots/home.html",
        first=startable[0].card if startable else None,
        others=tuple(task.card for task in startable[1:]),
        suggestions=() if startable else tuple(map(_suggestion, agenda.suggestions(person, on=on))),
    )


def home_done(context: dict[str, Any], **kwargs: Any) -> str:
    """What was completed lately: below whatever there is today, for it can wait."""
    completions = tuple(map(_completion_line, latest_completions(person_of(context["request"]).pk)))
    return part("learning/slots/home_done.html", completions=completions) if completions else ""


def course_badge(context: dict[str, Any], *, course_id: int, **kwargs: Any) -> str:
    """Where the person stands, on a card of the catalogue; nothing for a course not taken."""
    state = enrolled_states(context["request"]).get(course_id)
    return part("learning/slots/course_badge.html", state=_badge(state)) if state else ""


def course_actions(context: dict[str, Any], *, page: CoursePage, **kwargs: Any) -> str:
    """The one primary button of a course page, with what it leads to."""
    request, on = context["request"], clock.today()
    state = course_state(request, page.pk)
    is_open = state.is_open(on=on)
    # A run that is over leaves room for the next one: last year's completion stands, this year's is earned anew.
    offer = None if is_open else _offer(request, page, on)
    enrolment, completion = state.enrolment, state.completion
    if enrolment is None:
        return part("learning/slots/course_enrol.html", offer=offer, is_first=True)
    lessons = lessons_of(page)
    decision = state.decision(lessons)
    missing = decision.missing_lesson_ids if decision else ()
    total = len(counted_lessons(lessons))
    return part(
        "learning/slots/course_actions.html",
        ids={"course_id": page.pk, "enrolment_id": enrolment.pk, "completion_id": completion.pk if completion else 0},
        is_trial=enrolment.is_trial,
        run_label="" if enrolment.run.is_self_paced else enrolment.run.label,
        completed_at=completion.completed_at if completion else None,
        has_begun=bool(state.progress),
        progress_percent=decision.progress_percent if decision else 0,
        score_percent=decision.score_percent if decision else None,
        asked_score_percent=decision.asked_score_percent if decision else None,
        is_open=is_open,
        offer=offer,
        resume_address=state.resume_address(lessons),
        resume_title=getattr(state.resume_lesson(lessons), "title", ""),
        done_count=total - len(missing),
        total_count=total,
        missing=tuple(card for card in lessons if card.id in missing),
        is_voluntary=enrolment.source in VOLUNTARY,
        due=agenda.due_words(enrolment.due_on, on=on),
        due_state=agenda.due_state(enrolment.due_on, on=on),
        why=agenda.why_words(enrolment),
    )


def _offer(request: HttpRequest, page: CoursePage, on: date) -> Offer:
    """The open runs one may enrol in, or that the course is meant for others."""
    fits = page.audience is None or is_in_audience(page.audience, person_of(request), on)
    runs = open_runs(page, on) if fits else []
    return Offer(
        fits, tuple(RunOffer(run.pk, run.label, run.is_self_paced, run.opens_on, run.closes_on) for run in runs)
    )


def course_lessons(context: dict[str, Any], *, page: CoursePage, **kwargs: Any) -> str:
    """The lessons with the person's state in each; without links for somebody who is not enrolled."""
    state = course_state(context["request"], page.pk)
    return part("learning/slots/course_lessons.html", lessons=_lines(lessons_of(page), state))


def lesson_outline(context: dict[str, Any], *, page: Lesson, **kwargs: Any) -> str:
    """The course's lessons beside the one being read."""
    course, lessons, state = _around(context["request"], page)
    decision = state.decision(lessons)
    return part(
        "learning/slots/lesson_outline.html",
        course_title=course.title,
        course_href=course.url or "/",
        lessons=_lines(lessons, state, linked=True),
        here=next((card.url for card in lessons if card.id == page.pk), ""),
        percent=decision.progress_percent if decision else 0,
    )


def lesson_actions(context: dict[str, Any], *, page: Lesson, **kwargs: Any) -> str:
    """The bar under a lesson: back, and 다 읽었습니다 · 다음. Also tells the server that the lesson was opened."""
    course, lessons, state = _around(context["request"], page)
    index = next((place for place, card in enumerate(lessons) if card.id == page.pk), None)
    if index is None or state.enrolment is None:
        return part("learning/slots/lesson_looking.html", ids={"course_id": course.pk})
    row = state.progress.get(page.pk)
    card = lessons[index]
    is_done = row is not None and row.completed_at is not None
    is_last = index + 1 == len(lessons)
    on = clock.today()
    return part(
        "learning/slots/lesson_actions.html",
        ids={"course_id": course.pk, "lesson_id": page.pk, "enrolment_id": state.enrolment.pk},
        is_trial=state.enrolment.is_trial,
        is_open=state.is_open(on=on),
        is_done=is_done,
        to_watch="" if is_done or not card.watch_percent else _to_watch(state.enrolment, page, card.watch_percent, on),
        completes_itself=page.completes_itself,
        place=row.place if row else "",
        previous_href=lessons[index - 1].url if index else "",
        next_href="" if is_last else lessons[index + 1].url,
        course_href=course.url or "/",
    )


def lesson_recording(
    context: dict[str, Any], *, page: Lesson, shown: dict[str, Any], caption: str = "", **kwargs: Any
) -> str:
    """The player of one recording, with this lesson's addresses. Part of what is the same for everybody."""
    return render_to_string("learning/slots/lesson_recording.html", {"page": page, "shown": shown, "caption": caption})


def lesson_extras(context: dict[str, Any], *, page: Lesson, part_id: str = "", **kwargs: Any) -> str:
    """오류 알리기: about the lesson, or about one part of it (a block, a question)."""
    request = context["request"]
    state = course_state(request, course_of(page).pk)
    if state.enrolment is None:
        return ""
    ids = {"enrolment_id": state.enrolment.pk, "lesson_id": page.pk}
    return part("learning/slots/lesson_extras.html", ids=ids, part_id=part_id, back=request.path)


def my(context: dict[str, Any], **kwargs: Any) -> str:
    """Everything the person takes, completed, left and reported."""
    person, on = person_of(context["request"]), clock.today()
    reports = MistakeReport.objects.filter(person=person).select_related("lesson")
    tasks = agenda.tasks_of(person, on=on)
    values = {
        "tasks": [task.card for task in tasks if not task.has_ended],
        "ended": [task for task in tasks if task.has_ended],
        "completions": agenda.completions_of(person),
        "withdrawn": Enrolment.objects.withdrawn().real().for_person(person).select_related("run__course"),
        "reports": reports,
    }
    return _render("my_courses", context, values)


def _render(template: str, context: dict[str, Any], values: dict[str, Any]) -> str:
    return render_to_string(f"learning/slots/{template}.html", values, request=context["request"])


def _to_watch(enrolment: Enrolment, page: Lesson, asked: int, on: date) -> str:
    """What is still to be played before the lesson can be finished; empty when nothing is."""
    ids = page.recording_ids()
    found = watching(enrolment=enrolment, lesson_id=page.pk, recording_ids=ids, asked_percent=asked, on=on)
    missing = [each.coverage.percent for each in found if not each.is_enough]
    if not missing:
        return ""
    text = _("Play %(asked)d%% of the recording to finish the lesson (so far %(reached)d%%).")
    return text % {"asked": asked, "reached": min(missing)}


def _around(request: HttpRequest, page: Lesson) -> tuple[CoursePage, list[LessonCard], CourseState]:
    course = course_of(page)
    return course, lessons_of(course), course_state(request, course.pk)


def _completion_line(row: Completion) -> CompletionLine:
    return CompletionLine(
        row.pk, row.course_title_at_completion, row.completed_at, row.recognised_minutes, row.score_percent
    )


def _suggestion(course: CoursePage) -> Suggestion:
    return Suggestion(course.title, course.url or "/", course.summary, course.category.name, course.recognised_minutes)


def _badge(state: CourseState) -> str:
    """The state's name as ``components/state_badge.html`` knows it."""
    on = clock.today()
    if state.completion is not None:
        return "completed"
    if not state.is_open(on=on):
        return "closed"
    due = agenda.due_state(state.enrolment.due_on, on=on) if state.enrolment else ""
    return due or "enrolled"


def _lines(lessons: list[LessonCard], state: CourseState, *, linked: bool = False) -> tuple[LessonLine, ...]:
    is_under_way = state.enrolment and state.progress and state.completion is None
    resume = state.resume_lesson(lessons) if is_under_way else None
    lines = []
    for number, card in enumerate(lessons, start=1):
        row = state.progress.get(card.id)
        is_done = row is not None and row.completed_at is not None
        lines.append(
            LessonLine(
                number=number,
                title=card.title,
                href=card.url if linked or state.enrolment else "",
                state="done" if is_done else "current" if resume and resume.id == card.id else "open",
                kind=card.kind_icon,
                facts=_facts(card, row.score_percent if row else None),
            )
        )
    return tuple(lines)


def _facts(card: LessonCard, score: int | None) -> str:
    facts = [card.kind_label, _("%(minutes)s min") % {"minutes": card.estimated_minutes}]
    if not card.is_required:
        facts.append(_("optional"))
    if score is not None:
        facts.append(_("best score %(score)s") % {"score": score})
    return " · ".join(facts)
