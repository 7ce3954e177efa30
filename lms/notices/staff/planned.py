"""예정된 발송: who gets what, when and why, before it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, NumberColumn, Table, TitleColumn

from lms.core import clock
from lms.core.groups import SMALLEST_GROUP
from lms.people.admin.listing import MomentColumn, StaffListing
from lms.people.admin.watching import record_view

from .. import kinds
from ..choices import Cadence
from ..models import Delivery, Pace
from .entitlement import StaffScreen, may_see_people

__all__ = ["PlannedPeopleView", "PlannedView"]

#: How far the rules of the kinds are asked ahead.
AHEAD = timedelta(days=14)
GROUPS_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One line of either table."""

    title: str
    topic: str
    why: str
    when: str
    count: str
    address: str = ""


class PlannedView(StaffScreen, TemplateView):
    """Mail that waits for its hour, and what the rules will give in the coming days."""

    template_name = "notices/staff/planned.html"
    page_title = gettext_lazy("Planned sendings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = clock.now()
        return super().get_context_data(**kwargs) | {
            "waiting": _table(_("Waiting mail"), list(self._waiting())),
            "expected": _table(_("Coming days"), list(_expected(at))),
            "pace": Pace.objects.filter(paused_until__gt=at).first(),
        }

    def _waiting(self) -> Iterator[Line]:
        sees_people = may_see_people(self.request)
        groups = (
            Delivery.objects.planned()
            .annotate(hour=TruncHour("next_try_at"))
            .values("notice__kind", "notice__topic", "cadence", "hour")
            .annotate(people=Count("pk"))
            .order_by("hour", "notice__kind", "notice__topic")[:GROUPS_SHOWN]
        )
        for group in groups:
            kind = kinds.find(group["notice__kind"])
            if kind is None:
                continue
            asked = {"kind": kind.key, "topic": group["notice__topic"], "hour": group["hour"].isoformat()}
            people = reverse("notices_staff:planned_people") + "?" + urlencode(asked)
            yield Line(
                title=str(kind.title),
                topic=group["notice__topic"],
                why=str(kind.description),
                when=f"{_moment(group['hour'])} · {Cadence(group['cadence']).label}",
                count=_count(group["people"], is_voluntary=kind.is_voluntary),
                address=people if sees_people and not kind.is_voluntary else "",
            )


def _expected(at: datetime) -> Iterator[Line]:
    """In the order of their days, within a day by kind."""
    today = timezone.localdate(at)
    found = [
        (kind, each)
        for kind in kinds.all_kinds()
        for each in (kind.expected(today, today + AHEAD) if kind.expected else ())
    ]
    for kind, each in sorted(found, key=lambda pair: pair[1].on):
        yield Line(
            title=str(kind.title),
            topic=each.topic,
            why=each.why,
            when=date_format(each.on, "Y. n. j.(D)"),
            count=_count(each.count, is_voluntary=kind.is_voluntary),
        )


def _count(people: int, *, is_voluntary: bool) -> str:
    if is_voluntary and people < SMALLEST_GROUP:
        return _("fewer than %(count)s") % {"count": SMALLEST_GROUP}
    return str(people)


def _moment(hour: datetime) -> str:
    return date_format(timezone.localtime(hour), "Y. n. j.(D) H:i")


def _table(caption: str, lines: list[Line]) -> Table:
    columns = [
        TitleColumn("title", label=_("Notice"), get_url=lambda line: line.address or None),
        Column("topic", label=_("About")),
        Column("why", label=_("Why")),
        Column("when", label=pgettext("delivery", "When")),
        NumberColumn("count", label=_("People")),
    ]
    return Table(columns, lines, caption=caption)


class PlannedPeopleView(StaffListing):
    """The people of one planned sending. Every page that was looked at leaves an access record."""

    page_title = gettext_lazy("Planned sendings")
    header_icon = "mail"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("people")
    index_url_name = "notices_staff:planned_people"
    index_results_url_name = "notices_staff:planned_people_results"
    search_fields: ClassVar = ["person__name", "person__employee_number"]
    default_ordering = ("person__name", "pk")
    columns: ClassVar = [
        Column("person", label=gettext_lazy("name of the person"), accessor="person.name", sort_key="person__name"),
        Column("number", label=gettext_lazy("employee number"), accessor="person.employee_number"),
        Column("notice", label=gettext_lazy("Notice"), accessor="notice.words.title"),
        Column("cadence", label=gettext_lazy("How often"), accessor="get_cadence_display"),
        MomentColumn("next_try_at", label=pgettext_lazy("delivery", "To be sent"), sort_key="next_try_at"),
    ]

    def may_see(self) -> bool:
        kind = kinds.find(self.request.GET.get("kind", ""))
        if kind is not None and kind.is_voluntary:
            raise PermissionDenied
        return may_see_people(self.request)

    def get_page_subtitle(self) -> str:
        kind = kinds.find(self.request.GET.get("kind", ""))
        return " · ".join(part for part in (str(kind.title) if kind else "", self.request.GET.get("topic", "")) if part)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("notices_staff:planned"), "label": _("Planned sendings")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle() or _("People")}]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        asked = self.request.GET
        rows = Delivery.objects.planned().select_related("notice", "person")
        hour = _hour(asked.get("hour", ""))
        if hour is None or kinds.find(asked.get("kind", "")) is None:
            return rows.none()
        rows = rows.filter(notice__kind=asked["kind"], notice__topic=asked.get("topic", ""))
        return rows.filter(next_try_at__gte=hour, next_try_at__lt=hour + timedelta(hours=1))

    def get_table(self, object_list: Any) -> Any:
        """The page of people, written down as looked at."""
        asked = _("planned sending: %(what)s") % {"what": self.get_page_subtitle()}
        record_view(self.request, asked, [row.person_id for row in object_list])
        return super().get_table(object_list)


def _hour(text: str) -> datetime | None:
    """The hour an address names; None where it is none, as the 45th day of a month."""
    try:
        hour = parse_datetime(text)
    except ValueError:
        return None
    # At both ends of the calendar there is no hour before or after, nor the same hour in another time zone.
    return hour if hour is not None and MINYEAR < hour.year < MAXYEAR else None
