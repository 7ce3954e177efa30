"""인사: moves and employment are safe to repeat, correct the past and hold in a race."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections

from lms.people.errors import PeriodRefused, UnitRefused
from lms.people.models import EmploymentPeriod, Membership
from lms.people.services import (
    close_unit,
    create_unit,
    current_unit,
    led_units,
    move_person,
    revise_unit,
    set_employment,
    unit_label,
    units_of,
)
from tests.cast import SINCE

ON = date(2026, 3, 5)
State = EmploymentPeriod.State


def belongings(person):
    return list(Membership.objects.filter(person=person).values_list("unit__code", "valid_from", "valid_to"))


def states(person):
    return list(EmploymentPeriod.objects.filter(person=person).values_list("state", "valid_from", "valid_to"))


def test_a_move_ends_the_old_belonging_on_the_day_before(learner, city):
    belonging, changed = move_person(person=learner, unit=city.building, on=ON)
    assert changed
    assert belonging.unit == city.building
    assert belongings(learner) == [
        ("LIVELIHOOD", SINCE, date(2026, 3, 4)),
        ("BUILDING", ON, None),
    ]


def test_then_and_now_are_both_answered(learner, city):
    move_person(person=learner, unit=city.building, on=ON)
    assert unit_label(current_unit(learner, date(2026, 3, 4))) == "복지국 생활보장과"
    assert unit_label(current_unit(learner, ON)) == "도시국 건축과"
    assert units_of([learner.pk], ON) == {learner.pk: city.building}
    assert current_unit(learner, date(2019, 12, 31)) is None
    assert unit_label(None) == ""


def test_a_move_entered_twice_is_one_move(learner, city):
    first, _ = move_person(person=learner, unit=city.building, on=ON)
    second, changed = move_person(person=learner, unit=city.building, on=ON)
    assert not changed
    assert second == first
    assert len(belongings(learner)) == 2


def test_a_move_into_the_unit_one_is_already_in_changes_nothing(learner, city):
    before = belongings(learner)
    assert not move_person(person=learner, unit=city.livelihood, on=ON)[1]
    assert belongings(learner) == before


def test_a_move_in_the_past_leaves_what_was_recorded_for_later(learner, city):
    move_person(person=learner, unit=city.building, on=ON)
    move_person(person=learner, unit=city.talent, on=date(2026, 1, 1))
    assert belongings(learner) == [
        ("LIVELIHOOD", SINCE, date(2025, 12, 31)),
        ("TALENT", date(2026, 1, 1), date(2026, 3, 4)),
        ("BUILDING", ON, None),
    ]


def test_a_move_on_the_same_day_corrects_the_unit(learner, city):
    move_person(person=learner, unit=city.building, on=ON)
    move_person(person=learner, unit=city.talent, on=ON)
    assert belongings(learner)[-1] == ("TALENT", ON, None)
    assert len(belongings(learner)) == 2


def test_nobody_moves_into_a_unit_before_it_exists_or_after_it_closed(learner, city):
    team, _ = create_unit(code="NEW", name="신설팀", kind="team", parent=city.livelihood, valid_from=date(2026, 7, 1))
    with pytest.raises(UnitRefused):
        move_person(person=learner, unit=team, on=ON)
    close_unit(unit=city.support, on=date(2026, 2, 28))
    with pytest.raises(UnitRefused):
        move_person(person=learner, unit=city.support, on=ON)
    assert len(belongings(learner)) == 1


def test_a_move_into_a_unit_that_was_renamed_since_is_cut_at_that_day(learner, city):
    revise_unit(unit=city.building, on=date(2026, 2, 1), name="건축안전과")
    move_person(person=learner, unit=city.building, on=date(2026, 1, 1))
    assert belongings(learner)[1:] == [
        ("BUILDING", date(2026, 1, 1), date(2026, 1, 31)),
        ("BUILDING", date(2026, 2, 1), None),
    ]
    assert current_unit(learner, date(2026, 1, 31)).name == "건축과"
    assert current_unit(learner, date(2026, 2, 1)).name == "건축안전과"


def test_a_leave_with_an_end_returns_to_work_afterwards(learner):
    period, changed = set_employment(person=learner, state=State.ON_LEAVE, on=date(2026, 3, 1), until=date(2026, 8, 31))
    assert changed
    assert period.state == State.ON_LEAVE
    assert states(learner) == [
        ("employed", SINCE, date(2026, 2, 28)),
        ("on_leave", date(2026, 3, 1), date(2026, 8, 31)),
        ("employed", date(2026, 9, 1), None),
    ]
    assert not set_employment(person=learner, state=State.ON_LEAVE, on=date(2026, 3, 1), until=date(2026, 8, 31))[1]


def test_an_early_return_shortens_the_leave(learner):
    set_employment(person=learner, state=State.ON_LEAVE, on=date(2026, 3, 1), until=date(2026, 8, 31))
    set_employment(person=learner, state=State.EMPLOYED, on=date(2026, 7, 1))
    assert states(learner)[1:] == [
        ("on_leave", date(2026, 3, 1), date(2026, 6, 30)),
        ("employed", date(2026, 7, 1), None),
    ]


def test_retirement_ends_everything_that_was_recorded_for_later(learner, city):
    set_employment(person=learner, state=State.ON_LEAVE, on=date(2026, 8, 1), until=date(2026, 9, 30))
    move_person(person=learner, unit=city.building, on=date(2026, 7, 1))
    set_employment(person=learner, state=State.RETIRED, on=date(2026, 6, 30))
    assert states(learner) == [("employed", SINCE, date(2026, 6, 29)), ("retired", date(2026, 6, 30), None)]
    assert belongings(learner) == [("LIVELIHOOD", SINCE, date(2026, 6, 29))]


@pytest.mark.parametrize(
    ("state", "on", "until"),
    [
        (State.ON_LEAVE, date(2026, 3, 5), date(2026, 3, 4)),
        (State.RETIRED, date(2026, 3, 5), date(2026, 3, 6)),
        (State.ON_LEAVE, date(2019, 3, 5), None),
        (State.SECONDED, date(2019, 3, 5), None),
    ],
)
def test_periods_that_contradict_are_refused_and_change_nothing(learner, state, on, until):
    before = states(learner)
    with pytest.raises(PeriodRefused):
        set_employment(person=learner, state=state, on=on, until=until)
    assert states(learner) == before


def test_a_head_on_leave_leads_nothing_until_the_return(manager):
    set_employment(person=manager, state=State.ON_LEAVE, on=date(2026, 3, 1), until=date(2026, 3, 31))
    assert not led_units(manager, date(2026, 3, 15)).exists()
    assert led_units(manager, date(2026, 4, 1)).exists()


def in_threads(work, arguments):
    """Run ``work`` once per argument, all at once, each on its own connection. Returns results and exceptions."""

    def run(argument):
        try:
            return work(argument)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(arguments)) as pool:
        return list(pool.map(run, arguments))


@pytest.mark.django_db(transaction=True)
def test_twelve_moves_at_once_leave_one_open_belonging_and_no_gap(learner, city):
    connection.close()
    units = [city.building, city.talent, city.support] * 4
    results = in_threads(lambda unit: move_person(person=learner, unit=unit, on=ON), units)
    assert not [each for each in results if isinstance(each, Exception)]
    assert len(belongings(learner)) == 2
    assert belongings(learner)[0] == ("LIVELIHOOD", SINCE, date(2026, 3, 4))
    assert belongings(learner)[1][1:] == (ON, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_leave_sent_twelve_times_at_once_is_recorded_once(learner):
    connection.close()
    results = in_threads(
        lambda _: set_employment(person=learner, state=State.ON_LEAVE, on=ON, until=date(2026, 8, 31)), range(12)
    )
    assert sum(changed for _, changed in results) == 1
    assert len(states(learner)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_move_during_a_reorganisation_never_points_to_a_closed_edition(learner, outsider, city):
    connection.close()

    def work(what):
        if what == "reorganise":
            return revise_unit(unit=city.building, on=date(2026, 2, 1), name="건축안전과")
        return move_person(person=learner, unit=city.building, on=ON)

    results = in_threads(work, ["reorganise", "move"] * 3)
    assert not [each for each in results if isinstance(each, Exception)]
    for person in (learner, outsider):
        for belonging in Membership.objects.filter(person=person).select_related("unit"):
            assert belonging.unit.valid_from <= belonging.valid_from
            assert belonging.unit.valid_to is None or belonging.valid_to <= belonging.unit.valid_to
        assert current_unit(person, ON).name == "건축안전과"
