"""다짐 검토: words that wait to be read, without their authors, and the decision over many of them at once."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from lms.core import clock
from lms.people.admin.listing import DayColumn, StaffListing
from lms.people.requests import person_of

from ..models import CampaignPage, Promise
from ..services.moderating import Seen, approve, give_back

__all__ = ["MAY_MODERATE", "PromisesView"]

MAY_MODERATE = "pledges.moderate_promise"


class DecisionForm(forms.Form):
    """What is to become of the lines that are ticked."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("return", "return")])
    reason = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "return" and not cleaned.get("reason", "").strip():
            self.add_error(
                "reason",
                _("Nothing was returned: the reason is missing. The author reads it. Please write one sentence."),
            )
        return cleaned


class PromiseFilters(WagtailFilterSet):
    """By state and campaign."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Promise.State.choices, empty_label=gettext_lazy("all")
    )
    campaign = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Campaign"),
        field_name="pledge__campaign",
        queryset=CampaignPage.objects.order_by("-signs_on"),
    )

    class Meta:
        model = Promise
        fields: ClassVar[list[str]] = []


class TickColumn(Column):
    """A box whose value says which words were seen."""

    def get_value(self, instance: Promise) -> SafeString:
        return format_html(
            '<input type="checkbox" name="seen" value="{}" form="decision" aria-label="{}">',
            Seen.of(instance),
            _("Choose: %(words)s") % {"words": instance.words},
        )


def _name_words(promise: Promise) -> str:
    return _("with the name") if promise.shows_name else _("without a name")


def _is_waiting(promise: Promise) -> bool:
    return promise.state == Promise.State.WAITING


class PromisesView(StaffListing):
    """The oldest that wait first. Neither name nor unit is shown: the words are judged, not who wrote them."""

    page_title = gettext_lazy("Promises to be read")
    header_icon = "check"
    paginate_by = 50
    results_template_name = "pledges/staff/promise_results.html"
    verbose_name_plural = gettext_lazy("promises")
    index_url_name = "pledges_staff:moderate_promises"
    index_results_url_name = "pledges_staff:moderate_promises_results"
    search_fields: ClassVar = ["words"]
    filterset_class = PromiseFilters
    default_ordering = ("written_at", "pk")
    columns: ClassVar = [
        TickColumn("tick", label=gettext_lazy("Choose")),
        Column("words", label=gettext_lazy("my promise"), accessor="words"),
        Column("name", label=gettext_lazy("Shown"), accessor=_name_words),
        Column("campaign", label=gettext_lazy("Campaign"), accessor="pledge.campaign.title"),
        DayColumn("written_at", label=gettext_lazy("Written"), sort_key="written_at"),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display", primary=_is_waiting),
        Column("reason", label=gettext_lazy("Reason"), accessor="reason"),
    ]
    decision: DecisionForm | None = None

    def may_see(self) -> bool:
        return person_of(self.request).has_perm(MAY_MODERATE)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_base_queryset(self) -> QuerySet[Promise]:
        living = Promise.objects.filter(pledge__withdrawn_at=None).exclude(pledge__person=person_of(self.request))
        if not self.request.GET.get("state") and "state" not in self.request.GET:
            living = living.filter(state=Promise.State.WAITING)
        return living.select_related("pledge__campaign")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"decision": self.decision or DecisionForm(), "asked": self.request.GET.urlencode()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide over what is ticked. What another moderator decided meanwhile, or its author changed, stays."""
        form = DecisionForm(request.POST)
        seen = [each for each in map(Seen.parse, request.POST.getlist("seen")) if each]
        person, at = person_of(request), clock.now()
        if not form.is_valid():
            messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        elif not seen:
            messages.error(request, _("Nothing is chosen. Please tick the lines you have read."))
        elif form.cleaned_data["decision"] == "approve":
            count = approve(seen=seen, by=person, at=at)
            said = ngettext("%(count)d line was approved.", "%(count)d lines were approved.", count)
            _say(request, said % {"count": count}, left=len(seen) - count)
        else:
            count = give_back(seen=seen, by=person, at=at, reason=form.cleaned_data["reason"])
            said = ngettext("%(count)d line was returned.", "%(count)d lines were returned.", count)
            _say(request, said % {"count": count}, left=len(seen) - count)
        query = request.GET.urlencode()
        return HttpResponseRedirect(reverse(self.index_url_name) + (f"?{query}" if query else ""))


def _say(request: HttpRequest, said: str, *, left: int) -> None:
    messages.success(request, said)
    if left:
        why = _("%(count)d were changed or decided by somebody else meanwhile and stay as they are.") % {"count": left}
        messages.info(request, why)
