"""Seeds 가온시: units, people, last year's transfers and reorganisation, leave, secondment, retirement, accounts.

Bulk inserts, because it runs at every first start; only what changes the tree goes through the services.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from ..choices import EmploymentState
from ..models import Audience, EmploymentPeriod, Membership, OrgUnit, Person
from ..rules import Span, overlay
from ..services import revise_unit
from .city import CITY, SINCE, UnitPlan
from .staff import ACCOUNTS, PersonPlan, plan_staff

__all__ = ["DEFAULT_PASSWORD", "seed_people"]

DEFAULT_PASSWORD = "friendly-counter-2026"  # noqa: S105 - demo accounts only, printed at start-up
MAIL_DOMAIN = "gaon.example"


@transaction.atomic
def seed_people(*, at: datetime, stdout: Any) -> None:
    """Create or complete the people of the demo city, as seen from the day of ``at``."""
    today = timezone.localdate(at)
    units = _open_units()
    plans = plan_staff(today.year)
    known = set(Person.objects.values_list("employee_number", flat=True))
    new = [plan for plan in plans if plan.sign_in_name not in known]
    if new:
        _hire(new, units, today)
        _assign_roles()
    _reorganise(today.year - 1)
    _describe_audiences()
    _set_passwords()
    stdout.write(f"people: {len(new)} new, {Person.objects.count()} in all, {len(units)} units")


def _open_units() -> dict[str, OrgUnit]:
    """The units by code, in their first edition: level by level, so that a parent has its key."""
    units = {unit.code: unit for unit in OrgUnit.objects.order_by("-valid_from")}
    level: list[tuple[UnitPlan, OrgUnit | None]] = [(CITY, None)]
    while level:
        missing = [
            OrgUnit(code=plan.code, name=plan.name, kind=plan.kind, parent=parent, sort_order=order, valid_from=SINCE)
            for order, (plan, parent) in enumerate(level)
            if plan.code not in units
        ]
        for unit in missing:
            unit.place()
        OrgUnit.objects.bulk_create(missing)
        units |= {unit.code: unit for unit in missing}
        level = [(below, units[plan.code]) for plan, _ in level for below in plan.below]
    return units


def _hire(plans: list[PersonPlan], units: dict[str, OrgUnit], today: date) -> None:
    people = Person.objects.bulk_create(
        Person(
            employee_number=plan.sign_in_name,
            name=plan.name,
            email=f"{plan.sign_in_name}@{MAIL_DOMAIN}",
            grade=plan.grade,
            rank_title=plan.rank_title,
            job_series=plan.job_series,
            position=plan.position,
            password=make_password(None),
        )
        for plan in plans
    )
    chance = Random(810)  # noqa: S311 - for believable variety, not for secrets
    belongings: list[Membership] = []
    employment: list[EmploymentPeriod] = []
    for number, (person, plan) in enumerate(zip(people, plans, strict=True)):
        states = _employment(number, plan, today.year)
        left_on = next((span.start for span in states if span.value == EmploymentState.RETIRED), None)
        employment += [
            EmploymentPeriod(person=person, state=span.value, valid_from=span.start, valid_to=span.end)
            for span in states
        ]
        belongings += [
            Membership(person=person, unit=units[span.value], valid_from=span.start, valid_to=span.end)
            for span in _belonging(number, plan, units, chance, today.year, left_on)
        ]
    EmploymentPeriod.objects.bulk_create(employment)
    Membership.objects.bulk_create(belongings)


def _is_plain(plan: PersonPlan) -> bool:
    """Neither a head nor an account: those stay where the stories of the demo need them."""
    return not plan.position and not plan.account


def _employment(number: int, plan: PersonPlan, this_year: int) -> list[Span[str]]:
    """Employed since the first day; a few on leave (parents, mostly), seconded or retired."""
    spans: list[Span[str]] = [Span(EmploymentState.EMPLOYED, plan.hired_on)]
    if not _is_plain(plan) or plan.hired_on >= date(this_year - 1, 1, 1):
        return spans
    if number % 41 == 7:
        return overlay(spans, Span(EmploymentState.ON_LEAVE, date(this_year - 1, 10, 1), date(this_year + 1, 9, 30)))
    if number % 67 == 11:
        return overlay(spans, Span(EmploymentState.SECONDED, date(this_year, 1, 1), date(this_year + 1, 12, 31)))
    if number % 45 == 13:
        last_day = date(this_year - 1, 6, 30) if number % 2 else date(this_year - 1, 12, 31)
        return overlay(spans, Span(EmploymentState.RETIRED, last_day + timedelta(days=1)))
    return spans


def _belonging(
    number: int,
    plan: PersonPlan,
    units: dict[str, OrgUnit],
    chance: Random,
    this_year: int,
    left_on: date | None,
) -> list[Span[str]]:
    """One unit for most; every ninth came from another one with last year's 정기인사 of January or July."""
    spans = [Span(plan.unit, plan.hired_on)]
    moved_on = date(this_year - 1, 1 if number % 2 else 7, 1)
    if _is_plain(plan) and number % 9 == 2 and plan.hired_on < moved_on - timedelta(days=365):
        teams = sorted(code for code, unit in units.items() if unit.kind == OrgUnit.Kind.TEAM and code != plan.unit)
        spans = overlay([Span(chance.choice(teams), plan.hired_on)], Span(plan.unit, moved_on))
    if left_on is not None:
        spans = [
            Span(span.value, span.start, min(span.end or left_on, left_on - timedelta(days=1)))
            for span in spans
            if span.start < left_on
        ]
    return spans


def _assign_roles() -> None:
    for account, _name, _unit, _series, _grade, _position, role in ACCOUNTS:
        if role:
            Person.objects.get(employee_number=account).groups.add(Group.objects.get(name=role))


def _reorganise(last_year: int) -> None:
    """조직개편 of last July: 환경국 became 환경녹지국 and took 공원녹지과 over from 도시국."""
    on = date(last_year, 7, 1)
    bureau = OrgUnit.objects.filter(code="A60").order_by("-valid_from")[0]
    if bureau.name != "환경녹지국":
        bureau, _ = revise_unit(unit=bureau, on=on, name="환경녹지국")
        parks = OrgUnit.objects.get(code="A4003", valid_to=None)
        revise_unit(unit=parks, on=on, parent=bureau)


def _describe_audiences() -> None:
    """Two audiences to look at and to copy."""
    counters = [
        {"join": "or", "unit": _unit(code), "with_below": True} for code in ("A2003", "A2006", "B1002", "B2002")
    ]
    wanted = {
        "민원 창구 직원": (
            "민원실, 콜센터, 구 민원여권과에서 시민을 맞이하는 직원",
            [("unit", one) for one in counters],
        ),
        "새내기 공무원": (
            "8급과 9급. 콜센터는 따로 교육합니다.",
            [
                ("grade", {"join": "or", "highest": 8, "lowest": 9, "without_grade": False}),
                ("unit", {"join": "except", "unit": _unit("A2006"), "with_below": True}),
            ],
        ),
    }
    for name, (description, clauses) in wanted.items():
        Audience.objects.get_or_create(name=name, defaults={"description": description, "clauses": clauses})


def _unit(code: str) -> OrgUnit:
    return OrgUnit.objects.filter(code=code).order_by("-valid_from")[0]


def _set_passwords() -> None:
    """One hash for all demo accounts: they share the password anyway. Nobody else can sign in."""
    password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
    accounts = Person.objects.filter(employee_number__in=[account[0] for account in ACCOUNTS])
    if not all(check_password(password, one) for one in set(accounts.values_list("password", flat=True))):
        accounts.update(password=make_password(password))
