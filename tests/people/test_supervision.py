"""Who may see whom, and what a unit's head may do."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.people.backends import UNIT_HEAD_PERMISSIONS, UnitManagerBackend
from lms.people.models import Person
from lms.people.services import (
    is_executive,
    led_units,
    may_see_person,
    move_person,
    set_employment,
    visible_people,
)
from tests.cast import hire

ON = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("actor", "sees_learner", "sees_outsider"),
    [
        ("learner", True, False),
        ("outsider", False, True),
        ("manager", True, False),
        ("other_manager", False, True),
        ("trainer", False, False),
        ("hr_officer", True, True),
        ("administrator", True, True),
    ],
)
def test_who_sees_whom(request, learner, outsider, actor, sees_learner, sees_outsider):
    who = request.getfixturevalue(actor)
    assert may_see_person(who, learner, ON) is sees_learner
    assert may_see_person(who, outsider, ON) is sees_outsider


def test_a_bureau_head_sees_divisions_and_teams_below(city, learner, manager, outsider):
    head = hire("19990001", "국장", city.welfare, position="bureau_head", grade=3)
    deep = hire("20220001", "팀원", city.support)
    assert set(visible_people(head, ON)) == {head, manager, learner, deep}
    assert outsider not in visible_people(head, ON)


def test_a_position_in_a_unit_of_another_kind_leads_nothing(city):
    lent = hire("20050009", "파견과장", city.support, position="division_head", grade=4)
    assert not led_units(lent, ON).exists()
    assert not visible_people(lent, ON).exists()
    assert not is_executive(lent, ON)


def test_rights_follow_the_unit_on_the_day_of_the_transfer(city, learner, manager, outsider):
    move_person(person=manager, unit=city.building, on=date(2026, 7, 1))
    assert may_see_person(manager, learner, date(2026, 6, 30))
    assert not may_see_person(manager, learner, date(2026, 7, 1))
    assert may_see_person(manager, outsider, date(2026, 7, 1))


def test_somebody_who_moved_away_is_no_longer_seen(city, learner, manager):
    move_person(person=learner, unit=city.building, on=date(2026, 7, 1))
    assert may_see_person(manager, learner, date(2026, 6, 30))
    assert not may_see_person(manager, learner, date(2026, 7, 1))


def test_a_closed_account_sees_nobody(hr_officer):
    hr_officer.is_active = False
    assert not visible_people(hr_officer, ON).exists()


def test_the_set_of_heads_is_the_rule_asked_of_each(city, learner, manager, other_manager):
    hire("20050009", "파견과장", city.support, position="division_head", grade=4)
    absent = hire("20050010", "휴직국장", city.urban, position="bureau_head", grade=3, state="on_leave")
    heads = {person for person in Person.objects.all() if led_units(person, ON).exists()}
    assert set(Person.objects.leading(on=ON)) == heads == {manager, other_manager}
    executives = {person for person in Person.objects.all() if is_executive(person, ON)}
    assert set(Person.objects.executives(on=ON)) == executives == {manager, other_manager, absent}


class TestTheBackendOfUnitHeads:
    def test_gives_a_head_the_admin_and_the_unit(self, manager, clock):
        assert manager.has_perms(UNIT_HEAD_PERMISSIONS)
        assert not manager.has_perm("people.view_all_people")
        assert not manager.has_perm("people.change_person")

    def test_gives_nothing_to_anybody_else(self, learner, trainer, clock):
        assert not learner.get_all_permissions()
        assert not trainer.has_perm("people.view_unit_people")

    def test_takes_it_back_with_the_leave(self, manager, clock):
        set_employment(person=manager, state="on_leave", on=date(2026, 3, 1))
        assert not Person.objects.get(pk=manager.pk).has_perm("wagtailadmin.access_admin")

    def test_asks_the_database_once(self, manager, clock, django_assert_num_queries):
        backend = UnitManagerBackend()
        with django_assert_num_queries(1):
            assert backend.has_perm(manager, "people.view_unit_people")
            assert not backend.has_perm(manager, "people.view_all_people")

    def test_asks_nothing_for_people_without_a_position(self, learner, clock, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert UnitManagerBackend().get_all_permissions(learner) == set()

    def test_knows_nothing_of_single_objects_strangers_and_the_inactive(self, manager, learner, clock):
        backend = UnitManagerBackend()
        assert backend.get_user_permissions(manager, learner) == set()
        assert backend.get_user_permissions(AnonymousUser()) == set()
        manager.is_active = False
        assert backend.get_user_permissions(manager) == set()
