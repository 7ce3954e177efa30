"""The people of the tests, by role. Their units and employment go back to 2020, so that any day of a test finds them.

가온시 ─ 복지국 ─ 생활보장과 (learner, its head ``manager``, colleague) ─ 생활지원팀
       ├ 도시국 ─ 건축과 (outsider, its head ``other_manager``)
       └ 행정국 ─ 인재개발과 (trainer, hr_officer, administrator)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from lms.core import clock as core_clock
from lms.people import roles
from lms.people.models import EmploymentPeriod, Membership, OrgUnit, Person
from lms.people.services import set_employment

__all__ = [
    "PASSWORD",
    "SEOUL",
    "SINCE",
    "HeldClock",
    "administrator",
    "city",
    "clock",
    "colleague",
    "hire",
    "hr_officer",
    "learner",
    "manager",
    "other_manager",
    "outsider",
    "sign_in",
    "trainer",
]

PASSWORD = "friendly-counter-2026"
SEOUL = ZoneInfo("Asia/Seoul")
SINCE = date(2020, 1, 1)


def open_unit(code: str, name: str, kind: str, parent: OrgUnit | None = None) -> OrgUnit:
    """A unit that exists since 2020, written as ``create_unit`` would: two thousand tests begin with eight of them."""
    unit = OrgUnit(code=code, name=name, kind=kind, parent=parent, valid_from=SINCE)
    unit.place()
    unit.save()
    return unit


def hire(
    number: str,
    name: str,
    unit: OrgUnit | None,
    *,
    role: str | None = None,
    state: str = EmploymentPeriod.State.EMPLOYED,
    since: date = SINCE,
    **fields: object,
) -> Person:
    """A person with password PASSWORD, employed since ``since`` in ``unit``; from then on in ``state``."""
    usual = {"email": f"{number.lower()}@gaon.example", "grade": 7, "rank_title": "행정7급", "job_series": "행정"}
    person = Person.objects.create_user(number, PASSWORD, name=name, **(usual | fields))
    # A first period and a first belonging, as ``set_employment`` and ``move_person`` would write them.
    EmploymentPeriod.objects.create(person=person, state=EmploymentPeriod.State.EMPLOYED, valid_from=since)
    if state != EmploymentPeriod.State.EMPLOYED:
        set_employment(person=person, state=state, on=since)
    if unit is not None and state != EmploymentPeriod.State.RETIRED:
        Membership.objects.create(person=person, unit=unit, valid_from=since)
    if role is not None:
        person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def city(db: None) -> SimpleNamespace:
    """The units by a short English name: ``city.welfare``, ``city.livelihood``, …"""
    root = open_unit("GAON", "가온시", OrgUnit.Kind.CITY)
    welfare = open_unit("WELFARE", "복지국", OrgUnit.Kind.BUREAU, root)
    livelihood = open_unit("LIVELIHOOD", "생활보장과", OrgUnit.Kind.DIVISION, welfare)
    support = open_unit("SUPPORT", "생활지원팀", OrgUnit.Kind.TEAM, livelihood)
    urban = open_unit("URBAN", "도시국", OrgUnit.Kind.BUREAU, root)
    building = open_unit("BUILDING", "건축과", OrgUnit.Kind.DIVISION, urban)
    affairs = open_unit("AFFAIRS", "행정국", OrgUnit.Kind.BUREAU, root)
    talent = open_unit("TALENT", "인재개발과", OrgUnit.Kind.DIVISION, affairs)
    return SimpleNamespace(
        root=root,
        welfare=welfare,
        livelihood=livelihood,
        support=support,
        urban=urban,
        building=building,
        affairs=affairs,
        talent=talent,
    )


@pytest.fixture
def learner(city: SimpleNamespace) -> Person:
    """An officer of 생활보장과."""
    return hire("20210007", "김하늘", city.livelihood)


@pytest.fixture
def colleague(city: SimpleNamespace) -> Person:
    """Another officer of the learner's unit, with a rare name."""
    return hire("20210008", "뷁똠펲", city.livelihood)


@pytest.fixture
def manager(city: SimpleNamespace) -> Person:
    """The head of the learner's unit."""
    return hire("20050001", "박서준", city.livelihood, position="division_head", grade=4, rank_title="서기관")


@pytest.fixture
def outsider(city: SimpleNamespace) -> Person:
    """An officer of another unit, who may see nothing of the learner."""
    return hire("20190003", "이나래", city.building)


@pytest.fixture
def other_manager(city: SimpleNamespace) -> Person:
    """The head of the outsider's unit: a manager, but not the learner's."""
    return hire("20040002", "최가람", city.building, position="division_head", grade=4, rank_title="서기관")


@pytest.fixture
def trainer(city: SimpleNamespace) -> Person:
    """Publishes courses; leads nobody. Section rights come from a group of the test's own."""
    return hire("20160005", "정다온", city.talent, role=roles.TRAINER)


@pytest.fixture
def hr_officer(city: SimpleNamespace) -> Person:
    """Sees everybody's records."""
    return hire("20150004", "한결", city.talent, role=roles.HR_OFFICER)


@pytest.fixture
def administrator(city: SimpleNamespace) -> Person:
    """May do everything that roles allow, without being a superuser."""
    return hire("20140006", "남궁솔", city.talent, role=roles.ADMINISTRATOR)


@pytest.fixture
def sign_in() -> Callable[[Person | None], Client]:
    """``sign_in(person)``: a browser in which that person is signed in; ``None`` for nobody."""

    def open_client(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return open_client


class HeldClock:
    """The product's clock, held: ``clock.now``, ``clock.today``, ``clock.set(…)``, ``clock.advance(days=1)``."""

    def __init__(self, moment: datetime) -> None:
        self._stack = ExitStack()
        self.set(moment)

    @property
    def now(self) -> datetime:
        return core_clock.now()

    @property
    def today(self) -> date:
        return core_clock.today()

    def set(self, moment: datetime) -> None:
        """Hold the clock at ``moment``; without a zone it is meant as Seoul time."""
        self._stack.close()
        self._stack.enter_context(core_clock.set_to(moment if moment.tzinfo else moment.replace(tzinfo=SEOUL)))

    def advance(self, **duration: float) -> None:
        """Move on by ``timedelta(**duration)``."""
        self.set(self.now + timedelta(**duration))

    def release(self) -> None:
        self._stack.close()


@pytest.fixture
def clock() -> Iterator[HeldClock]:
    """Held at Thursday, 2026. 3. 5. 08:50 in Seoul until a test sets it."""
    held = HeldClock(datetime(2026, 3, 5, 8, 50, tzinfo=SEOUL))
    yield held
    held.release()
