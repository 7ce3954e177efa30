"""우리 부서 다짐: the list by quarter, and the form of a unit's head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.people.models import OrgUnit
from lms.people.requests import person_of
from lms.people.services import led_units
from lms.reports.tree import OrgTree

from .habit_forms import UnitPromiseForm
from .models import UnitPromise
from .quarters import Quarter
from .services.unit_promises import UnitPromiseRefused, Words, edition_of, keep_unit_promise, may_keep

__all__ = ["list_unit_promises", "write_unit_promise"]


@dataclass(frozen=True)
class Group:
    """The promises of one part of the city, in the order of the organisation chart."""

    name: str
    promises: Sequence[UnitPromise]


@require_safe
def list_unit_promises(request: HttpRequest) -> HttpResponse:
    """Every unit's promise of a quarter, by the parts of the city; for a head, the way to their own."""
    person, on = person_of(request), clock.today()
    now = Quarter.of(on)
    quarter = _asked(request, now)
    promises = list(
        UnitPromise.objects.filter(year=quarter.year, quarter=quarter.number).select_related("unit", "campaign")
    )
    written = {promise.unit_code for promise in promises}
    led = list(led_units(person, on)) if quarter.may_change(on=on) else []
    context = {
        "quarter": quarter,
        "is_current": quarter == now,
        "before": quarter.before,
        "after": quarter.after if quarter < now else None,
        "groups": _grouped(promises, OrgTree.of(on)),
        "count": len(promises),
        "done": sum(promise.done_at is not None for promise in promises),
        "own": [(unit, unit.code in written) for unit in led],
        "own_codes": {unit.code for unit in led},
    }
    return render(request, "pledges/unit_promises.html", context)


def _asked(request: HttpRequest, now: Quarter) -> Quarter:
    """The quarter that the address names, up to the current one; else the current one."""
    year, _dash, number = request.GET.get("quarter", "").partition("-")
    if year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}:
        return min(max(Quarter(int(year), int(number)), Quarter(2000, 1)), now)
    return now


def _grouped(promises: Sequence[UnitPromise], tree: OrgTree) -> list[Group]:
    """Under the part of the city that each unit belongs to today; units that are gone at the end, by their old name."""
    turn = {branch.code: place for place, branch in enumerate(tree.walk())}
    groups: dict[str, list[UnitPromise]] = defaultdict(list)
    for promise in sorted(promises, key=lambda each: (turn.get(each.unit_code, len(turn)), each.unit.path)):
        branch = tree.by_code.get(promise.unit_code)
        above = [*branch.ancestors, branch] if branch else []
        groups[above[min(1, len(above) - 1)].name if above else _("former units")].append(promise)
    return [Group(name, found) for name, found in groups.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def write_unit_promise(request: HttpRequest, unit_id: int, year: int, number: int) -> HttpResponse:
    """The form of one unit and quarter. Only its head gets in."""
    person, on = person_of(request), clock.today()
    unit = get_object_or_404(OrgUnit, pk=unit_id)
    if not may_keep(person, unit, on=on):
        raise PermissionDenied
    quarter = Quarter(year, number) if 1 <= number <= 4 else None
    back = f"{reverse('pledges:list_unit_promises')}?quarter={year}-{number}"
    if quarter is None or not quarter.may_change(on=on):
        messages.error(request, _("This quarter can no longer be changed. Write the promise of the current one."))
        return redirect("pledges:list_unit_promises")
    found = UnitPromise.objects.filter(unit_code=unit.code, year=year, quarter=number)
    promise = found.first()
    initial = {"is_done": bool(promise and promise.done_at), "edition": edition_of(promise)}
    # An instance of its own: a form writes what was typed into the one it is given.
    form = UnitPromiseForm(request.POST or None, instance=found.first(), initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        words = Words(cleaned["act"], cleaned["before"], cleaned["after"], cleaned["is_done"])
        try:
            keep_unit_promise(
                unit=unit, quarter=quarter, words=words, seen_edition=cleaned["edition"], by=person, at=clock.now()
            )
        except UnitPromiseRefused as refusal:
            form.add_error(None, str(refusal))
            # What stands there now is shown beside the words, so that the next try knows it.
            promise = found.first()
            data = request.POST.copy()
            data["edition"] = str(edition_of(promise))
            form.data = data
        else:
            messages.success(request, _("The promise of %(unit)s is kept.") % {"unit": unit.name})
            return redirect(back)
    context = {
        "unit": unit,
        "quarter": quarter,
        "promise": promise,
        "form": form,
        "editions": promise.editions.select_related("written_by") if promise else [],
        "back": back,
    }
    return render(request, "pledges/unit_promise_form.html", context)
