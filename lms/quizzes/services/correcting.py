"""정답 정정: a wrong key is set right, and every sitting it touched is marked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from lms.learning.models import Attempt
from lms.learning.rules import MarkResult
from lms.learning.services import remark_attempt
from lms.people.models import Person

from ..errors import CorrectionRefused
from ..models import KeyCorrection, QuestionVersion, Quiz
from ..notices import tell_key_corrected
from ..page_keys import write_key
from ..questions import Key
from ..rules import Outcomes, mark_answers, paper_order
from ..sittings import handed_in
from .freezing import freeze_questions

__all__ = ["correct_key", "heal_remarks", "preview_correction", "remark_touched"]

#: How far back the hourly look-back goes.
HEALED = timedelta(days=7)

KeyOf = Callable[[QuestionVersion], Key]


@transaction.atomic
def correct_key(*, version: QuestionVersion, key: Key, reason: str, by: Person, at: datetime) -> list[KeyCorrection]:
    """Set the key of a question as it was worded in ``version``, in every edition with those words and on the page.

    A second call with the same key adds nothing. Marks are not touched: call ``remark_touched`` after the commit.
    Raises CorrectionRefused for a missing reason or a key that is none of the question's choices.
    """
    question = version.question
    reason = reason.strip()
    if not reason or not key.correct_ids <= {choice.id for choice in question.choices}:
        raise CorrectionRefused
    if not key.correct_ids and not key.accepts_all:
        raise CorrectionRefused
    # Two editors who correct the same question at once follow one another.
    Page.objects.select_for_update().get(pk=version.quiz_id)
    corrections = KeyCorrection.objects.bulk_create(
        [
            KeyCorrection(
                version=each, correct_ids=sorted(key.correct_ids), reason=reason, corrected_at=at, corrected_by=by
            )
            for each in _alike(version)
            if each.answer_key != key
        ]
    )
    if corrections:
        quiz = Quiz.objects.get(pk=version.quiz_id)
        if write_key(quiz, question, key):
            freeze_questions(quiz=quiz, at=at)
        log(quiz, "quizzes.correct_key", user=by, data={"question": question.text[:80], "reason": reason})
    return corrections


def preview_correction(*, version: QuestionVersion, key: Key) -> Outcomes:
    """How many handed-in sittings a correction would touch, and how their scores and outcomes would move."""
    alike = {each.pk for each in _alike(version)}
    outcomes = Outcomes()
    marked = _marked_anew(version.quiz_id, alike, lambda each: key if each.pk in alike else each.answer_key)
    for attempt, result in marked:
        outcomes = outcomes.plus(
            old_score=attempt.score_percent or 0, new_score=result.score_percent, pass_mark=attempt.pass_mark_percent
        )
    return outcomes


def remark_touched(*, correction: KeyCorrection, at: datetime) -> int:
    """Mark again every handed-in sitting that held the corrected edition and whose points change; how many there were.

    Call it after the correction has committed. Safe to repeat: what already carries today's points is left alone. Each
    sitting is marked, and its person told, in a transaction of its own.
    """
    quiz_id = correction.version.quiz_id
    _await_hand_ins(quiz_id)
    quiz = Quiz.objects.only("title").get(pk=quiz_id)
    changed = 0
    for attempt, result in _marked_anew(quiz_id, {correction.version_id}, lambda each: each.answer_key):
        if list(attempt.marks.all())[-1].detail != result.detail:
            with transaction.atomic():
                before = attempt.score_percent or 0
                mark = remark_attempt(
                    attempt=attempt, mark_result=result, reason=correction.reason, by=correction.corrected_by, at=at
                )
                tell_key_corrected(correction, attempt, before=before, after=mark.score_percent, quiz=quiz, at=at)
            changed += 1
    return changed


def heal_remarks(*, at: datetime) -> int:
    """Finish what an interrupted re-marking of the last days left; how many sittings were marked again."""
    recent = KeyCorrection.objects.filter(corrected_at__gte=at - HEALED).select_related("version", "corrected_by")
    return sum(remark_touched(correction=each, at=at) for each in recent)


@transaction.atomic
def _await_hand_ins(quiz_id: int) -> None:
    """Wait for hand-ins that read the old key a moment ago: they hold their row until they commit.

    Only looked at, never held while another row is asked for: hand-ins lock the enrolment first.
    """
    list(Attempt.objects.open().filter(lesson_id=quiz_id).select_for_update().values_list("pk", flat=True))


def _alike(version: QuestionVersion) -> list[QuestionVersion]:
    """Every edition that put the same words before people, whatever its key."""
    editions = QuestionVersion.objects.with_keys().filter(quiz_id=version.quiz_id, key=version.key)
    return [each for each in editions if each.question.reads_like(version.question)]


def _marked_anew(quiz_id: int, version_ids: set[int], key_of: KeyOf) -> Iterator[tuple[Attempt, MarkResult]]:
    """Handed-in sittings that held one of the editions, each with the mark it would get under ``key_of``."""
    versions = QuestionVersion.objects.with_keys().filter(quiz_id=quiz_id).in_bulk()
    keys = {pk: key_of(each) for pk, each in versions.items()}
    for attempt in handed_in(quiz_id, holding=version_ids):
        answers = {step.key: step.value for step in attempt.steps.all()}
        paper = [(versions[pk].question, keys[pk]) for pk in paper_order(attempt.content)]
        yield attempt, mark_answers(paper, answers)
