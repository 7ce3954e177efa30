"""A corrected key, written into the page where it was wrong: what is live and every edition that may still go live.

The revisions are amended in place. Publishing a new one would put a colleague's unfinished draft online, end a review
that is under way and cancel a planned publication.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from wagtail.models import Revision, TaskState

from .models import Quiz
from .questions import Key, Question

__all__ = ["write_key"]

Raw = list[dict[str, Any]]


def write_key(quiz: Quiz, question: Question, key: Key) -> bool:
    """Set the right choices of every block that reads like ``question``; whether the live page changed.

    A key that the editor would refuse (two right answers to a single choice, a question where everything counts) is not
    written: there the author has to mend the question itself, and until then the correction keeps counting.
    """
    live = _rekeyed(quiz.questions.get_prep_value(), question, key)
    for revision in _may_go_live(quiz):
        stored = _rekeyed(json.loads(revision.content["questions"]), question, key)
        if stored is not None:
            content = revision.content | {"questions": json.dumps(stored, cls=DjangoJSONEncoder)}
            Revision.objects.filter(pk=revision.pk).update(content=content)
    if live is None:
        return False
    quiz.questions = quiz.questions.stream_block.to_python(live)
    Quiz.objects.filter(pk=quiz.pk).update(questions=quiz.questions)
    return True


def _may_go_live(quiz: Quiz) -> list[Revision]:
    in_review = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision_id")
    return list(
        quiz.revisions.filter(
            Q(pk__in=[quiz.live_revision_id, quiz.latest_revision_id])
            | Q(approved_go_live_at__isnull=False)
            | Q(pk__in=in_review)
        ).select_for_update()
    )


def _rekeyed(stored: Raw, question: Question, key: Key) -> Raw | None:
    """``stored`` with the new key, or None when nothing in it changes."""
    blocks = Quiz._meta.get_field("questions").stream_block.child_blocks
    changed = False
    result = []
    for item in stored:
        block = blocks.get(item["type"])
        if item.get("id") == question.key and block is not None and block.fits(key):
            found = block.question_of(item["id"], block.to_python(item["value"]))
            if found.reads_like(question) and found.answer_key != key:
                item = item | {"value": block.rekeyed(item["value"], key.correct_ids)}  # noqa: PLW2901
                changed = True
        result.append(item)
    return result if changed else None
