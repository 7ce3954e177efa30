"""Playing for credit: begin, answer, hand in, look back. The records belong to the person who plays."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lms.core import clock
from lms.core.numbers import whole_number
from lms.core.parts import part, with_token
from lms.core.prepared import prepared
from lms.courses.services import course_of
from lms.learning.errors import AttemptClosed, LearningRefused
from lms.learning.models import Attempt
from lms.learning.state import course_state
from lms.people.requests import person_of

from . import words
from .debrief import debrief
from .doors import lesson_after, sign_in_again
from .errors import NotAtTheEnd
from .models import Scenario, ScenarioSettings
from .plays import Play, play_of_steps
from .services import begin_scenario, finish_scenario, give_reply
from .telling import conversation, last_exchange, offers, stage

#: What the templates of a play need to know of where it is kept.
PLACES = {
    "reply_at": "scenarios:give_reply",
    "finish_at": "scenarios:finish_attempt",
    "debrief_at": "scenarios:show_debrief",
}


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Begin a play, or go on with the one under way. A GET comes from the sign-in page and leads back."""
    scenario = get_object_or_404(Scenario.objects.live(), pk=scenario_id)
    if request.method != "POST":
        return redirect(scenario.url)
    course = course_of(scenario)
    enrolment = course_state(request, course.pk).enrolment
    if enrolment is None:
        messages.error(request, _("The attempt could not be started. You are not enrolled. Please enrol first."))
        return redirect(course.url)
    settings = ScenarioSettings.for_request(request).played_under
    try:
        attempt, _is_new = begin_scenario(enrolment=enrolment, scenario=scenario, settings=settings, at=clock.now())
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(scenario.url)
    return redirect("scenarios:show_attempt", attempt.pk)


@require_safe
def show_attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The conversation as it stands, with the replies on offer or, at its end, the way to the debrief."""
    attempt = own_attempt(request, attempt_id)
    if attempt.state != Attempt.State.IN_PROGRESS:
        return _after_the_end(request, attempt)
    play = play_of_steps(attempt.content, dict(attempt.steps.values_list("key", "value")))
    course = attempt.enrolment.run.course
    ids = {"kept_at": attempt.pk, "lesson_id": attempt.lesson_id}
    context = (
        play_context(request, play)
        | PLACES
        | ids
        | {
            "attempt": attempt,
            "lesson": attempt.lesson,
            "course": course,
            "utterances": conversation(play, is_masked=words.is_masked(request)),
            "next_lesson": lesson_after(course, attempt.lesson_id),
            "contacts": ScenarioSettings.for_request(request).support_contacts,
        }
    )
    return render(request, "scenarios/play.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Say or do one thing. What came too late, twice or from nowhere changes nothing and shows the present scene."""
    here = reverse("scenarios:show_attempt", args=[attempt_id])
    if request.method != "POST":
        return redirect(here)
    if not request.user.is_authenticated:
        return sign_in_again(request, back=here)
    found = _lesson_of_own_play(person_of(request).pk, attempt_id)
    if not found:
        raise Http404
    move, key = whole_number(request.POST.get("move")), request.POST.get("reply", "")
    try:
        play, is_new = give_reply(attempt_id=attempt_id, move=move, reply_key=key, at=clock.now())
    except AttemptClosed:
        return _lead_to(request, here)
    return answered(
        request,
        play,
        is_new=is_new,
        move=move,
        reply_key=key,
        here=here,
        ids={"kept_at": attempt_id, "lesson_id": found[0][0]},
        places=PLACES,
    )


@require_POST
def finish(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Hand in a conversation that has ended. Twice, or from two tabs, leads to the one debrief.

    Asked for by the page as soon as it shows the end, it answers without a page; the button leads to the debrief.
    """
    attempt = own_attempt(request, attempt_id)
    try:
        finish_scenario(attempt=attempt, at=clock.now())
    except NotAtTheEnd:
        return _lead_to(request, reverse("scenarios:show_attempt", args=[attempt_id]))
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return _lead_to(request, attempt.lesson.url or "/")
    if "quiet" in request.POST:
        return HttpResponse(status=204)
    return _lead_to(request, reverse("scenarios:show_debrief", args=[attempt_id]))


@require_safe
def show_debrief(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """돌아보기: the conversation once more, with the reasons."""
    attempt = own_attempt(request, attempt_id)
    if attempt.state != Attempt.State.SUBMITTED:
        return redirect("scenarios:show_attempt", attempt.pk)
    play = play_of_steps(attempt.content, dict(attempt.steps.values_list("key", "value")))
    course = attempt.enrolment.run.course
    state = course_state(request, course.pk)
    # A run that was taken before says nothing about the completion of the one that is taken now.
    is_current = state.enrolment is not None and state.enrolment.pk == attempt.enrolment_id
    completion = state.completion if is_current else attempt.enrolment.completions.standing().first()
    context = {
        "attempt": attempt,
        "lesson": attempt.lesson,
        "course": course,
        "debrief": debrief(play, is_masked=words.is_masked(request)),
        "practice_from": {"attempt": attempt.pk},
        "completion": completion,
        "next_lesson": lesson_after(course, attempt.lesson_id),
        "contacts": ScenarioSettings.for_request(request).support_contacts,
    }
    return render(request, "scenarios/debrief.html", context)


@require_POST
def choose_words(request: HttpRequest) -> HttpResponse:
    """Abusive words masked or not, where the institution leaves it to the reader."""
    if words.may_choose(request):
        words.choose(request, masked=request.POST.get("words") != "plain")
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if is_ours else "/")


def own_attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    """The person's own play; anybody else's does not exist here."""
    return get_object_or_404(_plays_of(request).select_related("enrolment__run__course", "lesson"), pk=attempt_id)


@prepared
def _lesson_of_own_play(person_id: int, attempt_id: int) -> QuerySet[Any, Any]:
    plays = Attempt.objects.filter(lesson__content_type__app_label=Scenario._meta.app_label)
    return plays.filter(enrolment__person=person_id, pk=attempt_id).order_by().values_list("lesson_id")


def _plays_of(request: HttpRequest) -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        enrolment__person=person_of(request), lesson__content_type__app_label=Scenario._meta.app_label
    )


def play_context(request: HttpRequest, play: Play) -> dict[str, Hashable]:
    """What the changing parts of a play are rendered from, beside where it is kept: plain values.

    ``kept_at`` and ``lesson_id`` complete them. Leaving leads to a GET of the lesson's beginning, which leads back to
    its page: the page's own address would cost a query with every reply.
    """
    return {
        "stage": stage(play),
        "offers": offers(play, is_masked=words.is_masked(request)),
        "move": play.move_number,
        "ending": str(play.scene.ending.value) if play.scene.ending else "",
        "ending_title": play.scene.title,
    }


def answered(
    request: HttpRequest,
    play: Play,
    *,
    is_new: bool,
    move: int,
    reply_key: str,
    here: str,
    ids: dict[str, int],
    places: dict[str, str],
    tells: bool = False,
) -> HttpResponse:
    """After a reply: what it added, for the page that is open, or the page anew.

    Whoever comes to the same moment the same way sees the same: it is rendered for the first of them.
    """
    if is_new and request.htmx:  # type: ignore[attr-defined]
        added = last_exchange(play, is_masked=words.is_masked(request), tells=tells)
        values = play_context(request, play) | places
        html = part("scenarios/moved.html", ids=ids, utterances=added, is_practice=tells, **values)
        return HttpResponse(with_token(html, request))
    if not is_new and not play.has_given(move, reply_key):
        messages.info(request, _moved_on(reply_key))
    return _lead_to(request, here)


def _moved_on(reply_key: str) -> str:
    if not reply_key:
        return _("No reply was chosen. Please choose one.")
    return _("The conversation has moved on, perhaps in another window. This is where it stands.")


def _after_the_end(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.state == Attempt.State.SUBMITTED:
        return redirect("scenarios:show_debrief", attempt.pk)
    messages.error(request, _("This attempt has ended. You left the course meanwhile. Please enrol again to go on."))
    return redirect(attempt.enrolment.run.course.url)


def _lead_to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]
