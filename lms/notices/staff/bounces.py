"""반송 주소: addresses that the mail server says do not exist, and taking one off the list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn

from lms.core import clock
from lms.people.admin.listing import MomentColumn, StaffListing
from lms.people.admin.watching import record_view
from lms.people.requests import person_of

from .. import services
from ..models import Bounce
from .entitlement import StaffScreen

__all__ = ["BouncesView", "ClearView"]


class BouncesView(StaffListing):
    """The latest first. Every page that was looked at leaves an access record."""

    page_title = gettext_lazy("Refused addresses")
    header_icon = "mail"
    paginate_by = 50
    verbose_name_plural = gettext_lazy("refused addresses")
    index_url_name = "notices_staff:bounces"
    index_results_url_name = "notices_staff:bounces_results"
    search_fields: ClassVar = ["address", "person__name", "person__employee_number"]
    default_ordering = ("-bounced_at", "-pk")
    columns: ClassVar = [
        TitleColumn("address", label=gettext_lazy("Address"), url_name="notices_staff:clear_bounce"),
        Column("person", label=gettext_lazy("name of the person"), accessor="person.name"),
        Column("answer", label=gettext_lazy("Answer of the mail server")),
        MomentColumn("bounced_at", label=gettext_lazy("Refused"), sort_key="bounced_at"),
    ]

    def may_see(self) -> bool:
        return person_of(self.request).has_perm("notices.view_bounce")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_base_queryset(self) -> QuerySet[Bounce]:
        return Bounce.objects.select_related("person")

    def get_table(self, object_list: Any) -> Any:
        """The page of addresses, written down as looked at."""
        record_view(self.request, _("refused addresses"), [row.person_id for row in object_list if row.person_id])
        return super().get_table(object_list)


class ClearView(StaffScreen, TemplateView):
    """The question and the act."""

    template_name = "notices/staff/clear_bounce.html"
    page_title = gettext_lazy("Take off the list")

    def may_see(self) -> bool:
        return person_of(self.request).has_perm("notices.delete_bounce")

    @cached_property
    def bounce(self) -> Bounce:
        found = Bounce.objects.select_related("person").filter(pk=self.kwargs["bounce_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.bounce.address

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("notices_staff:bounces"), "label": _("Refused addresses")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.bounce.address}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.bounce.person
        if person is not None:
            record_view(self.request, _("refused addresses"), [person.pk])
        is_current = person is not None and person.email.lower() == self.bounce.address
        return super().get_context_data(**kwargs) | {"bounce": self.bounce, "is_current": is_current}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it off the list; what it kept back is planned anew."""
        count = services.clear_bounce(bounce=self.bounce, at=clock.now())
        said = ngettext(
            "%(address)s is off the list; %(count)s mail is planned anew.",
            "%(address)s is off the list; %(count)s mails are planned anew.",
            count,
        )
        messages.success(request, said % {"address": self.bounce.address, "count": count})
        return HttpResponseRedirect(reverse("notices_staff:bounces"))
