"""Reports of what was played: tokens that the server gave, claims that only grow, many rows in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import ReportRefused
from ..models import AbstractPlayedSpans
from ..spans import MOST_SPANS, Claim, Span, merge, refuse_spans

__all__ = [
    "MOST_PLAYS",
    "PlayToken",
    "Report",
    "claims_of",
    "give_play_token",
    "keep_reports",
    "leave_out_too_many",
    "read_play_token",
    "read_spans",
]

SALT = "recordings.play"
#: A phone that was switched off in the middle brings its spans along after a fortnight at most.
TOKEN_AGE = timedelta(days=14)
#: Of one recording by one person in one place; who presses the button more often than that is a program.
MOST_PLAYS = 500
RowT = TypeVar("RowT", bound=AbstractPlayedSpans)


@dataclass(frozen=True)
class PlayToken:
    """One press of the button. ``owner`` is a word of the room that gave it; it alone understands it."""

    play: UUID
    owner: str
    recording_id: int
    started_at: datetime


@dataclass(frozen=True)
class Report:
    """What a play says of itself; ``values`` are the further columns of the room's own table."""

    token: PlayToken
    spans: Sequence[Span]
    place_ms: int
    length_ms: int
    values: dict[str, Any] = field(default_factory=dict)


def give_play_token(*, owner: str, recording_id: int, at: datetime) -> str:
    """A token for one play. It needs no row: a play that never reports leaves nothing."""
    milliseconds = int(at.timestamp() * 1000)
    return signing.dumps([uuid4().hex, owner, recording_id, milliseconds], salt=SALT)


def read_play_token(token: str, *, at: datetime) -> PlayToken:
    """Raises ReportRefused for a token that is not ours, or older than a fortnight."""
    try:
        play, owner, recording_id, milliseconds = signing.loads(token, salt=SALT)
        found = PlayToken(UUID(play), owner, recording_id, datetime.fromtimestamp(milliseconds / 1000, UTC))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ReportRefused(_("What was played was not recorded: its token is not valid.")) from error
    if at - found.started_at > TOKEN_AGE:
        raise ReportRefused(_("What was played was not recorded: it is older than two weeks."))
    return found


def read_spans(sent: object, *, length_ms: int) -> list[Span]:
    """Spans as a browser sent them. Raises ReportRefused for whatever cannot be true of this recording."""
    if not isinstance(sent, list):
        raise ReportRefused(_("What was played was not recorded: the report is not readable."))
    spans: list[Span] = []
    for each in sent[: MOST_SPANS + 1]:
        is_pair = isinstance(each, list) and len(each) == 2
        if not is_pair or not all(type(edge) in (int, float) and abs(edge) < 1e15 for edge in each):
            raise ReportRefused(_("What was played was not recorded: the report is not readable."))
        spans.append((int(each[0]), int(each[1])))
    if refuse_spans(spans, length_ms=length_ms):
        raise ReportRefused(_("What was played was not recorded: the report does not fit the length of the recording."))
    return spans


def leave_out_too_many(
    model: type[RowT], reports: Sequence[Report], *, kept: int
) -> tuple[list[Report], list[ReportRefused]]:
    """The reports that may be kept of one owner who has ``kept`` plays already, and a refusal for each of the others.

    A play that is known may go on; a token costs nothing to get, so new ones are counted here. Near the limit a query.
    """
    plays = list(dict.fromkeys(each.token.play for each in reports))
    if kept + len(plays) <= MOST_PLAYS:
        return list(reports), []
    allowed = set(model._default_manager.filter(play__in=plays).order_by().values_list("play", flat=True))
    fresh = [play for play in plays if play not in allowed]
    allowed.update(fresh[: max(0, MOST_PLAYS - kept)])
    why = _("It was started too often. What was played so far stands; playing on is not counted.")
    left_out = [ReportRefused(why) for each in reports if each.token.play not in allowed]
    return [each for each in reports if each.token.play in allowed], left_out


def keep_reports(model: type[RowT], reports: Iterable[Report], *, at: datetime) -> dict[UUID, RowT]:
    """Add each report to its play's row and return the rows; two statements, however many reports, and two more where
    a play reports for the first time.

    The same report twice, an older one after a newer one, two of one play at once: nothing is lost, nothing counted
    twice. Rows are made empty first and locked in one order, so that no writer overwrites what another has just added.
    """
    by_play: dict[UUID, list[Report]] = {}
    for report in reports:
        by_play.setdefault(report.token.play, []).append(report)
    if not by_play:
        return {}
    plays = sorted(by_play)
    manager = model._default_manager
    while True:
        with transaction.atomic():
            rows = list(manager.select_for_update(no_key=True).filter(play__in=plays).order_by("play"))
            unknown = sorted(set(plays) - {row.play for row in rows})
            if not unknown:
                for row in rows:
                    for report in by_play[row.play]:
                        _add(row, report, at)
                # They are there and locked: every one of them is a conflict, which updates it.
                changed = ["spans", "heard_at", "place_ms"]
                manager.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=changed)
                return {row.play: row for row in rows}
        # While no lock is held: two reports of several plays must not wait for each other.
        manager.bulk_create([_new_row(model, by_play[play][0], at) for play in unknown], ignore_conflicts=True)


def claims_of(rows: Iterable[AbstractPlayedSpans]) -> list[Claim]:
    """Rows as the rule wants them."""
    return [Claim([(start, end) for start, end in row.spans], _ms(row.started_at), _ms(row.heard_at)) for row in rows]


def _new_row(model: type[RowT], report: Report, at: datetime) -> RowT:
    token = report.token
    return model(
        play=token.play,
        recording_id=token.recording_id,
        started_at=token.started_at,
        heard_at=max(at, token.started_at),
        **report.values,
    )


def _add(row: AbstractPlayedSpans, report: Report, at: datetime) -> None:
    spans = merge([*((start, end) for start, end in row.spans), *report.spans], length_ms=report.length_ms)
    if len(spans) > MOST_SPANS:
        longest = sorted(spans, key=lambda span: span[0] - span[1])[:MOST_SPANS]
        spans = tuple(sorted(longest))
    row.spans = [list(span) for span in spans]
    if at >= row.heard_at:
        row.heard_at = at
        row.place_ms = min(max(0, report.place_ms), report.length_ms)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
