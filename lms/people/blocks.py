"""The clauses of an Audience as editor blocks. What they mean is in ``clauses``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ChooserBlock,
    IntegerBlock,
    ListBlock,
    MultipleChoiceBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
)

from .choices import Position

__all__ = ["AudienceClausesBlock", "PersonChooserBlock", "UnitChooserBlock"]

JOINS = [
    ("or", _("or: add these people")),
    ("and", _("and: keep only these people")),
    ("except", _("except: leave these out")),
]


def _chooser(name: str) -> Any:
    """A chooser by name when a form needs it: its views need the models, which load this module."""
    return import_string(f"lms.people.choosers.{name}")


class UnitChooserBlock(ChooserBlock):
    """One unit of the organisation, today's edition or an older one: a clause follows the code."""

    target_model = "people.OrgUnit"

    @cached_property
    def widget(self) -> Any:
        return _chooser("unit_chooser").widget_class()

    class Meta:
        icon = "group"


class PersonChooserBlock(ChooserBlock):
    """One member of staff."""

    target_model = "people.Person"

    @cached_property
    def widget(self) -> Any:
        return _chooser("person_chooser").widget_class()

    class Meta:
        icon = "user"


def _join() -> ChoiceBlock:
    return ChoiceBlock(
        choices=JOINS, default="or", label=_("join"), help_text=_("How this line joins the lines above it.")
    )


class UnitClause(StructBlock):
    """People of a unit."""

    join = _join()
    unit = UnitChooserBlock(label=_("unit of the tree"))
    with_below = BooleanBlock(required=False, default=True, label=_("with the units below it"))

    class Meta:
        icon = "group"
        label = _("People of a unit")
        label_format = "{unit}"


class GradeClause(StructBlock):
    """People by grade: 1 is the highest, 9 the lowest."""

    join = _join()
    highest = IntegerBlock(
        required=False, min_value=1, max_value=9, label=_("from grade"), help_text=_("Empty: no limit.")
    )
    lowest = IntegerBlock(
        required=False, min_value=1, max_value=9, label=_("to grade"), help_text=_("Empty: no limit.")
    )
    without_grade = BooleanBlock(required=False, default=False, label=_("also staff without a grade"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        highest, lowest = cleaned["highest"], cleaned["lowest"]
        if highest and lowest and highest > lowest:
            message = _("The grades stand the wrong way round: 1 is the highest. Enter the smaller number first.")
            raise StructBlockValidationError(block_errors={"lowest": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "order"
        label = _("Grade")
        label_format = "{highest}–{lowest}"


class RankClause(StructBlock):
    """People by rank title, exactly as the personnel file writes it."""

    join = _join()
    titles = ListBlock(CharBlock(max_length=30, label=_("rank title")), min_num=1, label=_("rank titles"))

    class Meta:
        icon = "tag"
        label = _("Rank title")
        label_format = "{titles}"


class PositionClause(StructBlock):
    """People by position."""

    join = _join()
    positions = MultipleChoiceBlock(choices=[choice for choice in Position.choices if choice[0]], label=_("positions"))

    class Meta:
        icon = "crosshairs"
        label = _("Position")
        label_format = "{positions}"


class ExecutiveClause(StructBlock):
    """Executives, or everybody who is not one."""

    join = _join()
    value = ChoiceBlock(
        choices=[("yes", _("executives")), ("no", _("not executives"))], default="yes", label=_("executive")
    )

    class Meta:
        icon = "user"
        label = _("Executives")
        label_format = "{value}"


class PeopleClause(StructBlock):
    """Named people."""

    join = _join()
    people = ListBlock(PersonChooserBlock(label=_("staff member")), min_num=1, label=_("staff"))

    class Meta:
        icon = "group"
        label = _("Named people")
        label_format = "{people}"


class AudienceClausesBlock(StreamBlock):
    """One criterion a block, read from top to bottom."""

    unit = UnitClause()
    grade = GradeClause()
    rank = RankClause()
    position = PositionClause()
    executive = ExecutiveClause()
    people = PeopleClause()

    class Meta:
        required = True
        max_num = 30
