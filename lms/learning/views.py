"""The learner's requests: parse, call one service, answer.

An address that writes answers GET with the way back to where its button stands: after a session ended in the middle,
signing in again leads to that address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.courses.models import CoursePage, CourseRun
from lms.courses.services import LessonCard, lessons_of
from lms.people.requests import person_of

from . import agenda, services
from .errors import LearningRefused, LessonIsMarked, NotWatched
from .models import Completion, Enrolment
from .state import course_state
from .trials import may_try

View = Callable[..., HttpResponse]


@require_safe
def show_my_learning(request: HttpRequest) -> HttpResponse:
    """``/my/``: what every room keeps for the person."""
    return render(request, "learning/my.html")


@require_safe
def show_completion(request: HttpRequest, completion_id: int) -> HttpResponse:
    """The moment a course is done, and the page to come back to. Only for the one who completed it."""
    completion = get_object_or_404(
        Completion.objects.select_related("run__course"), pk=completion_id, person=person_of(request)
    )
    tasks = agenda.tasks_of(person_of(request), on=clock.today())
    following = next((task for task in tasks if task.is_startable), None)
    return render(request, "learning/completion.html", {"completion": completion, "following": following})


def _post_or_back(way_back: Callable[..., str]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **arguments: int) -> HttpResponse:
            if request.method == "POST":
                return view(request, **arguments)
            return HttpResponseRedirect(way_back(request, **arguments))

        return answer

    return decorate


def _run_course(request: HttpRequest, run_id: int) -> str:
    return _address(get_object_or_404(CourseRun.objects.select_related("course"), pk=run_id).course)


@_post_or_back(_run_course)
def create_enrolment(request: HttpRequest, run_id: int) -> HttpResponse:
    """수강 신청."""
    run = get_object_or_404(CourseRun.objects.select_related("course__audience"), pk=run_id, course__live=True)
    try:
        _enrolment, is_new = services.enrol(person=person_of(request), run=run, by=person_of(request), at=clock.now())
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, _("You are enrolled in ‘%(course)s’.") % {"course": run.course.title})
    return HttpResponseRedirect(_address(run.course))


def _enrolment_course(request: HttpRequest, enrolment_id: int) -> str:
    return _address(_own(request, enrolment_id).run.course)


@_post_or_back(_enrolment_course)
def withdraw_enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """수강 취소 of a course that the person chose."""
    enrolment = _own(request, enrolment_id)
    course = enrolment.run.course
    try:
        services.withdraw_enrolment(enrolment=enrolment, by=person_of(request), at=clock.now())
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have left ‘%(course)s’. You can enrol again.") % {"course": course.title})
    return HttpResponseRedirect(_address(course))


def _lesson_page(request: HttpRequest, enrolment_id: int, lesson_id: int) -> str:
    course = _own(request, enrolment_id).run.course
    return next((card.url for card in lessons_of(course) if card.id == lesson_id), _address(course))


@_post_or_back(_lesson_page)
def open_lesson(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """The page says that its lesson was opened. 409 when that cannot be recorded: the reader is told elsewhere."""
    try:
        services.open_lesson(enrolment=_own(request, enrolment_id), lesson_id=lesson_id, at=clock.now())
    except LearningRefused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@_post_or_back(_lesson_page)
def save_place(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """The page says which block is being read. 409 as for ``open_lesson``."""
    place = request.POST.get("block", "")
    try:
        services.save_place(enrolment=_own(request, enrolment_id), lesson_id=lesson_id, place=place, at=clock.now())
    except LearningRefused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@_post_or_back(_lesson_page)
def complete_lesson(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """다 읽었습니다 · 다음: complete and go on to the next lesson, or to the completion once nothing is missing."""
    at = clock.now()
    try:
        enrolment, completion = services.complete_by_reading(
            person=person_of(request), enrolment_id=enrolment_id, lesson_id=lesson_id, at=at
        )
    except LessonIsMarked as refusal:
        messages.info(request, str(refusal))
        return HttpResponseRedirect(_lesson_page(request, enrolment_id, lesson_id))
    except LearningRefused as refusal:
        course = _own(request, enrolment_id).run.course
        messages.error(request, str(refusal))
        way_back = _lesson_page(request, enrolment_id, lesson_id) if isinstance(refusal, NotWatched) else ""
        return HttpResponseRedirect(way_back or _address(course))
    course = enrolment.run.course
    lessons = lessons_of(course)
    index = next(place for place, card in enumerate(lessons) if card.id == lesson_id)
    if completion is not None and completion.recorded_at == at:
        return HttpResponseRedirect(reverse("learning:show_completion", args=[completion.pk]))
    if index + 1 < len(lessons):
        return HttpResponseRedirect(lessons[index + 1].url)
    # What was earned stands, also where today's lessons or policy would not give it.
    completion = completion or Completion.objects.standing().filter(enrolment=enrolment).first()
    if completion is not None:
        return HttpResponseRedirect(reverse("learning:show_completion", args=[completion.pk]))
    _say_what_is_missing(request, course, lessons)
    return HttpResponseRedirect(_address(course))


def _say_what_is_missing(request: HttpRequest, course: CoursePage, lessons: list[LessonCard]) -> None:
    state = course_state(request, course.pk)
    decision = state.decision(lessons)
    if state.enrolment is None or decision is None:
        return
    if state.enrolment.is_trial and decision.is_complete:
        messages.info(request, _("A learner would have completed the course now. A trial leaves no completion."))
        return
    titles = [card.title for card in lessons if card.id in decision.missing_lesson_ids]
    if titles:
        text = _("This was the last lesson, but the course is not completed yet. Still to do: %(lessons)s.")
        messages.info(request, text % {"lessons": ", ".join(titles)})
    elif decision.asked_score_percent is not None:
        text = _(
            "This was the last lesson, but the course is not completed yet. "
            "It asks for %(asked)s points; you have %(reached)s."
        )
        messages.info(request, text % {"asked": decision.asked_score_percent, "reached": decision.score_percent})


@_post_or_back(_lesson_page)
def report_mistake(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """오류 알리기, by somebody who takes the course."""
    enrolment = _own(request, enrolment_id)
    lesson = next((card for card in lessons_of(enrolment.run.course) if card.id == lesson_id), None)
    if lesson is None or enrolment.withdrawn_at is not None:
        raise Http404
    part, text = request.POST.get("part", ""), request.POST.get("text", "")
    try:
        services.report_mistake(person=person_of(request), lesson_id=lesson_id, part=part, text=text, at=clock.now())
    except LearningRefused:
        messages.error(request, _("Nothing was sent. The text is empty. Please write what is wrong and send it again."))
    else:
        messages.success(
            request,
            _("Thank you. The trainers of this course were told. Their answer will stand under My learning."),
        )
    return HttpResponseRedirect(_safe_return(request, lesson.url))


def _trial_course(request: HttpRequest, course_id: int) -> str:
    return _address(get_object_or_404(CoursePage, pk=course_id))


@_post_or_back(_trial_course)
def change_trial(request: HttpRequest, course_id: int) -> HttpResponse:
    """A trainer starts to walk the course as a learner, or removes what that walk left."""
    course = get_object_or_404(CoursePage, pk=course_id)
    if request.POST.get("do") == "reset":
        services.reset_trial(person=person_of(request), course_id=course.pk)
        messages.success(request, _("Your trial records of ‘%(course)s’ were removed.") % {"course": course.title})
        return HttpResponseRedirect(_safe_return(request, _address(course)))
    if not may_try(person_of(request), course):
        raise Http404
    run = CourseRun.objects.filter(course=course).order_by("-is_self_paced", "-number").first()
    if run is None:
        messages.error(request, _("The trial was not started. The course has no run yet. Create one first."))
        return HttpResponseRedirect(_safe_return(request, _address(course)))
    services.enrol(person=person_of(request), run=run, by=person_of(request), at=clock.now(), is_trial=True)
    return HttpResponseRedirect(_address(course))


def _own(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """The person's own enrolment; anybody else's does not exist here."""
    return get_object_or_404(
        Enrolment.objects.select_related("run__course"), pk=enrolment_id, person=person_of(request)
    )


def _address(course: CoursePage) -> str:
    return course.url or "/"


def _safe_return(request: HttpRequest, fallback: str) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else fallback
