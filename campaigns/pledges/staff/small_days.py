"""작은 날 and themes of promises as snippets: the one planned by trainers, the other kept by HR."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.core.choosers import SnippetChooser

from ..models import PromiseTheme, SmallDay
from ..small_days import LAST_WEEK, SmallDayKind

__all__ = ["PromiseThemeViewSet", "SmallDayViewSet"]


def rule_in_words(day: SmallDay) -> str:
    """``매월 14일``, ``매월 2·4번째 수요일``, ``2026. 3. 5.``"""
    if day.kind == SmallDayKind.MONTHLY:
        return _("every month on day %(day)d") % {"day": day.day_of_month or 0}
    if day.kind == SmallDayKind.WEEKDAY:
        weeks = [pgettext("week of a month", "last") if week == LAST_WEEK else str(week) for week in day.rule.weeks]
        return _("every month on %(weekday)s no. %(weeks)s") % {
            "weekday": day.get_weekday_display(),
            "weeks": "·".join(weeks),
        }
    return date_format(day.on) if day.on else ""


class SmallDayViewSet(SnippetViewSet):
    """Whoever plans one sees the next twelve months beside the form."""

    model = SmallDay
    chooser_viewset_class = SnippetChooser
    icon = "calendar-alt"
    menu_label = gettext_lazy("Small days")
    list_display: Any = (
        "title",
        Column("rule", label=pgettext_lazy("small days", "When"), accessor=rule_in_words),
        Column("shift", label=gettext_lazy("on a day off"), accessor="get_shift_display"),
        UpdatedAtColumn(),
    )
    copy_view_enabled = True
    menu_item_is_registered = True


class PromiseThemeViewSet(SnippetViewSet):
    """What the report counts approved promises by."""

    model = PromiseTheme
    chooser_viewset_class = SnippetChooser
    icon = "tag"
    menu_label = gettext_lazy("Themes of promises")
    list_display: Any = ("title", "words", "sort_order")
    menu_item_is_registered = True
