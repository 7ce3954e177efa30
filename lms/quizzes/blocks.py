"""Questions as editor blocks. A block's id is the question's stable key, a choice's id the choice's.

Every kind knows how it freezes (``question_of``) and how a corrected key is written into what is stored (``rekeyed``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import RadioSelect
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    ListBlockValidationError,
    StreamBlock,
    StreamBlockValidationError,
    StreamValue,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)

from .questions import FALSE_ID, MOST_CHOICES, MOST_QUESTIONS, TRUE_ID, Choice, Key, Kind, Question

__all__ = ["QuestionsBlock"]

GROUP = _("Questions")
TEMPLATE = "quizzes/block.html"
PREVIEW_TEMPLATE = "quizzes/block_preview.html"


class AnswerBlock(StructBlock):
    """보기: one choice, whether it is right, and what to say to whoever picks it."""

    text = CharBlock(label=_("Choice"), max_length=300)
    is_correct = BooleanBlock(label=_("Right answer"), required=False)
    feedback = TextBlock(
        label=_("Feedback"),
        required=False,
        max_length=500,
        rows=2,
        help_text=_("Shown after hand-in to a person who picked this choice."),
    )

    class Meta:
        icon = "radio-full"
        label = _("Choice")
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

    def get_context(self, value: StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds the question with its right answers: a block is only ever rendered for editors."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"question": self.question_of(context.get("id") or "", value)}


class ChoiceQuestionBlock(QuestionBlock):
    """A question whose choices the author writes."""

    text = TextBlock(label=_("Question"), max_length=1000, rows=2)
    choices = ListBlock(
        AnswerBlock(),
        label=_("Choices"),
        min_num=2,
        max_num=MOST_CHOICES,
        default=[{"text": ""}, {"text": ""}, {"text": ""}],
    )
    explanation = TextBlock(
        label=_("Explanation"),
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
            message = gettext("Two choices are the same. A person could not tell them apart. Change one or delete it.")
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
            text=_words(value, "text"),
            explanation=_words(value, "explanation"),
            choices=tuple(
                Choice(
                    id=child.id,
                    text=_words(child.value, "text"),
                    feedback=_words(child.value, "feedback"),
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
            return gettext("No right answer is ticked. Nobody could pass this question. Tick one choice.")
        if sum(marks) > 1:
            return gettext(
                "%(count)s right answers are ticked. A single choice has one. Leave one, or use a multiple choice."
            ) % {"count": sum(marks)}
        return ""

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        label_format = "{text}"
        group = GROUP
        description = _("Several choices, exactly one of them right.")
        template = TEMPLATE
        preview_template = PREVIEW_TEMPLATE
        preview_value: ClassVar = {
            "text": _("A citizen with a ticket missed the turn. What do you say first?"),
            "choices": [
                {"text": _("“You have waited a long time. I will help you right now.”"), "is_correct": True},
                {"text": _("“Your number has passed. Please take another one.”"), "is_correct": False},
                {"text": _("“Did you not hear the announcement?”"), "is_correct": False},
            ],
        }


class MultipleChoiceBlock(ChoiceQuestionBlock):
    """One or more right choices; right only when all of them and no other are given."""

    kind = Kind.MULTIPLE

    def key_problem(self, marks: list[bool]) -> str:
        if not any(marks):
            return gettext("No right answer is ticked. Nobody could pass this question. Tick every right choice.")
        if all(marks):
            return gettext("Every choice is ticked as right. Nothing would be left to decide. Add a wrong choice.")
        return ""

    def fits(self, key: Key) -> bool:
        return bool(key.correct_ids) and not key.accepts_all

    class Meta:
        icon = "check"
        label = _("Multiple choice")
        label_format = "{text}"
        group = GROUP
        description = _("All right choices have to be ticked, and no wrong one.")
        template = TEMPLATE
        preview_template = PREVIEW_TEMPLATE
        preview_value: ClassVar = {
            "text": _("What do you tell a caller before you transfer the call?"),
            "choices": [
                {"text": _("The division and the person you transfer to"), "is_correct": True},
                {"text": _("The number to dial if the line breaks"), "is_correct": True},
                {"text": _("The colleague's mobile number"), "is_correct": False},
            ],
        }


class TrueFalseBlock(QuestionBlock):
    """A statement that holds or does not."""

    kind = Kind.TRUE_FALSE

    text = TextBlock(label=_("Statement"), max_length=1000, rows=2)
    answer = ChoiceBlock(
        label=_("Right answer"),
        choices=[(TRUE_ID, pgettext_lazy("answer", "True")), (FALSE_ID, pgettext_lazy("answer", "False"))],
        widget=RadioSelect,
        default=TRUE_ID,
    )
    feedback_true = TextBlock(label=_("Feedback to whoever answered True"), required=False, max_length=500, rows=2)
    feedback_false = TextBlock(label=_("Feedback to whoever answered False"), required=False, max_length=500, rows=2)
    explanation = TextBlock(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=_("Why the right answer is right. Shown once a person has passed or has no attempt left."),
    )

    def question_of(self, key: str, value: StructValue) -> Question:
        feedback = {TRUE_ID: _words(value, "feedback_true"), FALSE_ID: _words(value, "feedback_false")}
        return Question(
            key=key,
            kind=self.kind,
            text=_words(value, "text"),
            explanation=_words(value, "explanation"),
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
        label = _("True or false")
        label_format = "{text}"
        group = GROUP
        description = _("A statement, answered with True or False.")
        template = TEMPLATE
        preview_template = PREVIEW_TEMPLATE
        preview_value: ClassVar = {
            "text": _("Listen to the end, then repeat what you heard in one sentence."),
            "answer": TRUE_ID,
        }


class QuestionsBlock(StreamBlock):
    """The question kinds a quiz may hold."""

    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    true_false = TrueFalseBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        """Refuse to publish a quiz that asks nothing; a draft may still be empty."""
        cleaned = super().clean(value)
        if not len(cleaned) and not self.is_deferred_validation:
            message = gettext("The quiz has no question. Nobody could pass it. Add at least one question.")
            raise StreamBlockValidationError(non_block_errors=[message])
        return cleaned

    class Meta:
        max_num = MOST_QUESTIONS
        # A quiz of twenty questions opens as a list of twenty lines.
        collapsed = True


def _words(value: StructValue, name: str) -> str:
    """A text of the block; parts left empty may be missing or None."""
    return (value.get(name) or "").strip()


def _twins(texts: list[str]) -> list[int]:
    """Positions of texts that another one repeats, whatever their spaces and case."""
    folded = ["".join(text.split()).casefold() for text in texts]
    repeated = {text for text, times in Counter(folded).items() if times > 1 and text}
    return [position for position, text in enumerate(folded) if text in repeated]
