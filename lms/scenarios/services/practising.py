"""연습: trying a conversation out, from its start or from any moment of an earlier play. It never counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.people.models import Person

from ..engine import NotOffered, Settings
from ..models import Practice, Scenario, ScenarioVersion
from ..plays import Play, content_of, play_of_practice
from .freezing import freeze_version

__all__ = ["begin_practice", "forget_old_practice", "practise_reply"]

#: How long after the last move a practice is kept.
KEPT = timedelta(days=30)


def begin_practice(
    *,
    person: Person,
    scenario: Scenario,
    settings: Settings,
    at: datetime,
    like: Play | None = None,
    version_id: int | None = None,
    before_move: int = 1,
) -> Practice:
    """A practice of today's edition, or of the edition and settings of an earlier play up to one of its moves.

    Replaces what the person was trying out in this scenario. Raises NothingToPlay.
    """
    if like is None or version_id is None:
        version = freeze_version(scenario=scenario, at=at)
        moves = []
    else:
        version = ScenarioVersion.objects.get(pk=version_id)
        settings, moves = like.settings, like.steps(before=before_move)
    practice, _is_new = Practice.objects.update_or_create(
        person=person,
        scenario_id=scenario.pk,
        defaults={
            "version": version,
            "content": content_of(version, settings) | {"copied": len(moves)},
            "moves": moves,
            "length": len(moves),
            "started_at": at,
            "saved_at": at,
        },
    )
    return practice


def practise_reply(*, practice: Practice, move: int, reply_key: str, at: datetime) -> tuple[Play, bool]:
    """The play after this reply, and whether it was taken; as ``give_reply`` does."""
    play = play_of_practice(practice)
    if move != play.move_number:
        return play, False
    try:
        after = play.after(reply_key)
    except NotOffered:
        return play, False
    moves = after.steps()
    # Only where nobody moved meanwhile: another tab may have answered, or begun anew.
    taken = Practice.objects.filter(pk=practice.pk, length=practice.length, started_at=practice.started_at).update(
        moves=moves, length=len(moves), saved_at=at
    )
    if not taken:
        practice.refresh_from_db()
        return play_of_practice(practice), False
    practice.moves, practice.length, practice.saved_at = moves, len(moves), at
    return after, True


def forget_old_practice(*, at: datetime) -> int:
    """Remove practices whose last move lies weeks back; how many."""
    return Practice.objects.filter(saved_at__lt=at - KEPT).delete()[0]
