"""가온시: believable, whole, the same every time, and ready in seconds."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from itertools import islice

import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import Min

from lms.people import roles
from lms.people.demo import seed_people
from lms.people.demo.names import RARE, names
from lms.people.demo.seeder import DEFAULT_PASSWORD
from lms.people.demo.staff import ACCOUNTS
from lms.people.models import Audience, EmploymentPeriod, Membership, OrgUnit, Person
from lms.people.services import count_audience, current_unit, led_units
from tests.cast import PASSWORD


@pytest.fixture
def demo(db, clock):
    """The demo city, seeded today."""
    seed_people(at=clock.now, stdout=StringIO())
    return clock.today


def everything():
    return {
        "units": sorted(OrgUnit.objects.values_list("code", "label", "valid_from", "valid_to")),
        "people": sorted(Person.objects.values_list("employee_number", "name", "rank_title", "password")),
        "memberships": sorted(Membership.objects.values_list("person", "unit", "valid_from")),
        "employment": sorted(EmploymentPeriod.objects.values_list("person", "state", "valid_from")),
    }


def test_it_is_large_and_varied_enough_to_be_believed(demo):
    kinds = Counter(OrgUnit.objects.valid(on=demo).values_list("kind", flat=True))
    assert sum(kinds.values()) >= 30
    assert kinds["district"] == 2
    assert set(kinds) == set(OrgUnit.Kind.values)
    assert Person.objects.count() >= 400
    states = Counter(Person.objects.with_standing(on=demo).values_list("state_then", flat=True))
    assert all(states[state] for state in EmploymentPeriod.State)
    assert Person.objects.filter(grade=None).count() > 20
    assert Person.objects.executives(on=demo).count() > 30
    assert set(RARE) <= set(Person.objects.values_list("name", flat=True))


def test_a_second_run_changes_nothing(demo, clock):
    before = everything()
    clock.advance(days=30)
    seed_people(at=clock.now, stdout=StringIO())
    assert everything() == before


def test_what_is_missing_is_completed(demo, clock):
    before = everything()["people"]
    victim = Person.objects.filter(position="", groups=None, employee_number__startswith="20").first()
    number = victim.employee_number
    victim.delete()
    seed_people(at=clock.now, stdout=StringIO())
    assert Person.objects.filter(employee_number=number).exists()
    assert len(everything()["people"]) == len(before)


def test_every_employed_person_has_a_unit_that_exists(demo):
    for person in Person.objects.employed(on=demo).with_standing(on=demo):
        assert person.unit_id_then, person
    for belonging in Membership.objects.select_related("unit"):
        assert belonging.unit.valid_from <= belonging.valid_from
        assert belonging.unit.valid_to is None or (belonging.valid_to and belonging.valid_to <= belonging.unit.valid_to)


def test_every_unit_has_one_head_and_the_city_its_mayor_and_vice_mayors(demo):
    heads = Person.objects.leading(on=demo).with_standing(on=demo).values_list("unit_id_then", flat=True)
    led = Counter(heads)
    assert {unit.label for unit in OrgUnit.objects.valid(on=demo) if led[unit.pk] != 1} == {"가온시"}
    assert led[OrgUnit.objects.get(code="GAON").pk] == 3, "the mayor and two vice mayors"


def test_the_accounts_sign_in_and_hold_their_roles(demo, client):
    learner, manager, outsider = (Person.objects.get(employee_number=n) for n in ("learner", "manager", "outsider"))
    assert led_units(manager, demo).get() == current_unit(learner, demo)
    assert current_unit(outsider, demo) != current_unit(learner, demo)
    for number, role in (("trainer", roles.TRAINER), ("hr", roles.HR_OFFICER), ("admin", roles.ADMINISTRATOR)):
        assert Person.objects.get(employee_number=number).groups.filter(name=role).exists()
    assert DEFAULT_PASSWORD == PASSWORD
    client.post("/accounts/login/", {"login": "LEARNER", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_only_the_accounts_can_sign_in(demo):
    usable = {person.employee_number for person in Person.objects.all() if person.has_usable_password()}
    assert usable == {account[0] for account in ACCOUNTS}


def test_another_password_may_be_chosen(demo, clock, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "another-counter-2027")
    seed_people(at=clock.now, stdout=StringIO())
    assert check_password("another-counter-2027", Person.objects.get(employee_number="hr").password)


def test_last_years_reorganisation_and_transfers_can_be_told(demo):
    parks = OrgUnit.objects.filter(code="A4003").order_by("valid_from")
    assert [unit.label for unit in parks] == ["도시국 공원녹지과", "환경녹지국 공원녹지과"]
    moved = Counter(Membership.objects.values_list("person", flat=True))
    assert sum(count > 1 for count in moved.values()) > 20


def test_the_audiences_choose_somebody(demo):
    for audience in Audience.objects.all():
        assert count_audience(audience, demo).total > 10


def test_nobody_begins_in_the_future(demo):
    first_days = EmploymentPeriod.objects.values("person").annotate(first=Min("valid_from"))
    assert max(row["first"] for row in first_days) <= demo


def test_names_are_the_same_for_the_same_seed():
    assert list(islice(names(), 200)) == list(islice(names(), 200))
    assert list(islice(names(seed=1), 50)) != list(islice(names(seed=2), 50))
