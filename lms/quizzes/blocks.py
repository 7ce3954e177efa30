"""Questions as editor blocks. A block's id is the question's stable key, a choice's id the choice's.

Every kind knows how it freezes (``question_of``) and how a corrected key is written into its stored value (``rekeyed``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import RadioSelect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    ListBlockValidationError,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)

from .questions import FALSE_ID, TRUE_ID, Choice, Key, Kind, Question

__all__ = ["QuestionsBlock"]

PREVIEW_TEMPLATE = "quizzes/block_preview.html"


class AnswerBlock(StructBlock):
    """보기: one choice, whether it is right, and what to say to whoever picks it."""

    text = CharBlock(label=_("choice"), max_length=300)
    is_correct = BooleanBlock(label=_("right answer"), required=False)
    feedback = TextBlock(
        label=_("feedback"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("Shown after hand-in to a person who picked this choice."),
    )

    class Meta:
        icon = "radio-full"
        label = _("choice")
        label_format = "{text}"


class QuestionBlock(StructBlock):
    """What every kind of question shares. Subclasses name their ``kind``."""

    kind: Kind

    def question_of(self, key: str, value: StructValue) -> Question:
        """The question that ``value`` holds, as plain data."""
        raise NotImplementedError

    def rekeyed(self, raw: dict[str, Any], correct_ids: Collection[str]) -> dict[str, Any]:
        """A copy of the stored value whose right choices are ``correct_ids``."""
        raise NotImplementedError

    def fits(self, key: Key) -> bool:
        """Whether the editor would accept this key."""
        return len(key.correct_ids) == 1 and not key.accepts_all


class ChoiceQuestionBlock(QuestionBlock):
    """A question whose choices the author writes."""

    text = TextBlock(label=_("question"), max_length=1000, rows=2)
    choices = ListBlock(
        AnswerBlock(), label=_("choices"), min_num=2, max_num=10, default=[{"text": ""}, {"text": ""}, {"text": ""}]
    )
    explanation = TextBlock(
        label=_("explanation"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=_("Why the right answer is right. Shown once a person has passed or has no attempt left."),
    )

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a question that nobody could answer rightly, or in which two choices look alike."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        twins = _twins([choice["text"] for choice in cleaned["choices"]])
        if twins:
            message = _now("Two choices are the same. A person could not tell them apart. Change one or delete it.")
            errors = {index: StructBlockValidationError({"text": ValidationError(message)}) for index in twins}
            raise StructBlockValidationError({"choices": ListBlockValidationError(block_errors=errors)})
        problem = self.key_problem([bool(choice["is_correct"]) for choice in cleaned["choices"]])
        if problem:
            raise StructBlockValidationError({"choices": ListBlockValidationError(non_block_errors=[problem])})
        return cleaned

    def key_problem(self, marks: list[bool]) -> str:
        """What is wrong with the right/wrong ``marks`` of the choices, for the author; empty when nothing is."""
        raise NotImplementedError

    def question_of(self, key: str, value: StructValue) -> Question:
        return Question(
            key=key,
            kind=self.kind,
            text=value["text"].strip(),
            explanation=value["explanation"].strip(),
            choices=tuple(
                Choice(
                    id=child.id,
                    text=child.value["text"].strip(),
                    feedback=child.value["feedback"].strip(),
                    is_correct=bool(child.value["is_correct"]),
                )
                for child in value["choices"].bound_blocks
            ),
        )

    def rekeyed(self, raw: dict[str, Any], correct_ids: Collection[str]) -> dict[str, Any]:
        choices = [
            item | {"value": item["value"] | {"is_correct": item["id"] in correct_ids}} for item in raw["choices"]
        ]
        return raw | {"choices": choices}


class SingleChoiceBlock(ChoiceQuestionBlock):
    """One right choice."""

    kind = Kind.SINGLE

    def key_problem(self, marks: list[bool]) -> str:
        if sum(marks) == 0:
            return _now("No right answer is ticked. Nobody could pass this question. Tick one choice.")
        if sum(marks) > 1:
            return _now(
                "%(count)s right answers are ticked. A single choice has one. Leave one, or use a multiple choice question."
            ) % {"count": sum(marks)}
        return ""

    class Meta:
        icon = "radio-full"
        label = _("single choice")
        label_format = "{text}"
        group = _("Questions")
        description = _("Several choices, exactly one of them right.")
        preview_template = PREVIEW_TEMPLATE
        preview_value = {
            "text": "번호표를 뽑고 기다리던 분이 차례를 놓쳤습니다. 먼저 할 말로 알맞은 것은 무엇입니까?",
            "choices": [
                {"text": "“많이 기다리셨지요. 바로 도와드리겠습니다.”", "is_correct": True, "feedback": ""},
                {"text": "“번호가 지났으니 다시 뽑아 주세요.”", "is_correct": False, "feedback": ""},
                {"text": "“안내 방송을 못 들으셨나요?”", "is_correct": False, "feedback": ""},
            ],
            "explanation": "",
        }


class MultipleChoiceBlock(ChoiceQuestionBlock):
    """One or more right choices; right only when all of them and no other are given."""

    kind = Kind.MULTIPLE

    def key_problem(self, marks: list[bool]) -> str:
        if not any(marks):
            return _now("No right answer is ticked. Nobody could pass this question. Tick every right choice.")
        if all(marks):
            return _now("Every choice is ticked as right. Nothing would be left to decide. Add a wrong choice.")
        return ""

    def fits(self, key: Key) -> bool:
        return bool(key.correct_ids) and not key.accepts_all

    class Meta:
        icon = "check"
        label = _("multiple choice")
        label_format = "{text}"
        group = _("Questions")
        description = _("All right choices have to be ticked, and no wrong one.")
        preview_template = PREVIEW_TEMPLATE
        preview_value = {
            "text": "전화를 다른 부서로 연결하기 전에 알려야 할 것을 모두 고르세요.",
            "choices": [
                {"text": "연결할 부서와 담당자", "is_correct": True, "feedback": ""},
                {"text": "끊어졌을 때 걸 번호", "is_correct": True, "feedback": ""},
                {"text": "담당자의 휴대전화 번호", "is_correct": False, "feedback": ""},
            ],
            "explanation": "",
        }


class TrueFalseBlock(QuestionBlock):
    """A statement that holds or does not."""

    kind = Kind.TRUE_FALSE

    text = TextBlock(label=_("statement"), max_length=1000, rows=2)
    answer = ChoiceBlock(
        label=_("right answer"), choices=[(TRUE_ID, _("True")), (FALSE_ID, _("False"))], widget=RadioSelect, default=TRUE_ID
    )
    feedback_true = TextBlock(
        label=_("feedback to who answered True"), required=False, max_length=500, rows=2
    )
    feedback_false = TextBlock(
        label=_("feedback to who answered False"), required=False, max_length=500, rows=2
    )
    explanation = TextBlock(
        label=_("explanation"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=_("Why the right answer is right. Shown once a person has passed or has no attempt left."),
    )

    def question_of(self, key: str, value: StructValue) -> Question:
        feedback = {TRUE_ID: value["feedback_true"].strip(), FALSE_ID: value["feedback_false"].strip()}
        return Question(
            key=key,
            kind=self.kind,
            text=value["text"].strip(),
            explanation=value["explanation"].strip(),
            choices=tuple(
                Choice(id=choice_id, text="", feedback=words, is_correct=value["answer"] == choice_id)
                for choice_id, words in feedback.items()
            ),
        )

    def rekeyed(self, raw: dict[str, Any], correct_ids: Collection[str]) -> dict[str, Any]:
        (answer,) = correct_ids
        return raw | {"answer": answer}

    class Meta:
        icon = "help"
        label = _("true or false")
        label_format = "{text}"
        group = _("Questions")
        description = _("A statement, answered with True or False.")
        preview_template = PREVIEW_TEMPLATE
        preview_value = {
            "text": "민원인의 말을 끝까지 들은 뒤 한 문장으로 되물어 확인한다.",
            "answer": TRUE_ID,
            "feedback_true": "",
            "feedback_false": "",
            "explanation": "",
        }


class QuestionsBlock(StreamBlock):
    """The question kinds a quiz may hold."""

    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    true_false = TrueFalseBlock()


def _twins(texts: list[str]) -> list[int]:
    """Positions of texts that another one repeats, whatever their spaces and case."""
    folded = ["".join(text.split()).casefold() for text in texts]
    repeated = {text for text, times in Counter(folded).items() if times > 1 and text}
    return [position for position, text in enumerate(folded) if text in repeated]
