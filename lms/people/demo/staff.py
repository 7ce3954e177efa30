"""Who works in 가온시: heads, officers of every grade, 공무직, and the six demo accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from ..choices import Position, UnitKind
from ..roles import ADMINISTRATOR, HR_OFFICER, TRAINER
from .city import CITY, SINCE, UnitPlan
from .names import names

__all__ = ["ACCOUNTS", "PersonPlan", "plan_staff"]


@dataclass
class PersonPlan:
    """A person to be hired."""

    number: str
    name: str
    unit: str
    hired_on: date
    grade: int | None = None
    rank_title: str = ""
    job_series: str = ""
    position: str = ""
    account: str = ""
    role: str = ""

    @property
    def sign_in_name(self) -> str:
        return self.account or self.number


#: Account, name, unit, series, grade, position, role.
ACCOUNTS = (
    ("learner", "김하늘", "A3002", "사회복지", 7, "", ""),
    ("manager", "박서준", "A3002", "사회복지", 4, Position.DIVISION_HEAD, ""),
    ("outsider", "이나래", "A4002", "시설", 8, "", ""),
    ("trainer", "정다온", "A200202", "행정", 6, "", TRAINER),
    ("hr", "한결", "A200102", "행정", 6, "", HR_OFFICER),
    ("admin", "남궁솔", "A200501", "전산", 6, "", ADMINISTRATOR),
)

_HEADS = {
    UnitKind.BUREAU: (Position.BUREAU_HEAD, 3),
    UnitKind.DISTRICT: (Position.DISTRICT_HEAD, 2),
    UnitKind.DIVISION: (Position.DIVISION_HEAD, 4),
    UnitKind.DONG: (Position.DONG_HEAD, 5),
    UnitKind.TEAM: (Position.TEAM_LEAD, 5),
}
_TITLES = {1: "관리관", 2: "이사관", 3: "부이사관", 4: "서기관"}
_WITHOUT_GRADE = ("공무직", "공무직", "공무직", "임기제(다급)", "청원경찰", "기간제")
#: Teams whose counters are mostly staffed without grades.
_COUNTERS = ("상담운영팀", "민원팀", "방문보건팀")


def rank_of(grade: int, series: str) -> str:
    """직급 as it is written: 서기관, 사회복지사무관, 행정7급."""
    if grade <= 4:
        return _TITLES[grade]
    return f"{series}사무관" if grade == 5 else f"{series}{grade}급"


def plan_staff(this_year: int) -> list[PersonPlan]:
    """Everybody, in the order of the tree; the same people for the same year."""
    chance = Random(5300)  # noqa: S311 - for believable variety, not for secrets
    supply = names()
    people = list(_top(supply, this_year))
    for unit in _walk(CITY):
        people += _unit_staff(unit, supply, chance, this_year)
    _number(people)
    return people


def _walk(unit: UnitPlan) -> Iterator[UnitPlan]:
    yield unit
    for below in unit.below:
        yield from _walk(below)


def _top(supply: Iterator[tuple[str, int]], this_year: int) -> Iterator[PersonPlan]:
    elected = date(this_year - 4, 7, 1)
    yield PersonPlan("", next(supply)[0], CITY.code, elected, None, "정무직", "", Position.MAYOR)
    for grade in (1, 2):
        yield PersonPlan("", next(supply)[0], CITY.code, elected, grade, rank_of(grade, ""), "", Position.VICE_MAYOR)


def _unit_staff(
    unit: UnitPlan, supply: Iterator[tuple[str, int]], chance: Random, this_year: int
) -> Iterator[PersonPlan]:
    accounts = [account for account in ACCOUNTS if account[2] == unit.code]
    taken = {account[5] for account in accounts if account[5]}
    for account, name, code, series, grade, position, role in accounts:
        hired = date(this_year - (24 if position else 6), 3, 2)
        yield PersonPlan("", name, code, hired, grade, rank_of(grade, series), series, position, account, role)
    if unit.kind in _HEADS:
        position, grade = _HEADS[UnitKind(unit.kind)]
        if position not in taken:
            yield _officer(unit, next(supply), grade, chance, this_year, position)
    for place in range(unit.staff - len(accounts) + len(taken)):
        if place and chance.random() < (0.75 if unit.name in _COUNTERS else 0.12):
            name, decade = next(supply)
            hired = _hired(decade, chance, this_year)
            yield PersonPlan("", name, unit.code, hired, None, chance.choice(_WITHOUT_GRADE))
        else:
            yield _officer(unit, next(supply), None, chance, this_year)


def _officer(
    unit: UnitPlan,
    named: tuple[str, int],
    grade: int | None,
    chance: Random,
    this_year: int,
    position: str = "",
) -> PersonPlan:
    """A head with the grade of the position, or an officer whose grade follows from the years of service."""
    name, decade = named
    if grade is not None:
        hired = _hired(min(decade, 1970 if grade <= 4 else 1980), chance, this_year)
    else:
        hired = _hired(max(decade, 1970), chance, this_year)
        grade = _grade_after(this_year - hired.year, chance)
    return PersonPlan("", name, unit.code, hired, grade, rank_of(grade, unit.series), unit.series, position)


def _grade_after(years: int, chance: Random) -> int:
    usual = next(grade for limit, grade in ((3, 9), (8, 8), (16, 7), (99, 6)) if years <= limit)
    return min(9, usual + (chance.random() < 0.15))


def _hired(decade: int, chance: Random, this_year: int) -> date:
    """Some years after school, on a day on which people are appointed; never in the future."""
    year = min(decade + chance.randint(24, 35), this_year - 1)
    return max(date(year, chance.choice([1, 3, 7, 9]), chance.choice([1, 2, 15])), SINCE)


def _number(people: list[PersonPlan]) -> None:
    """사번: year of appointment and a running number within it."""
    running: dict[int, int] = {}
    for person in sorted(people, key=lambda each: each.hired_on):
        year = person.hired_on.year
        running[year] = running.get(year, 0) + 1
        person.number = f"{year}{running[year]:04}"
