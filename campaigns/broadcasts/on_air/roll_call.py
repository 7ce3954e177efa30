"""함께 들은 사람 확인: one loudspeaker at the counter, a code on one screen, everybody in the room credited once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock, rotating, stamps
from lms.core.qr import qr_svg
from lms.core.ratelimit import within_limit
from lms.people.requests import person_of

from ..schedule import Phase
from ..services.listening import recognise_together
from ..timetable import Facts, now_on, timetable

__all__ = ["confirm", "enter_code", "scan_code", "show_code", "show_roll_call"]

PURPOSE = "roll-call"
#: Whoever mistypes has tries enough; whoever guesses would need millions.
TRIES_IN_TEN_MINUTES = 20


@require_safe
def show_roll_call(request: HttpRequest) -> HttpResponse:
    """The screen for the room: a code that changes every fifteen seconds."""
    return render(request, "broadcasts/roll_call.html", _code(request, clock.now()))


@require_safe
def show_code(request: HttpRequest) -> HttpResponse:
    """The same code anew, for the screen that is open."""
    return render(request, "broadcasts/roll_call_code.html", _code(request, clock.now()))


@login_not_required
@require_safe
def scan_code(request: HttpRequest, word: str) -> HttpResponse:
    """Where a scanned picture leads. It is traded for a claim before signing in, which takes longer than it lives."""
    at = clock.now()
    facts = _open_for(at)
    try:
        if facts is None or len(word) <= rotating.CODE_LENGTH:
            raise rotating.CodeRefused  # a short code in an address could be guessed without being counted
        claim = rotating.trade(word, _subject(facts), at, key=rotating.key_for(PURPOSE))
    except rotating.CodeRefused:
        return redirect("broadcasts:enter_roll_call")
    return redirect("broadcasts:confirm_roll_call", claim)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code on the screen; it is traded for a claim of five minutes."""
    at = clock.now()
    facts = _open_for(at)
    context: dict[str, Any] = {"facts": facts}
    if request.method == "POST" and facts is not None:
        context["code"] = request.POST.get("code", "")[:40]
        person = person_of(request)
        if not within_limit(f"roll-call:{person.pk}", limit=TRIES_IN_TEN_MINUTES, window_seconds=600):
            context["refusal"] = _("There were too many tries. Please wait ten minutes.")
            return render(request, "broadcasts/roll_call_enter.html", context, status=429)
        try:
            claim = rotating.trade(context["code"], _subject(facts), at, key=rotating.key_for(PURPOSE))
            return redirect("broadcasts:confirm_roll_call", claim)
        except rotating.CodeRefused as refusal:
            context["refusal"] = str(refusal)
    return render(request, "broadcasts/roll_call_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, claim: str) -> HttpResponse:
    """One button: I was there. Pressed twice it is one record."""
    at = clock.now()
    facts = _open_for(at)
    try:
        subject = rotating.read_claim(claim, at)
    except rotating.ClaimRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("broadcasts:enter_roll_call")
    if facts is None or subject != _subject(facts):
        messages.error(request, _("The roll-call of this broadcast is over. Please listen to it later on your own."))
        return redirect("broadcasts:enter_roll_call")
    if request.method == "POST":
        is_new = recognise_together(person=person_of(request), episode_id=facts.pk, at=at)
        words = (
            _("You are recorded: ‘%(title)s’ was listened to together.") if is_new else _("You are recorded already.")
        )
        messages.success(request, words % {"title": facts.title} if is_new else words)
        return redirect("broadcasts:list_own")
    return render(request, "broadcasts/roll_call_confirm.html", {"facts": facts, "claim": claim})


def _open_for(at: datetime) -> Facts | None:
    """The episode whose roll-call is open: while it is on the air and until it may be replayed."""
    stamp = stamps.current(stamps.CONTENT)
    found = now_on(stamp, at=at)
    if found.episode is None or found.phase not in (Phase.LIVE, Phase.ENDED):
        return None
    facts: Facts = found.episode
    if found.phase == Phase.ENDED:
        until = timetable(stamp, at=at).replay_starts_at(facts.pk)
        if until is None or at >= until:
            return None
    return facts


def _subject(facts: Facts) -> str:
    return f"roll-call:{facts.pk}"


def _code(request: HttpRequest, at: datetime) -> dict[str, Any]:
    facts = _open_for(at)
    if facts is None:
        return {"facts": None}
    key = rotating.key_for(PURPOSE)
    word = rotating.scan_word_at(_subject(facts), at, key=key)
    address = request.build_absolute_uri(reverse("broadcasts:scan_roll_call", args=[word]))
    return {
        "facts": facts,
        "code": rotating.code_at(_subject(facts), at, key=key),
        "seconds": rotating.seconds_left(at),
        "qr": qr_svg(address),
    }
