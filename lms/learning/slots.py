"""What learning says on pages that know no learner: each function fills one named slot with HTML."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms.core import clock
from lms.courses.models import CoursePage, Lesson
from lms.courses.services import LessonCard, course_of, lessons_of, open_runs
from lms.people.requests import person_of
from lms.people.services import is_in_audience

from . import agenda
from .models import Enrolment, MistakeReport
from .rules import counted_lessons
from .services import watching
from .services.enrolments import VOLUNTARY
from .state import CourseState, course_state, enrolled_states

LATEST_COMPLETIONS = 3


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """나의 학습 in the main menu."""
    return _render("navigation", context, {})


def home(context: dict[str, Any], **kwargs: Any) -> str:
    """What to do now, what else there is to do, what was done; a suggestion on a day without anything to do."""
    person, on = person_of(context["request"]), clock.today()
    tasks = agenda.tasks_of(person, on=on)
    startable = [task for task in tasks if task.is_startable]
    values = {
        "first": startable[0] if startable else None,
        "others": startable[1:],
        "completions": agenda.completions_of(person)[:LATEST_COMPLETIONS],
        "suggestions": [] if startable else agenda.suggestions(person, on=on),
    }
    return _render("home", context, values)


def course_badge(context: dict[str, Any], *, page: CoursePage, **kwargs: Any) -> str:
    """Where the person stands, on a card of the catalogue; nothing for a course not taken."""
    state = enrolled_states(context["request"]).get(page.pk)
    if state is None:
        return ""
    return _render("course_badge", context, {"state": _badge(state)})


def course_actions(context: dict[str, Any], *, page: CoursePage, **kwargs: Any) -> str:
    """The one primary button of a course page, with what it leads to."""
    request, on = context["request"], clock.today()
    state = course_state(request, page.pk)
    lessons = lessons_of(page)
    is_open = state.is_open(on=on)
    # A run that is over leaves room for the next one: last year's completion stands, this year's is earned anew.
    offer = None if is_open else _offer(request, page, on)
    if state.enrolment is None:
        return _render("course_enrol", context, {"offer": offer, "is_first": True})
    decision = state.decision(lessons)
    missing = decision.missing_lesson_ids if decision else ()
    values = {
        "page": page,
        "state": state,
        "decision": decision,
        "is_open": is_open,
        "offer": offer,
        "resume_address": state.resume_address(lessons),
        "resume_title": getattr(state.resume_lesson(lessons), "title", ""),
        "done_count": len(counted_lessons(lessons)) - len(missing),
        "total_count": len(counted_lessons(lessons)),
        "missing": [card for card in lessons if card.id in missing],
        "is_voluntary": state.enrolment.source in VOLUNTARY,
        "due": agenda.due_words(state.enrolment.due_on, on=on),
        "due_state": agenda.due_state(state.enrolment.due_on, on=on),
        "why": agenda.why_words(state.enrolment),
    }
    return _render("course_actions", context, values)


def _offer(request: HttpRequest, page: CoursePage, on: date) -> dict[str, Any]:
    """The open runs one may enrol in, or that the course is meant for others."""
    fits = page.audience is None or is_in_audience(page.audience, person_of(request), on)
    return {"fits": fits, "runs": open_runs(page, on) if fits else []}


def course_lessons(context: dict[str, Any], *, page: CoursePage, **kwargs: Any) -> str:
    """The lessons with the person's state in each; without links for somebody who is not enrolled."""
    state = course_state(context["request"], page.pk)
    lessons = lessons_of(page)
    return _render("course_lessons", context, {"lessons": _lines(lessons, state)}) if lessons else ""


def lesson_outline(context: dict[str, Any], *, page: Lesson, **kwargs: Any) -> str:
    """The course's lessons beside the one being read."""
    course, lessons, state = _around(context["request"], page)
    decision = state.decision(lessons)
    here = next((card.url for card in lessons if card.id == page.pk), "")
    values = {
        "course": course,
        "lessons": _lines(lessons, state, linked=True),
        "here": here,
        "percent": decision.progress_percent if decision else 0,
    }
    return _render("lesson_outline", context, values)


def lesson_actions(context: dict[str, Any], *, page: Lesson, **kwargs: Any) -> str:
    """The bar under a lesson: back, and 다 읽었습니다 · 다음. Also tells the server that the lesson was opened."""
    request = context["request"]
    course, lessons, state = _around(request, page)
    index = next((place for place, card in enumerate(lessons) if card.id == page.pk), None)
    if index is None or state.enrolment is None:
        return _render("lesson_looking", context, {"course": course, "page": page})
    get_token(request)  # the page posts that it was opened, so the cookie must be there
    row = state.progress.get(page.pk)
    is_done = row is not None and row.completed_at is not None
    values = {
        "course": course,
        "page": page,
        "state": state,
        "to_watch": "" if is_done or not page.watch_percent else _to_watch(state.enrolment, page),
        "is_open": state.is_open(on=clock.today()),
        "is_done": is_done,
        "place": row.place if row else "",
        "previous": lessons[index - 1] if index else None,
        "following": lessons[index + 1] if index + 1 < len(lessons) else None,
    }
    return _render("lesson_actions", context, values)


def lesson_recording(
    context: dict[str, Any], *, page: Lesson, shown: dict[str, Any], caption: str = "", **kwargs: Any
) -> str:
    """The player of one recording, with this lesson's addresses. Part of what is the same for everybody."""
    return render_to_string("learning/slots/lesson_recording.html", {"page": page, "shown": shown, "caption": caption})


def lesson_extras(context: dict[str, Any], *, page: Lesson, part: str = "", **kwargs: Any) -> str:
    """오류 알리기: about the lesson, or about one ``part`` of it (a block, a question)."""
    request = context["request"]
    state = course_state(request, course_of(page).pk)
    if state.enrolment is None:
        return ""
    return _render("lesson_extras", context, {"page": page, "part": part, "enrolment": state.enrolment})


def my(context: dict[str, Any], **kwargs: Any) -> str:
    """Everything the person takes, completed, left and reported."""
    person, on = person_of(context["request"]), clock.today()
    reports = MistakeReport.objects.filter(person=person).select_related("lesson")
    tasks = agenda.tasks_of(person, on=on)
    values = {
        "tasks": [task for task in tasks if not task.has_ended],
        "ended": [task for task in tasks if task.has_ended],
        "completions": agenda.completions_of(person),
        "withdrawn": Enrolment.objects.withdrawn().real().for_person(person).select_related("run__course"),
        "reports": reports,
    }
    return _render("my_courses", context, values)


def _render(template: str, context: dict[str, Any], values: dict[str, Any]) -> str:
    return render_to_string(f"learning/slots/{template}.html", values, request=context["request"])


def _to_watch(enrolment: Enrolment, page: Lesson) -> str:
    """What is still to be played before the lesson can be finished; empty when nothing is."""
    ids, asked = page.recording_ids(), page.watch_percent
    found = watching(enrolment=enrolment, lesson_id=page.pk, recording_ids=ids, asked_percent=asked)
    missing = [each.coverage.percent for each in found if not each.is_enough]
    if not missing:
        return ""
    text = _("Play %(asked)d%% of the recording to finish the lesson (so far %(reached)d%%).")
    return text % {"asked": asked, "reached": min(missing)}


def _around(request: HttpRequest, page: Lesson) -> tuple[CoursePage, list[LessonCard], CourseState]:
    course = course_of(page)
    return course, lessons_of(course), course_state(request, course.pk)


def _badge(state: CourseState) -> str:
    """The state's name as ``components/state_badge.html`` knows it."""
    on = clock.today()
    if state.completion is not None:
        return "completed"
    if not state.is_open(on=on):
        return "closed"
    due = agenda.due_state(state.enrolment.due_on, on=on) if state.enrolment else ""
    return due or "in_progress"


def _lines(lessons: list[LessonCard], state: CourseState, *, linked: bool = False) -> list[dict[str, Any]]:
    """The lessons as ``components/lesson_outline.html`` wants them."""
    resume = state.resume_lesson(lessons) if state.enrolment and state.completion is None else None
    lines = []
    for number, card in enumerate(lessons, start=1):
        row = state.progress.get(card.id)
        is_done = row is not None and row.completed_at is not None
        lines.append(
            {
                "number": number,
                "title": card.title,
                "href": card.url if linked or state.enrolment else "",
                "state": "done" if is_done else "current" if resume and resume.id == card.id else "open",
                "kind": card.kind_icon,
                "facts": _facts(card, row.score_percent if row else None),
            }
        )
    return lines


def _facts(card: LessonCard, score: int | None) -> str:
    facts = [card.kind_label, _("%(minutes)s min") % {"minutes": card.estimated_minutes}]
    if not card.is_required:
        facts.append(_("optional"))
    if score is not None:
        facts.append(_("best score %(score)s") % {"score": score})
    return " · ".join(facts)
