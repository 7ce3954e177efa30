"""나의 실천: one's own checks, answered and looked back on. Nobody else's exist here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.people.requests import person_of
from lms.people.services import current_unit

from .habit_forms import PracticeForm
from .models import Pledge, PracticeCheck, Promise
from .participation.company import practising_near
from .practice import DAYS, QUESTIONS, STEPS, Check
from .practice_drawing import Picture, picture_of
from .services.practice import PracticeRefused, answer_check, days_of_pledge

__all__ = ["answer_practice", "show_practice"]


@dataclass(frozen=True)
class Line:
    """One check of a pledge: when it is, and what was answered."""

    day: int
    opens_on: date
    state: str
    answers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Habit:
    """One pledge with its checks, as its person looks back on it."""

    pledge: Pledge
    words: str
    lines: tuple[Line, ...]
    picture: Picture | None
    to_answer: Check | None
    to_mend: Check | None


@require_safe
def show_practice(request: HttpRequest) -> HttpResponse:
    """나의 실천: every pledge with its promise, its line and its answers, the latest first."""
    person, on = person_of(request), clock.today()
    pledges = (
        Pledge.objects.filter(person=person)
        .select_related("campaign", "promise")
        .prefetch_related("checks")
        .order_by("-signed_at")
    )
    # A pledge that was taken back stays as far as there is something to look back on.
    habits = [_habit(pledge, on) for pledge in pledges if pledge.withdrawn_at is None or pledge.checks.all()]
    living = next((habit.pledge.campaign for habit in habits if habit.pledge.withdrawn_at is None), None)
    company = practising_near(current_unit(person, on), living, on=on) if living else None
    context = {"habits": habits, "questions": [each.short for each in QUESTIONS], "company": company}
    return _private(render(request, "pledges/practice.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_practice(request: HttpRequest, pledge_id: int, day: int) -> HttpResponse:
    """The three questions of one check."""
    person, at = person_of(request), clock.now()
    pledges = Pledge.objects.select_related("campaign", "promise").prefetch_related("checks")
    pledge = get_object_or_404(pledges, pk=pledge_id, person=person)
    if day not in DAYS:
        return redirect("pledges:show_practice")
    check = next((each for each in days_of_pledge(pledge) if each.day == day), None)
    kept = next((each for each in pledge.checks.all() if each.day == day), None)
    if request.method != "POST" and (check is None or not check.is_open(timezone.localdate(at))):
        return redirect("pledges:show_practice")
    form = PracticeForm(request.POST or None, check=kept)
    if request.method == "POST" and form.is_valid():
        try:
            answer_check(pledge=pledge, day=day, answers=form.answers, note=form.cleaned_data["note"], at=at)
        except PracticeRefused as refusal:  # left open over its last day, or the pledge was taken back meanwhile
            messages.error(request, str(refusal))
            return redirect("pledges:show_practice")
        said = _("Your answers were mended.") if kept else _("Your answers are kept. Thank you for looking back.")
        messages.success(request, said)
        return redirect("pledges:show_practice")
    context: dict[str, Any] = {"pledge": pledge, "check": check, "words": _words(pledge), "form": form, "kept": kept}
    return _private(render(request, "pledges/practice_check.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    """A shared counter PC keeps none of it, the browser's way back neither."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _words(pledge: Pledge) -> str:
    """The promise of one's own: its author sees it whatever the moderator thought."""
    promise: Promise | None = getattr(pledge, "promise", None)
    return promise.words if promise else ""


def _habit(pledge: Pledge, on: date) -> Habit:
    answered = {check.day: check for check in pledge.checks.all()}
    checks = days_of_pledge(pledge)
    open_now = next((check for check in checks if check.is_open(on)), None)
    given = [(day, answered[day].answers) for day in DAYS if day in answered]
    return Habit(
        pledge=pledge,
        words=_words(pledge),
        lines=tuple(_line(check, answered.get(check.day), on) for check in checks),
        picture=picture_of(given, steps=[str(step) for step in STEPS], days=_day_words()) if given else None,
        to_answer=open_now if open_now and open_now.day not in answered else None,
        to_mend=open_now if open_now and open_now.day in answered else None,
    )


def _day_words() -> list[str]:
    return [_("day %(day)d") % {"day": day} for day in DAYS]


def _line(check: Check, kept: PracticeCheck | None, on: date) -> Line:
    if kept is not None:
        answers = tuple(str(STEPS[answer]) for answer in kept.answers)
        return Line(check.day, check.opens_on, "answered", answers, kept.note)
    state = "open" if check.is_open(on) else "over" if check.is_over(on) else "ahead"
    return Line(check.day, check.opens_on, state)
