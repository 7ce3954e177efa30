"""연습: trying it out. Reasons are told at once, nothing counts, nobody else sees it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.core.numbers import whole_number
from lms.courses.services import course_of
from lms.learning.errors import LearningRefused
from lms.learning.models import Attempt
from lms.learning.state import course_state
from lms.people.requests import person_of

from . import words
from .debrief import debrief
from .doors import lesson_after, sign_in_again
from .models import Practice, Scenario, ScenarioSettings
from .plays import Play, play_of_practice, play_of_steps
from .services import begin_practice, practise_reply
from .telling import conversation
from .views import answered, own_attempt, play_context

PLACES = {"reply_at": "scenarios:practise_reply", "debrief_at": "scenarios:show_practice_debrief"}


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """Try it out from the start, or again from a moment of an earlier play (``attempt`` or ``practice``, ``move``)."""
    scenario = get_object_or_404(Scenario.objects.live(), pk=scenario_id)
    if request.method != "POST":
        return redirect(scenario.url)
    course = course_of(scenario)
    if course_state(request, course.pk).enrolment is None:
        messages.error(request, _("The practice could not be started. You are not enrolled. Please enrol first."))
        return redirect(course.url)
    like, version_id = _earlier_play(request, scenario)
    try:
        practice = begin_practice(
            person=person_of(request),
            scenario=scenario,
            settings=ScenarioSettings.for_request(request).played_under,
            at=clock.now(),
            like=like,
            version_id=version_id,
            before_move=whole_number(request.POST.get("move")) or 1,
        )
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(scenario.url)
    return redirect("scenarios:show_practice", practice.pk)


@require_safe
def show_practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """The conversation as it stands, each reply with its reason."""
    practice = _own_practice(request, practice_id)
    play = play_of_practice(practice)
    scenario = get_object_or_404(Scenario, pk=practice.scenario_id)
    course = course_of(scenario)
    ids = {"kept_at": practice.pk, "lesson_id": practice.scenario_id}
    context = (
        play_context(request, play)
        | PLACES
        | ids
        | {
            "is_practice": True,
            "lesson": scenario,
            "course": course,
            "utterances": conversation(play, is_masked=words.is_masked(request), tells=True),
            "next_lesson": lesson_after(course, scenario.pk),
            "contacts": ScenarioSettings.for_request(request).support_contacts,
        }
    )
    return render(request, "scenarios/play.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Say or do one thing, as in a play that counts."""
    here = reverse("scenarios:show_practice", args=[practice_id])
    if request.method != "POST":
        return redirect(here)
    if not request.user.is_authenticated:
        return sign_in_again(request, back=here)
    practice = _own_practice(request, practice_id)
    move, key = whole_number(request.POST.get("move")), request.POST.get("reply", "")
    play, is_new = practise_reply(practice=practice, move=move, reply_key=key, at=clock.now())
    return answered(
        request,
        play,
        is_new=is_new,
        move=move,
        reply_key=key,
        here=here,
        ids={"kept_at": practice_id, "lesson_id": practice.scenario_id},
        places=PLACES,
        tells=True,
    )


@require_safe
def show_debrief(request: HttpRequest, practice_id: int) -> HttpResponse:
    """돌아보기 of a practice that came to its end."""
    practice = _own_practice(request, practice_id)
    play = play_of_practice(practice)
    if not play.has_ended:
        return redirect("scenarios:show_practice", practice.pk)
    scenario = get_object_or_404(Scenario, pk=practice.scenario_id)
    course = course_of(scenario)
    context = {
        "is_practice": True,
        "lesson": scenario,
        "course": course,
        "debrief": debrief(play, is_masked=words.is_masked(request)),
        "practice_from": {"practice": practice.pk},
        "next_lesson": lesson_after(course, scenario.pk),
        "contacts": ScenarioSettings.for_request(request).support_contacts,
    }
    return render(request, "scenarios/debrief.html", context)


def _own_practice(request: HttpRequest, practice_id: int) -> Practice:
    """The person's own practice; anybody else's does not exist here."""
    return get_object_or_404(Practice, pk=practice_id, person=person_of(request))


def _earlier_play(request: HttpRequest, scenario: Scenario) -> tuple[Play | None, int | None]:
    """The person's own play of this scenario that the form names; nothing where it names none."""
    if attempt_id := whole_number(request.POST.get("attempt")):
        attempt = own_attempt(request, attempt_id)
        if attempt.lesson_id == scenario.pk and attempt.state == Attempt.State.SUBMITTED:
            steps = dict(attempt.steps.values_list("key", "value"))
            return play_of_steps(attempt.content, steps), attempt.content["version"]
    if practice_id := whole_number(request.POST.get("practice")):
        practice = _own_practice(request, practice_id)
        if practice.scenario_id == scenario.pk:
            return play_of_practice(practice), practice.version_id
    return None, None
