"""작은 날 and the themes of promises: what a trainer plans, and what HR counts by."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from lms.core import clock

from ..small_days import LAST_WEEK, Rule, Shift, SmallDayKind

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
]
#: What each kind needs, and nothing else.
NEEDED = {
    SmallDayKind.MONTHLY: ("day_of_month",),
    SmallDayKind.WEEKDAY: ("weeks", "weekday"),
    SmallDayKind.ONCE: ("on",),
}


class SmallDay(PreviewableMixin, models.Model):
    """작은 날: 매월 1일 친절 한 줄, 14일 민원캔디데이, 둘째·넷째 수요일 스마일데이, …"""

    title = models.CharField(_("title"), max_length=40)
    note = models.CharField(
        _("what one does on it"), max_length=200, help_text=_("One or two sentences. They stand in the notice.")
    )
    kind = models.CharField(_("comes"), max_length=10, choices=SmallDayKind.choices, default=SmallDayKind.MONTHLY)
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("29 to 31: the last day of shorter months."),
    )
    weeks = models.CharField(
        _("weeks of the month"),
        max_length=9,
        blank=True,
        help_text=_("Numbers with commas, for example 2,4. 5 is the last week of the month."),
    )
    weekday = models.PositiveSmallIntegerField(
        pgettext_lazy("small days", "weekday"), null=True, blank=True, choices=WEEKDAYS
    )
    on = models.DateField(pgettext_lazy("small days", "date"), null=True, blank=True)
    shift = models.CharField(_("on a day off"), max_length=10, choices=Shift.choices, default=Shift.NEXT)
    starts_on = models.DateField(pgettext_lazy("small days", "from"))
    ends_on = models.DateField(pgettext_lazy("small days", "until"), null=True, blank=True)

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("note"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("day_of_month"),
                FieldRowPanel([FieldPanel("weeks"), FieldPanel("weekday")]),
                FieldPanel("on"),
                FieldPanel("shift"),
            ],
            pgettext_lazy("small days", "When"),
        ),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    class Meta:
        verbose_name = _("small day")
        verbose_name_plural = _("small days")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="monthly", day_of_month__range=(1, 31))
                | (Q(kind="weekday", weekday__range=(0, 4)) & ~Q(weeks=""))
                | Q(kind="once", on__isnull=False),
                name="small_day_has_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="small_day_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Rule:
        """As ``small_days`` reads it."""
        return Rule(
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            day_of_month=self.day_of_month,
            weeks=tuple(int(week) for week in self.weeks.split(",") if week),
            weekday=self.weekday,
            on=self.on,
            shift=self.shift,
        )

    def clean(self) -> None:
        """Every kind has what it needs; what belongs to another kind is emptied."""
        errors: dict[str, Any] = {}
        self.weeks = self._cleaned_weeks(errors)
        for kind, names in NEEDED.items():
            for name in names:
                if kind != self.kind:
                    setattr(self, name, "" if name == "weeks" else None)
                elif getattr(self, name) in (None, "") and name not in errors:
                    errors[name] = ValidationError(_("The rule is not complete. Please fill in this field."))
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = ValidationError(_("It ends before it begins. Correct one of the two days."))
        if errors:
            raise ValidationError(errors)

    def _cleaned_weeks(self, errors: dict[str, Any]) -> str:
        if self.kind != SmallDayKind.WEEKDAY or not self.weeks.strip():
            return ""
        weeks = re.split(r"[\s,·]+", self.weeks.strip(" ,·"))
        if any(week not in {str(number) for number in range(1, LAST_WEEK + 1)} for week in weeks):
            errors["weeks"] = ValidationError(_("These are not weeks of a month. Write numbers from 1 to 5: 2,4."))
            return self.weeks
        return ",".join(sorted(set(weeks)))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The next twelve months, beside the form while it is written."""
        return "pledges/staff/small_day_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The days that the unsaved rule gives from today on."""
        from ..year import months_of  # noqa: PLC0415 - it reads this model

        return {**super().get_preview_context(request, mode_name), "months": months_of([self], first=clock.today())}


class PromiseTheme(models.Model):
    """A theme that promises are counted by: 인사, 경청, 설명, 전화, 동료. A promise may have several, or none."""

    title = models.CharField(_("theme"), max_length=30, unique=True)
    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_(
            "Words with commas. Particles are ignored: 인사 also finds 인사를 and 인사하겠습니다. "
            "Only the words of approved promises are counted."
        ),
    )
    sort_order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("words"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = _("theme of promises")
        verbose_name_plural = _("themes of promises")
        ordering: ClassVar = ["sort_order", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def word_list(self) -> tuple[str, ...]:
        """Its words, each once."""
        return tuple(dict.fromkeys(" ".join(word.split()) for word in self.words.split(",") if word.strip()))

    def clean(self) -> None:
        """At least one word."""
        if self.words and not self.word_list:
            raise ValidationError({"words": _("No word was found. Write one or more words with commas.")})
