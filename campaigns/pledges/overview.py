"""A campaign and its text as pages show them: plain values for templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from .phases import Countdown, Phase, countdown

if TYPE_CHECKING:
    from .models import CampaignPage, PledgeText

__all__ = ["Overview", "PhaseLine", "Reading", "TextLine", "overview", "reading"]


@dataclass(frozen=True)
class PhaseLine:
    """One phase in a campaign's course. One that the next begins with on the same day ends on it too."""

    label: str
    begins_on: date
    ends_on: date
    is_current: bool
    is_over: bool


@dataclass(frozen=True)
class Overview:
    """Where a campaign is on a day."""

    page: CampaignPage
    phase: Phase
    countdown: Countdown
    phases: tuple[PhaseLine, ...]


def overview(page: CampaignPage, on: date) -> Overview:
    """The campaign's phases with today's among them."""
    phase = page.phase(on)
    order = list(Phase)
    begins = {
        Phase.ANNOUNCED: page.announces_on,
        Phase.SIGNING: page.signs_on,
        Phase.PRACTICE: page.practises_on,
        Phase.LOOKING_BACK: page.looks_back_on,
    }
    # The last day of a phase is the day before the next one begins.
    ends = [*(day - timedelta(days=1) for day in list(begins.values())[1:]), page.closes_on]
    lines = tuple(
        PhaseLine(str(each.label), first, max(first, last), each is phase, order.index(each) < order.index(phase))
        for (each, first), last in zip(begins.items(), ends, strict=True)
    )
    return Overview(page, phase, countdown(page.days, on), lines)


@dataclass(frozen=True)
class TextLine:
    """하나, …: one line of a text and the language it is shown in."""

    key: str
    words: str
    language: str


@dataclass(frozen=True)
class Reading:
    """A pledge text in the language of the page: Korean, or English where it was written too."""

    preamble: str
    language: str
    lines: tuple[TextLine, ...]


def reading(text: PledgeText) -> Reading:
    """A line without an English version stays Korean."""
    is_english = (get_language() or "").startswith("en")

    def said(ko: str, en: str) -> tuple[str, str]:
        return (en, "en") if is_english and en else (ko, "ko")

    lines = (TextLine(line["key"], *said(line["ko"], line.get("en", ""))) for line in text.lines)
    return Reading(*said(text.preamble_ko, text.preamble_en), tuple(lines))
