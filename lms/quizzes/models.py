"""평가: what is asked, what was asked, and corrections of a wrong key."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from lms.core.records import Record
from lms.courses.models import Lesson

from .blocks import QuestionsBlock
from .questions import Key, Question


class Quiz(Lesson):
    """A lesson that is passed. Its questions live in the page; what was put before people lives in QuestionVersion."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "ul", "link"])
    pass_mark_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=60, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempt limit"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    shuffle_questions = models.BooleanField(_("shuffle questions"), default=True)
    shuffle_choices = models.BooleanField(_("shuffle choices"), default=True)
    questions = StreamField(QuestionsBlock(), verbose_name=_("questions"), blank=True)

    template = "quizzes/quiz.html"
    #: The start panel asks for them.
    known_by: ClassVar = ("estimated_minutes", "pass_mark_percent", "max_attempts", "questions")
    kind_label: ClassVar = _("Quiz")
    kind_icon: ClassVar[str] = "quiz"
    completes_itself: ClassVar[bool] = True
    content_panels: ClassVar = [
        *Lesson.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark_percent"),
                FieldPanel("max_attempts"),
                FieldPanel("shuffle_questions"),
                FieldPanel("shuffle_choices"),
            ],
            _("Marking"),
        ),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @property
    def preview_modes(self) -> list[tuple[str, object]]:
        """A draft, seen by its author with the right answers, or as the paper a learner gets."""
        return [("key", _("With right answers")), ("paper", _("As a learner sees it"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "quizzes/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Only ever asked for editors of the page: the one context that holds a key."""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | {"mode": mode_name, "questions": self.question_list()}

    def question_list(self) -> list[Question]:
        """The questions as this edition of the page has them, in the author's order."""
        return [child.block.question_of(child.id, child.value) for child in self.questions]


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    """Sets of editions, as adjectives."""

    def with_keys(self) -> Self:
        """Editions with their corrections at hand: two queries, however many there are."""
        return self.prefetch_related("corrections")


class QuestionVersion(Record):
    """문항판: one immutable edition of a question. ``key`` is the block's id and stays the same across editions."""

    quiz = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    content = models.JSONField(help_text="kind, text, explanation, choices [{id, text, feedback, is_correct}]")
    created_at = models.DateTimeField()

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        constraints: ClassVar = [
            # Publishing twice, or two first attempts at once, freeze one edition.
            models.UniqueConstraint(fields=["quiz", "key", "digest"], name="question_version_once"),
        ]

    def __str__(self) -> str:
        return str(self.content.get("text", ""))[:60]

    @cached_property
    def question(self) -> Question:
        """What was frozen, as it was asked."""
        return Question.from_content(self.key, self.content)

    @property
    def answer_key(self) -> Key:
        """What counts as right today: the latest correction, else what the author had set."""
        corrections = list(self.corrections.all())
        return corrections[-1].answer_key if corrections else self.question.answer_key


class KeyCorrection(Record):
    """정답 정정: the right choices of an edition, set right later. The latest one counts."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="corrections")
    correct_ids = models.JSONField(help_text="Choice ids that are right. Empty: whatever was answered is right.")
    reason = models.CharField(_("reason"), max_length=200)
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("key correction")
        verbose_name_plural = _("key corrections")
        ordering: ClassVar = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return self.reason

    @property
    def answer_key(self) -> Key:
        """The key this correction set."""
        return Key(frozenset(self.correct_ids), accepts_all=not self.correct_ids)
