"""시청률: plays that report, what they credit, and whether a lesson's recordings were played enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.courses.models import Lesson
from lms.recordings.errors import ReportRefused
from lms.recordings.models import Recording
from lms.recordings.services import (
    MOST_PLAYS,
    Report,
    claims_of,
    give_play_token,
    keep_reports,
    leave_out_too_many,
    read_play_token,
    read_spans,
    reasons_by_recording,
)
from lms.recordings.spans import Coverage, coverage, is_enough

from .. import errors
from ..models import Enrolment, LessonPlayedSpans

__all__ = ["Watching", "check_watched", "keep_played", "start_play", "watching"]


@dataclass(frozen=True)
class Watching:
    """How much of one recording of a lesson a person has played, and where they were last."""

    recording_id: int
    coverage: Coverage
    place_ms: int
    asked_percent: int

    @property
    def is_enough(self) -> bool:
        return is_enough(self.coverage, asked_percent=self.asked_percent)


def start_play(*, enrolment: Enrolment, lesson_id: int, recording_id: int, at: datetime) -> str:
    """A token by which one play reports. Raises ReportRefused for whom no more plays are kept.

    The caller knows that the lesson shows the recording; nothing is written yet.
    """
    rows = LessonPlayedSpans.objects.filter(enrolment=enrolment, lesson=lesson_id, recording=recording_id)
    if rows.count() >= MOST_PLAYS:
        raise ReportRefused(_("It was started too often. What was played so far stands; playing on is not counted."))
    return give_play_token(owner=f"{enrolment.pk}:{lesson_id}", recording_id=recording_id, at=at)


def keep_played(
    *, person_id: int, reports: Iterable[Mapping[str, Any]], at: datetime
) -> tuple[list[tuple[Enrolment, int]], list[str]]:
    """Keep reports as browsers send them (token, spans, place). The lessons they touched, and a sentence for each
    report that was refused; one bad report does not spoil the others.
    """
    refused: list[str] = []
    read = []
    owners: dict[UUID, tuple[int, int]] = {}
    for sent in reports:
        try:
            token = read_play_token(str(sent.get("token", "")), at=at)
            enrolment_id, lesson_id = (int(part) for part in token.owner.split(":"))
            owners[token.play] = (enrolment_id, lesson_id)
            read.append((sent, token))
        except ReportRefused as refusal:
            refused.append(str(refusal))
        except ValueError:
            # The token of a broadcast: signed by us, but for no lesson.
            refused.append(_("What was played was not recorded: its token is not valid."))
    enrolments = {
        row.pk: row
        for row in Enrolment.objects.living()
        .filter(person=person_id, pk__in={enrolment for enrolment, _lesson in owners.values()})
        .select_related("run__course")
    }
    known = _known_of(enrolments, {token.recording_id for _sent, token in read})
    lessons = set(
        Page.objects.filter(pk__in={lesson for _enrolment, lesson in owners.values()})
        .order_by()
        .values_list("pk", flat=True)
    )
    wanted: dict[int, list[Report]] = {}
    for sent, token in read:
        enrolment_id, lesson_id = owners[token.play]
        length, _plays = known.get(token.recording_id, (0, 0))
        if enrolment_id not in enrolments or lesson_id not in lessons or not length:
            refused.append(str(errors.EnrolmentEnded()))
            continue
        try:
            spans = read_spans(sent.get("spans"), length_ms=length)
        except ReportRefused as refusal:
            refused.append(str(refusal))
            continue
        place = sent.get("place")
        values = {"enrolment_id": enrolment_id, "lesson_id": lesson_id}
        report = Report(token, spans, place if type(place) is int else 0, length, values)
        wanted.setdefault(token.recording_id, []).append(report)
    kept: list[Report] = []
    for recording_id, reports_of_it in wanted.items():
        fitting, too_many = leave_out_too_many(LessonPlayedSpans, reports_of_it, kept=known[recording_id][1])
        kept += fitting
        refused += [str(each) for each in too_many]
    keep_reports(LessonPlayedSpans, kept, at=at)
    touched = dict.fromkeys((owners[report.token.play]) for report in kept)
    return [(enrolments[enrolment_id], lesson_id) for enrolment_id, lesson_id in touched], refused


def watching(
    *, enrolment: Enrolment, lesson_id: int, recording_ids: Iterable[int], asked_percent: int, on: date
) -> list[Watching]:
    """For each recording of the lesson, in order; three queries. One that may not be played that day is left out:
    nobody can be asked to play what was withdrawn, or whose licence has ended.
    """
    wanted = list(recording_ids)
    if not wanted:
        return []
    found = reasons_by_recording(wanted, on=on)
    lengths = {recording.pk: recording.duration_ms for recording, reasons in found.items() if not reasons}
    rows: dict[int, list[LessonPlayedSpans]] = {pk: [] for pk in wanted}
    played = LessonPlayedSpans.objects.filter(enrolment=enrolment, lesson=lesson_id, recording__in=wanted)
    for row in played.order_by("heard_at"):
        rows[row.recording_id].append(row)
    return [
        Watching(
            recording_id=pk,
            coverage=coverage(claims_of(rows[pk]), length_ms=lengths[pk]),
            place_ms=rows[pk][-1].place_ms if rows[pk] else 0,
            asked_percent=asked_percent,
        )
        for pk in wanted
        if lengths.get(pk)
    ]


def _known_of(enrolments: Iterable[int], recording_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Of each recording its length and how many plays of these enrolments are kept; one statement."""
    plays = LessonPlayedSpans.objects.filter(enrolment__in=enrolments, recording=OuterRef("pk")).order_by()
    count = Subquery(plays.values("recording").annotate(count=Count("pk")).values("count"))
    found = Recording.objects.filter(pk__in=recording_ids).annotate(plays_kept=count).order_by()
    return {pk: (length, kept or 0) for pk, length, kept in found.values_list("pk", "duration_ms", "plays_kept")}


def check_watched(*, enrolment: Enrolment, lesson: Lesson, on: date) -> int | None:
    """The least percent that was played of any recording of the lesson; None when none may be played that day.

    Raises NotWatched while that is too little.
    """
    found = watching(
        enrolment=enrolment,
        lesson_id=lesson.pk,
        recording_ids=lesson.recording_ids(),
        asked_percent=lesson.watch_percent,
        on=on,
    )
    if missing := [each for each in found if not each.is_enough]:
        least = min(missing, key=lambda each: each.coverage.percent)
        raise errors.NotWatched(asked=lesson.watch_percent, reached=least.coverage.percent)
    return min((each.coverage.percent for each in found), default=None)
