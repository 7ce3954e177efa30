"""조직: units open, are renamed, move and close without losing the past."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from lms.people.errors import UnitRefused
from lms.people.models import Membership, OrgUnit, Person
from lms.people.services import close_unit, correct_unit, create_unit, current_unit, revise_unit, unit_label
from tests.cast import SINCE
from tests.people.test_personnel import in_threads

REFORM = date(2026, 7, 1)
BEFORE = date(2026, 6, 30)


def editions(code):
    return list(OrgUnit.objects.filter(code=code).order_by("valid_from").values_list("label", "valid_from", "valid_to"))


def test_the_full_name_goes_from_bureau_to_team_without_the_city(city):
    assert unit_label(city.root) == "가온시"
    assert unit_label(city.welfare) == "복지국"
    assert unit_label(city.support) == "복지국 생활보장과 생활지원팀"
    assert city.support.depth == 3


def test_a_unit_asked_for_twice_is_opened_once(city):
    wanted = {"code": "X", "name": "새과", "kind": "division", "parent": city.urban, "valid_from": REFORM}
    first, is_new = create_unit(**wanted)
    second, is_new_again = create_unit(**wanted)
    assert (is_new, is_new_again) == (True, False)
    assert first == second


def test_a_code_names_one_unit(city):
    with pytest.raises(UnitRefused, match="생활보장과"):
        create_unit(code="LIVELIHOOD", name="다른과", kind="division", parent=city.urban, valid_from=REFORM)


def test_a_rename_opens_an_edition_of_everything_below_and_keeps_the_past(city, learner):
    renamed, changed = revise_unit(unit=city.welfare, on=REFORM, name="시민복지국")
    assert changed
    assert renamed.valid_from == REFORM
    assert editions("SUPPORT") == [
        ("복지국 생활보장과 생활지원팀", SINCE, BEFORE),
        ("시민복지국 생활보장과 생활지원팀", REFORM, None),
    ]
    assert unit_label(current_unit(learner, BEFORE)) == "복지국 생활보장과"
    assert unit_label(current_unit(learner, REFORM)) == "시민복지국 생활보장과"


def test_a_rename_asked_for_twice_changes_nothing_the_second_time(city):
    first, _ = revise_unit(unit=city.welfare, on=REFORM, name="시민복지국")
    second, changed = revise_unit(unit=city.welfare, on=REFORM, name="시민복지국")
    assert not changed
    assert first == second


def test_a_division_that_moves_takes_its_teams_and_people_along(city, learner):
    revise_unit(unit=city.livelihood, on=REFORM, parent=city.urban)
    assert OrgUnit.objects.get(code="SUPPORT", valid_to=None).path == "/GAON/URBAN/LIVELIHOOD/SUPPORT/"
    assert learner in Person.objects.in_subtree(city.welfare, on=BEFORE)
    assert learner not in Person.objects.in_subtree(city.welfare, on=REFORM)
    assert learner in Person.objects.in_subtree(city.urban, on=REFORM)


def test_a_second_change_on_the_same_day_is_the_same_edition(city):
    revise_unit(unit=city.livelihood, on=REFORM, name="생활안정과")
    revise_unit(unit=city.livelihood, on=REFORM, parent=city.urban)
    assert editions("LIVELIHOOD") == [("복지국 생활보장과", SINCE, BEFORE), ("도시국 생활안정과", REFORM, None)]


def test_a_belonging_that_begins_after_the_reform_points_to_the_new_edition(city, learner):
    Membership.objects.filter(person=learner).update(valid_from=date(2026, 8, 1))
    revise_unit(unit=city.livelihood, on=REFORM, name="생활안정과")
    assert Membership.objects.get(person=learner).unit.name == "생활안정과"


@pytest.mark.parametrize("case", ["into itself", "below itself", "before its last change", "closed parent"])
def test_impossible_reorganisations_are_refused(city, case):
    revise_unit(unit=city.livelihood, on=REFORM, name="생활안정과")
    closed, _ = create_unit(code="OLD", name="폐지과", kind="division", parent=city.urban, valid_from=SINCE)
    close_unit(unit=closed, on=BEFORE)
    wanted = {
        "into itself": {"on": date(2026, 8, 1), "parent": OrgUnit.objects.get(code="LIVELIHOOD", valid_to=None)},
        "below itself": {"on": date(2026, 8, 1), "parent": OrgUnit.objects.get(code="SUPPORT", valid_to=None)},
        "before its last change": {"on": date(2026, 5, 1), "name": "옛이름과"},
        "closed parent": {"on": date(2026, 8, 1), "parent": closed},
    }[case]
    with pytest.raises(UnitRefused):
        revise_unit(unit=city.livelihood, **wanted)


def test_a_corrected_name_is_as_if_it_had_always_been_so(city):
    correct_unit(unit=city.welfare, name="복지정책국")
    assert editions("LIVELIHOOD") == [("복지정책국 생활보장과", SINCE, None)]
    assert editions("SUPPORT") == [("복지정책국 생활보장과 생활지원팀", SINCE, None)]


def test_a_correction_of_an_old_edition_leaves_the_new_one(city):
    revise_unit(unit=city.welfare, on=REFORM, name="시민복지국")
    correct_unit(unit=city.welfare, name="복지진흥국")
    assert [label for label, _, _ in editions("LIVELIHOOD")] == ["복지진흥국 생활보장과", "시민복지국 생활보장과"]


def test_a_unit_with_people_or_units_is_not_closed(city, learner):
    with pytest.raises(UnitRefused, match="1"):
        close_unit(unit=city.livelihood, on=BEFORE)
    with pytest.raises(UnitRefused, match="1"):
        close_unit(unit=city.welfare, on=BEFORE)


def test_an_empty_unit_closes_once(city):
    closed, changed = close_unit(unit=city.support, on=BEFORE)
    assert changed
    assert closed.valid_to == BEFORE
    assert not close_unit(unit=city.support, on=BEFORE)[1]
    assert not OrgUnit.objects.valid(on=REFORM).filter(code="SUPPORT").exists()


def test_the_tree_is_asked_up_and_down(city):
    assert list(OrgUnit.objects.below(city.welfare)) == [city.welfare, city.livelihood, city.support]
    assert set(OrgUnit.objects.above(city.support)) == {city.root, city.welfare, city.livelihood, city.support}


@pytest.mark.django_db(transaction=True)
def test_two_reorganisations_at_once_leave_one_open_edition_each(city, learner):
    connection.close()
    names = ["가과", "나과", "다과", "라과"]
    results = in_threads(lambda name: revise_unit(unit=city.livelihood, on=REFORM, name=name), names)
    assert not [each for each in results if isinstance(each, Exception)]
    assert len(editions("LIVELIHOOD")) == 2
    assert len(editions("SUPPORT")) == 2
    assert Membership.objects.filter(person=learner, valid_to=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_unit_opened_eight_times_at_once_exists_once(city):
    connection.close()
    results = in_threads(
        lambda _: create_unit(code="X", name="새과", kind="division", parent=city.urban, valid_from=REFORM), range(8)
    )
    assert sum(is_new for _, is_new in results) == 1
    assert OrgUnit.objects.filter(code="X").count() == 1
