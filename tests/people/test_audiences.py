"""Audiences: the clause algebra against a plain evaluation in Python, and the questions other rooms ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.people import clauses
from lms.people.blocks import AudienceClausesBlock
from lms.people.models import Audience, OrgUnit, Person
from lms.people.rules import is_executive
from lms.people.services import (
    count_audience,
    is_in_audience,
    people_in,
    revise_unit,
    set_employment,
    units_of,
)
from tests.cast import hire

ON = date(2026, 3, 5)


@pytest.fixture
def crowd(city, learner, manager, outsider, other_manager, trainer):
    """People who differ in everything a clause can ask for."""
    hire("C1", "팀장", city.support, position="team_lead", grade=5, rank_title="사무관")
    hire("C2", "공무직", city.support, grade=None, rank_title="공무직", job_series="")
    hire("C3", "명예간부", city.talent, executive_override=True, grade=6, rank_title="행정6급")
    hire("C4", "간부아님", city.urban, position="bureau_head", executive_override=False, grade=3, rank_title="부이사관")
    hire("C5", "휴직", city.livelihood, state="on_leave", grade=9, rank_title="행정9급")
    hire("C6", "퇴직", None, state="retired", grade=5, rank_title="사무관")
    hire("C7", "소속없음", None, grade=1, rank_title="관리관")
    return list(Person.objects.all())


def audience(*stored):
    """An audience from ``(kind, value)`` pairs, as the database keeps it."""
    raw = [{"type": kind, "value": value} for kind, value in stored]
    return Audience(name="시험", clauses=AudienceClausesBlock().to_python(raw))


def clause(kind, join="or", **value):
    return kind, {"join": join, **value}


@dataclass
class Plain:
    """The same algebra without a database: sets of employee numbers."""

    people: dict[str, Person]
    units: dict[int, OrgUnit]
    employed: set[str]

    def matching(self, kind, value):
        return {number for number, person in self.people.items() if self.fits(person, kind, value)}

    def fits(self, person, kind, value):
        unit = self.units.get(person.pk)
        executive = is_executive(person.position, unit.kind if unit else None, person.executive_override)
        answers = {
            "unit": lambda: bool(unit) and self.in_unit(unit, value),
            "grade": lambda: (
                value["without_grade"]
                if person.grade is None
                else (value["highest"] or 1) <= person.grade <= (value["lowest"] or 9)
            ),
            "rank": lambda: person.rank_title in value["titles"],
            "position": lambda: person.position in value["positions"],
            "executive": lambda: executive == (value["value"] == "yes"),
            "people": lambda: person.pk in value["people"],
        }
        return answers[kind]()

    def in_unit(self, unit, value):
        code = OrgUnit.objects.get(pk=value["unit"]).code
        return code in unit.path.split("/") if value["with_below"] else code == unit.code

    def chosen(self, stored):
        result = None
        for kind, value in stored:
            matching = self.matching(kind, value)
            if result is None:
                result = set(self.people) - matching if value["join"] == "except" else matching
            elif value["join"] == "and":
                result = result & matching
            elif value["join"] == "except":
                result = result - matching
            else:
                result = result | matching
        return (result or set()) & self.employed


joins = st.sampled_from(["or", "and", "except"])
grades = st.one_of(st.none(), st.integers(1, 9))


@st.composite
def stored_clauses(draw, unit_ids, person_ids):
    kind = draw(st.sampled_from(sorted(clauses.CONDITIONS)))
    value = {"join": draw(joins)}
    if kind == "unit":
        value |= {"unit": draw(st.sampled_from(unit_ids)), "with_below": draw(st.booleans())}
    elif kind == "grade":
        value |= {"highest": draw(grades), "lowest": draw(grades), "without_grade": draw(st.booleans())}
    elif kind == "rank":
        value["titles"] = draw(
            st.lists(st.sampled_from(["사무관", "행정7급", "공무직", "서기관", "없는직급"]), max_size=3)
        )
    elif kind == "position":
        value["positions"] = draw(st.lists(st.sampled_from(["team_lead", "division_head", "mayor"]), max_size=3))
    elif kind == "executive":
        value["value"] = draw(st.sampled_from(["yes", "no"]))
    else:
        value["people"] = draw(st.lists(st.sampled_from(person_ids), max_size=4))
    return kind, value


# Every example asks the database several times: the stock profile for slow machines, which also repeats exactly.
@settings(settings.get_profile("ci"), max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_query_chooses_exactly_whom_a_plain_reading_chooses(crowd, data):
    plain = Plain(
        {person.employee_number: person for person in crowd},
        units_of([person.pk for person in crowd], ON),
        set(Person.objects.employed(on=ON).values_list("employee_number", flat=True)),
    )
    one = stored_clauses(list(OrgUnit.objects.values_list("pk", flat=True)), [person.pk for person in crowd])
    stored = data.draw(st.lists(one, max_size=5))
    chosen = people_in(audience(*stored), ON)
    numbers = list(chosen.values_list("employee_number", flat=True))
    assert len(numbers) == len(set(numbers)), "nobody twice"
    assert set(numbers) == plain.chosen(stored)
    counted = count_audience(audience(*stored), ON)
    assert (counted.total, counted.absent) == (len(numbers), len({"C5"} & set(numbers)))


def test_no_audience_is_everybody_employed_and_an_empty_one_nobody(crowd):
    everybody = set(people_in(None, ON).values_list("employee_number", flat=True))
    assert "C5" in everybody, "people on leave are staff"
    assert "C6" not in everybody
    assert not people_in(audience(), ON).exists()


def test_an_unknown_kind_of_clause_chooses_nobody(crowd):
    assert not Person.objects.filter(clauses.chosen([{"type": "shoe_size", "value": {"join": "or"}}], ON)).exists()


def test_a_unit_clause_follows_the_unit_through_a_reorganisation(city, learner, outsider):
    chosen = audience(clause("unit", unit=city.livelihood.pk, with_below=True))
    revise_unit(unit=city.livelihood, on=date(2026, 7, 1), name="생활안정과", parent=city.urban)
    assert is_in_audience(chosen, learner, ON)
    assert is_in_audience(chosen, learner, date(2026, 8, 1))
    assert not is_in_audience(chosen, outsider, date(2026, 8, 1))


def test_the_question_about_one_person_is_one_query(city, learner, django_assert_num_queries):
    stored = audience(
        clause("unit", unit=city.welfare.pk, with_below=True),
        clause("grade", "and", highest=5, lowest=9, without_grade=False),
        clause("executive", "except", value="yes"),
    )
    stored.save()
    loaded = Audience.objects.get(pk=stored.pk)
    with django_assert_num_queries(1):
        assert is_in_audience(loaded, learner, ON)


def test_who_retires_leaves_every_audience(city, learner):
    chosen = audience(clause("people", people=[learner.pk]))
    set_employment(person=learner, state="retired", on=date(2026, 4, 1))
    assert is_in_audience(chosen, learner, date(2026, 3, 31))
    assert not is_in_audience(chosen, learner, date(2026, 4, 1))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("grade", {"join": "or", "highest": 7, "lowest": 4, "without_grade": False}),
        ("grade", {"join": "or", "highest": 0, "lowest": 4, "without_grade": False}),
        ("unit", {"join": "or", "unit": None, "with_below": True}),
        ("rank", {"join": "or", "titles": []}),
        ("people", {"join": "or", "people": []}),
        ("position", {"join": "or", "positions": []}),
    ],
)
def test_a_clause_that_says_nothing_or_nonsense_is_not_saved(db, kind, value):
    block = AudienceClausesBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": kind, "value": value}]))


def test_an_audience_needs_a_clause(db):
    block = AudienceClausesBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([]))
