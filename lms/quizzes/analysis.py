"""문항 분석: how hard each question was and what people chose, for the trainers of the course. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .models import KeyCorrection, QuestionVersion, Quiz
from .questions import Question
from .rules import facility_percent, is_right
from .sittings import handed_in

__all__ = ["ChoiceShare", "Item", "items_of"]


@dataclass(frozen=True)
class ChoiceShare:
    """A choice and the share of people who picked it, in whole percent; None for a group too small to be shown."""

    label: str
    is_correct: bool
    percent: int | None


@dataclass
class Item:
    """One wording of a question, over all its editions."""

    question: Question
    editions: list[QuestionVersion] = field(default_factory=list)
    is_on_page: bool = False
    people: int = 0
    right: int = 0
    chosen: Counter[str] = field(default_factory=Counter)

    @property
    def latest(self) -> QuestionVersion:
        """The newest edition: the one to correct."""
        return self.editions[-1]

    @property
    def corrections(self) -> list[KeyCorrection]:
        """Corrections of the key, in the order they were made; one act on several editions counts once."""
        found = {
            (each.corrected_at, each.reason): each for edition in self.editions for each in edition.corrections.all()
        }
        return [found[moment] for moment in sorted(found)]

    @property
    def facility(self) -> int | None:
        """Share of people who answered rightly at their first sitting, in whole percent."""
        return facility_percent(self.right, self.people)

    @property
    def shares(self) -> list[ChoiceShare]:
        """What people chose at their first sitting."""
        key = self.latest.answer_key
        return [
            ChoiceShare(
                label=choice.label,
                is_correct=key.accepts_all or choice.id in key.correct_ids,
                percent=facility_percent(self.chosen[choice.id], self.people),
            )
            for choice in self.question.choices
        ]


def items_of(quiz: Quiz) -> list[Item]:
    """Every question ever put, those of today's page first and in its order. Only first sittings count."""
    items: list[Item] = []
    by_version: dict[int, Item] = {}
    versions = QuestionVersion.objects.with_keys().prefetch_related("corrections__corrected_by")
    for version in versions.filter(quiz_id=quiz.pk).order_by("pk"):
        item = next((each for each in items if each.question.reads_like(version.question)), None)
        if item is None:
            item = Item(version.question)
            items.append(item)
        item.editions.append(version)
        by_version[version.pk] = item
    _count(quiz, by_version)
    on_page = {question.key: (place, question) for place, question in enumerate(quiz.question_list())}
    for item in items:
        found = on_page.get(item.question.key)
        item.is_on_page = found is not None and item.question.reads_like(found[1])
    last = len(on_page)
    return sorted(items, key=lambda item: (not item.is_on_page, on_page.get(item.question.key, (last,))[0]))


def _count(quiz: Quiz, by_version: dict[int, Item]) -> None:
    counted: set[int] = set()
    for attempt in handed_in(quiz.pk, is_real=True):
        if attempt.enrolment.person_id in counted:
            continue
        counted.add(attempt.enrolment.person_id)
        answers = {step.key: step.value for step in attempt.steps.all()}
        for entry in attempt.content["questions"]:
            item = by_version[entry["version"]]
            chosen = answers.get(entry["key"], [])
            item.people += 1
            item.right += is_right(item.question.kind, item.latest.answer_key, chosen)
            item.chosen.update(chosen)
