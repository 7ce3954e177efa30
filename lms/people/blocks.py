"""The clauses of an Audience as editor blocks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, StreamBlock, StructBlock

__all__ = ["AudienceClausesBlock"]

JOINS = [("or", _("or")), ("and", _("and")), ("except", _("except"))]


class ExecutiveClause(StructBlock):
    """Executives, or everybody who is not one."""

    join = ChoiceBlock(choices=JOINS, default="or", label=_("join"))
    value = ChoiceBlock(choices=[("yes", _("executives")), ("no", _("not executives"))], default="yes", label=_("executive"))

    class Meta:
        icon = "user"
        label = _("Executives")


class AudienceClausesBlock(StreamBlock):
    """One criterion a block."""

    executive = ExecutiveClause()
