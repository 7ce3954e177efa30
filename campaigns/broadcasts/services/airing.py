"""What is on air; taking an episode off, in one step, and undoing it before its moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.core import stamps
from lms.core.clock import local_day
from lms.people.models import Person

from ..models import Cancellation, Episode
from ..schedule import OnAir, Phase
from ..timetable import now_on

__all__ = ["CANCELLED", "UNDONE", "cancel", "fitting_replacements", "may_rehearse", "on_air", "rehearse", "undo"]

CANCELLED = "broadcasts.cancelled"
UNDONE = "broadcasts.cancellation_undone"
#: As many of the latest as are offered in the place of another.
MOST_OFFERED = 40


def on_air(*, at: datetime) -> OnAir:
    """What is on air at ``at``; ``episode`` are its ``Facts``. One statement between changes, however it is asked."""
    return now_on(stamps.current(stamps.CONTENT), at=at)


def may_rehearse(person: Person, episode: Episode) -> bool:
    """Whether somebody may hear it before its moment: whoever may edit it."""
    return bool(episode.permissions_for_user(person).can_edit())


def rehearse(episode: Episode, *, since: datetime, at: datetime) -> OnAir:
    """The on-air page for one editor alone, as if ``since`` were the moment. Nothing of it is counted anywhere."""
    draft: Episode = episode.get_latest_revision_as_object() if episode.has_unpublished_changes else episode
    length = draft.recording.duration_ms if draft.recording else 0
    passed = int((at - since).total_seconds() * 1000)
    return OnAir(
        phase=Phase.LIVE if passed < length else Phase.ENDED,
        episode=draft,
        starts_at=since,
        ends_at=since + timedelta(milliseconds=length),
        position_ms=max(0, min(passed, length)),
    )


def fitting_replacements(episode: Episode, *, at: datetime) -> list[Episode]:
    """What may be played instead: spare episodes first, then what everybody has heard already, the latest first."""
    spare = Episode.objects.spare().licensed(at=episode.airs_at or at).order_by("-first_published_at")
    heard = Episode.objects.audible(at=at).licensed(at=episode.airs_at or at).exclude(airs_at=None)
    found = [*spare[:MOST_OFFERED], *heard.order_by("-on_air_from")[:MOST_OFFERED]]
    return [each for each in found if each.pk != episode.pk]


def cancel(
    *, episode: Episode, by: Person, reason: str, at: datetime, replaced_by: Episode | None = None
) -> tuple[Cancellation, bool]:
    """Take an episode off, at once and for everybody; whether this call did it.

    Whoever comes second finds what the first decided: nothing is changed by a repetition or in a race. Raises
    ValidationError for an episode that is not approved or whose day has passed, and for one that may not stand in.
    """
    standing = Cancellation.objects.filter(episode=episode).first()
    if standing is not None:
        return standing, False
    _check(episode, reason=reason, at=at, replaced_by=replaced_by)
    values = {"cancelled_by": by, "cancelled_at": at, "reason": reason.strip(), "replaced_by": replaced_by}
    try:
        with transaction.atomic():
            made = Cancellation.objects.create(episode=episode, **values)
            data = {"reason": made.reason, "replaced_by": replaced_by.title if replaced_by else ""}
            log(instance=episode, action=CANCELLED, user=by, data=data)
    except IntegrityError:
        return Cancellation.objects.get(episode=episode), False
    return made, True


def undo(*, episode: Episode, by: Person, at: datetime) -> bool:
    """Put it back, while its moment is still to come; whether this call did it. Raises ValidationError afterwards."""
    if episode.airs_at is None or episode.airs_at <= at:
        raise ValidationError(_("Its moment has passed: what everybody was told cannot be taken back any more."))
    with transaction.atomic():
        gone, _kinds = Cancellation.objects.filter(episode=episode).delete()
        if gone:
            log(instance=episode, action=UNDONE, user=by)
    return bool(gone)


def _check(episode: Episode, *, reason: str, at: datetime, replaced_by: Episode | None) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Everybody reads the reason instead of hearing the broadcast. Enter one.")})
    if not episode.live or episode.airs_at is None:
        raise ValidationError(_("Only an approved episode with a moment can be taken off. Unpublish this one instead."))
    if local_day(episode.airs_at) < local_day(at):
        raise ValidationError(_("Its day has passed. Unpublish the episode to take it out of the archive."))
    if replaced_by is not None and replaced_by.pk not in {each.pk for each in fitting_replacements(episode, at=at)}:
        raise ValidationError({"replaced_by": _("This episode cannot be played then. Choose another one.")})
