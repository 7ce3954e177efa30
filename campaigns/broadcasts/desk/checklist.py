"""방송 전 점검: what must be right before an episode goes on air, each line with what to do where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from lms.core import clock
from lms.recordings import rules
from lms.recordings.services import current_captions

from .. import reading
from ..models import Episode, Story
from ..script import spoken_words, time_words
from .timing import PartTime

__all__ = ["Check", "check_episode"]


@dataclass(frozen=True)
class Check:
    """One line: what was looked at, whether it is right, and a sentence where it is not."""

    title: str
    is_right: bool
    words: str = ""


def check_episode(draft: Episode, *, parts: Sequence[PartTime], stories: Sequence[Story], live: bool) -> list[Check]:
    """Every check of an episode's latest draft; ``live`` says whether it is approved. Four queries at most."""
    recording = draft.recording
    captions = current_captions([recording.pk]).get(recording.pk) if recording else None
    on = clock.local_day(draft.airs_at) if draft.airs_at else clock.today()
    return [
        Check(
            _("The recording is there and published"),
            bool(recording and recording.file and recording.published_at),
            _("Upload it, write its captions and publish it on its own screen; then choose it in the episode."),
        ),
        Check(
            _("The captions fit the recording"),
            recording is not None and rules.fits(captions, recording),
            _("Check them in the caption editor and save them again."),
        ),
        _length(draft, parts),
        _licence(draft, on),
        _stories(stories),
        _script(draft, parts),
        Check(
            _("The episode is approved"),
            live,
            _("Hand it on for review; it is on the air at its moment only when it was published."),
        ),
    ]


def _length(draft: Episode, parts: Sequence[PartTime]) -> Check:
    slot = settings.BROADCAST_SLOT_SECONDS
    title = _("It fits the slot of %(slot)s") % {"slot": time_words(slot)}
    recording = draft.recording
    seconds = recording.seconds if recording and recording.duration_ms else sum(each.seconds for each in parts)
    words = _("It takes %(length)s. Shorten it, or move a part to another day.") % {"length": time_words(seconds)}
    return Check(title, 0 < seconds <= slot, words)


def _licence(draft: Episode, on: date) -> Check:
    recording = draft.recording
    is_right = bool(recording and recording.licence.strip() and recording.is_licensed(on=on))
    words = _("Write on the recording's screen whose work voice and music are, and check its last licensed day.")
    return Check(_("Voice and music are licensed on that day"), is_right, words)


def _stories(stories: Sequence[Story]) -> Check:
    gone = [each.title for each in stories if each.withdrawn_at is not None or each.state != Story.State.ADOPTED]
    words = _("Take it out of the script: %(titles)s.") % {"titles": ", ".join(gone)}
    return Check(_("Every story in it is adopted, and nobody took theirs back"), not gone, words)


def _script(draft: Episode, parts: Sequence[PartTime]) -> Check:
    found = reading.read("\n".join(spoken_words(each.script) for each in parts), but_names=_presenters(draft))
    words = _("Look at these places: %(words)s. A name may stay where the person agreed.")
    listed = ", ".join(dict.fromkeys(each.words for each in found))
    return Check(_("No personal data, name or abuse stands in the script"), not found, words % {"words": listed})


def _presenters(draft: Episode) -> list[str]:
    """Who presents names himself."""
    return [each for each in _split(draft.credits) if each]


def _split(credits: str) -> list[str]:
    return credits.replace("·", " ").replace(",", " ").replace("(", " ").split()
