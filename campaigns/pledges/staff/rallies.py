"""다짐 대회 in the admin: the rallies, the address of a board, the sheet of paper and what was written on it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.core import clock, groups
from lms.core.choosers import SnippetChooser
from lms.people.admin.listing import MomentColumn
from lms.people.admin.watching import record_view
from lms.people.models import OrgUnit
from lms.people.requests import person_of
from lms.people.services import address_secret, units_of

from ..models import Rally, RallyAttendance
from ..services.rallies import board_of, enter_from_sheet, listed, open_board, renew_board, revoke_board

__all__ = ["RallyViewSet", "change_board", "enter_sheet", "print_sheet", "show_rally"]

MAY_MANAGE = "pledges.change_rally"
LINES_ON_SHEET = 120
MOST_NUMBERS = 2_000


class RallyViewSet(SnippetViewSet):
    """The rallies; a line leads to what can be done on the day."""

    model = Rally
    chooser_viewset_class = SnippetChooser
    icon = "group"
    menu_label = gettext_lazy("Pledge rallies")
    menu_name = "rallies"
    admin_url_namespace = "rallies"
    base_url_path = "rallies"
    list_display: ClassVar = [
        TitleColumn("title", label=gettext_lazy("title"), url_name="rally_staff:show_rally"),
        Column("campaign", label=gettext_lazy("campaign"), accessor="campaign.title"),
        MomentColumn("starts_at", label=gettext_lazy("begins"), sort_key="starts_at"),
        Column("place", label=gettext_lazy("place")),
    ]
    search_fields: ClassVar = ["title", "place"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = False
    panels: ClassVar = [
        FieldPanel("campaign", heading=gettext_lazy("campaign")),
        FieldPanel("title"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=gettext_lazy("When")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rally]:
        """With the campaigns they belong to."""
        return Rally.objects.select_related("campaign")


@require_safe
def show_rally(request: HttpRequest, rally_id: int) -> HttpResponse:
    """One rally on its day: the board, the sheet, how many were there."""
    rally = _rally_or_403(request, rally_id)
    board = board_of(rally)
    secret = address_secret(board) if board else ""
    address = request.build_absolute_uri(reverse("pledges:show_board", args=[secret])) if secret else ""
    context = {
        "rally": rally,
        "board": board,
        "address": address,
        **_counted(rally),
        **_frame(rally.title, []),
    }
    return TemplateResponse(request, "pledges/staff/rally.html", context)


@require_POST
def change_board(request: HttpRequest, rally_id: int) -> HttpResponse:
    """Open, renew or revoke the address of the board."""
    rally = _rally_or_403(request, rally_id)
    by, at = person_of(request), clock.now()
    wanted = request.POST.get("do", "")
    if wanted == "open":
        open_board(rally=rally, by=by, at=at)
        messages.success(request, _("The board has an address. Open it on the screen of the hall."))
    elif wanted == "renew":
        renew_board(rally=rally, by=by, at=at, seen=request.POST.get("seen", ""))
        messages.success(request, _("The board has a new address. The one before is closed."))
    elif wanted == "revoke":
        revoke_board(rally=rally, by=by, at=at)
        messages.success(request, _("The address of the board was revoked. Screens that show it close by themselves."))
    return HttpResponseRedirect(reverse("rally_staff:show_rally", args=[rally.pk]))


@require_safe
def print_sheet(request: HttpRequest, rally_id: int) -> HttpResponse:
    """Empty lines to sign on paper, for when the network is away. Nobody's name stands on it beforehand."""
    rally = _rally_or_403(request, rally_id)
    return render(request, "pledges/staff/rally_sheet.html", {"rally": rally, "lines": range(1, LINES_ON_SHEET + 1)})


class SheetForm(forms.Form):
    """What was written on the paper."""

    numbers = forms.CharField(
        label=gettext_lazy("Employee numbers"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, or with spaces or commas between them. Numbers entered before do no harm."),
    )

    def clean_numbers(self) -> list[Any]:
        """The people with these numbers. Names every number that is nobody's; what was typed stays in the field."""
        numbers = [each for each in re.split(r"[\s,;·]+", self.cleaned_data["numbers"]) if each]
        if len(numbers) > MOST_NUMBERS:
            raise forms.ValidationError(
                _("These are more than %(most)s numbers. Enter them in several parts.") % {"most": f"{MOST_NUMBERS:,}"}
            )
        found = listed(numbers)
        if found.unknown:
            raise forms.ValidationError(
                _("Nothing was entered. Nobody has these employee numbers: %(numbers)s. Correct or remove them.")
                % {"numbers": ", ".join(found.unknown)}
            )
        return found.people


@require_http_methods(["GET", "HEAD", "POST"])
def enter_sheet(request: HttpRequest, rally_id: int) -> HttpResponse:
    """Enter the paper sheet by employee numbers: first whose they are is shown, then they are entered."""
    rally = _rally_or_403(request, rally_id)
    form = SheetForm(request.POST or None)
    people: list[Any] = []
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["numbers"]
        if "confirmed" in request.POST:
            new = enter_from_sheet(rally=rally, people=people, by=person_of(request))
            said = ngettext("%(new)s attendance was entered.", "%(new)s attendances were entered.", new) % {"new": new}
            if before := len(people) - new:
                said += " " + ngettext("%(count)s was known already.", "%(count)s were known already.", before) % {
                    "count": before
                }
            messages.success(request, said)
            return HttpResponseRedirect(reverse("rally_staff:show_rally", args=[rally.pk]))
        record_view(request, _("people of a rally's sheet"), [person.pk for person in people])
    title = _("Enter the sheet")
    units = units_of([person.pk for person in people], clock.local_day(rally.starts_at))
    label = _("Enter these people") if people else _("Check the numbers")
    context = {
        "rally": rally,
        "form": form,
        "rows": [{"person": person, "unit": units.get(person.pk)} for person in people],
        "submit_button_label": label,
        "submit_button_active_label": label,
        "action_url": request.path,
        **_frame(title, [{"url": reverse("rally_staff:show_rally", args=[rally.pk]), "label": rally.title}]),
    }
    return TemplateResponse(request, "pledges/staff/enter_sheet.html", context)


def _rally_or_403(request: HttpRequest, rally_id: int) -> Rally:
    if not request.user.has_perm(MAY_MANAGE):
        raise PermissionDenied
    rally: Rally = get_object_or_404(Rally.objects.select_related("campaign"), pk=rally_id)
    return rally


def _counted(rally: Rally) -> dict[str, Any]:
    """How many were there, and from which bureau; nothing that speaks of fewer than five people."""
    paths = RallyAttendance.objects.filter(rally=rally).values_list("unit__path", flat=True)
    bureaus: Counter[str] = Counter("/".join((path or "").split("/")[:3]) for path in paths)
    total = sum(bureaus.values())
    editions = OrgUnit.objects.filter(path__in=[f"{path}/" for path in bureaus]).order_by("valid_from")
    names = {path.rstrip("/"): name for path, name in editions.values_list("path", "name")}
    told = groups.protected(bureaus)
    lines = [{"name": names.get(path) or _("no unit"), "count": told[path]} for path in sorted(bureaus)]
    hidden = sum(count for path, count in bureaus.items() if told[path] is None)
    return {
        "total": total if total >= groups.SMALLEST_GROUP else None,
        "nobody": not total,
        "lines": [line for line in lines if line["count"] is not None],
        "hidden": hidden if hidden >= groups.SMALLEST_GROUP else 0,
    }


def _frame(title: str, above: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("rallies:list"), "label": _("Pledge rallies")},
            *above,
            {"url": "", "label": title},
        ],
    }
