"""발송 내역: what became of each mail, by state and reason, and sending again."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from lms.core import clock
from lms.people.admin.listing import MomentColumn, StaffListing
from lms.people.admin.watching import record_view
from lms.people.requests import person_of

from .. import kinds, services
from ..choices import Cause, State
from ..models import Delivery
from ..services.mending import REPEATABLE
from .entitlement import StaffScreen, may_see_people, named_kinds

__all__ = ["DeliveriesView", "DeliveryView", "send_all_again"]

MAY_MEND = "notices.change_delivery"
#: So many are planned anew with one click.
AT_ONCE = 5_000


class DeliveryFilters(WagtailFilterSet):
    """By state, reason, kind and day."""

    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=State.choices)
    cause = django_filters.ChoiceFilter(
        label=gettext_lazy("Reason"), choices=[choice for choice in Cause.choices if choice[0]]
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), field_name="notice__kind", choices=())
    changed_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Last change"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(kind.key, kind.title) for kind in kinds.all_kinds() if not kind.is_voluntary]
        self.filters["kind"].extra["choices"] = known
        self.form.fields["kind"].choices = [("", "---------"), *known]


def _rows() -> QuerySet[Delivery]:
    """Deliveries of kinds that are not voluntary: of the others staff learn no names."""
    return Delivery.objects.filter(notice__kind__in=named_kinds()).select_related("notice", "person")


def _why(delivery: Delivery) -> str:
    return str(delivery.get_cause_display())


def _is_trouble(delivery: Delivery) -> bool:
    return delivery.state in REPEATABLE


class DeliveriesView(StaffListing):
    """The latest changes first. Every page that was looked at leaves an access record."""

    page_title = gettext_lazy("Deliveries")
    header_icon = "mail"
    paginate_by = 50
    results_template_name = "notices/staff/delivery_results.html"
    verbose_name_plural = gettext_lazy("deliveries")
    index_url_name = "notices_staff:deliveries"
    index_results_url_name = "notices_staff:deliveries_results"
    search_fields: ClassVar = ["person__name", "person__employee_number", "notice__topic", "message_id"]
    filterset_class = DeliveryFilters
    default_ordering = ("-changed_at", "-pk")
    columns: ClassVar = [
        TitleColumn(
            "person",
            label=gettext_lazy("name of the person"),
            accessor="person.name",
            url_name="notices_staff:delivery",
            classname="w-whitespace-nowrap",
        ),
        Column("number", label=gettext_lazy("employee number"), accessor="person.employee_number"),
        Column("notice", label=gettext_lazy("Notice"), accessor="notice.words.title"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display", primary=_is_trouble, sort_key="state"
        ),
        Column("cause", label=gettext_lazy("Reason"), accessor=_why),
        MomentColumn("sent_at", label=pgettext_lazy("delivery", "Sent"), sort_key="sent_at"),
        MomentColumn("next_try_at", label=pgettext_lazy("delivery", "To be sent"), sort_key="next_try_at"),
    ]

    def may_see(self) -> bool:
        return may_see_people(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return _rows()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        states = self.request.GET.getlist("state")
        may_mend = person_of(self.request).has_perm(MAY_MEND)
        is_repeatable = bool(states) and set(states) <= set(REPEATABLE) and bool(context["object_list"])
        return context | {"may_send_again": may_mend and is_repeatable, "asked": self.request.GET.urlencode()}

    def get_table(self, object_list: Any) -> Any:
        """The page of deliveries, written down as looked at."""
        record_view(self.request, _("list of deliveries"), [row.person_id for row in object_list])
        return super().get_table(object_list)


@require_POST
def send_all_again(request: HttpRequest) -> HttpResponse:
    """Plan anew whatever the filters of the list show and did not arrive."""
    if not may_see_people(request) or not person_of(request).has_perm(MAY_MEND):
        raise PermissionDenied
    states = set(request.GET.getlist("state"))
    found = DeliveryFilters(request.GET, queryset=_rows(), request=request)
    if states and states <= set(REPEATABLE) and found.form.is_valid():
        ids = list(found.qs.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        count = services.send_again(deliveries=ids, at=clock.now())
        said = ngettext("%(count)s mail is planned anew.", "%(count)s mails are planned anew.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("Nothing was planned anew. Please filter by failed, unknown or refused first."))
    return HttpResponseRedirect(reverse("notices_staff:deliveries"))


class DeliveryView(StaffScreen, TemplateView):
    """One delivery: what the server said, under which Message-ID its log has it, and what can be done."""

    template_name = "notices/staff/delivery.html"
    page_title = gettext_lazy("Delivery")

    def may_see(self) -> bool:
        return may_see_people(self.request)

    @cached_property
    def delivery(self) -> Delivery:
        found = _rows().filter(pk=self.kwargs["delivery_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_subtitle(self) -> str:
        return self.delivery.person.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("notices_staff:deliveries"), "label": _("Deliveries")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.delivery.person.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = _("delivery: %(what)s") % {"what": self.delivery.notice.words.title}
        record_view(self.request, asked, [self.delivery.person_id])
        kind = kinds.find(self.delivery.notice.kind)
        may_mend = person_of(self.request).has_perm(MAY_MEND)
        return super().get_context_data(**kwargs) | {
            "delivery": self.delivery,
            "kind": kind,
            "may_send_again": may_mend and self.delivery.state in REPEATABLE,
            "may_mark_arrived": may_mend and self.delivery.state == State.UNKNOWN,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """``do=again`` or ``do=arrived``."""
        if not person_of(request).has_perm(MAY_MEND):
            raise PermissionDenied
        if request.POST.get("do") == "arrived":
            done = services.mark_arrived(deliveries=[self.delivery.pk], at=clock.now())
            said = _("The mail is marked as arrived.")
        else:
            done = services.send_again(deliveries=[self.delivery.pk], at=clock.now())
            said = _("The mail is planned anew.")
        if done:
            messages.success(request, said)
        else:
            messages.info(request, _("Nothing was changed. Its state is another one meanwhile."))
        return HttpResponseRedirect(reverse("notices_staff:delivery", args=[self.delivery.pk]))
