"""People who join the demo city before it opens, one for each journey, so that no journey finds another's records.

``python -m tests.browser.newcomers`` hires them into the database of the environment it runs in.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["NAMES"]

#: Employee number and name. The reader's name holds syllables that few fonts have.
NAMES = MappingProxyType(
    {
        "20260101": "뷁다온",
        "20260102": "문하람",
        "20260103": "서이든",
        "20260104": "오가람",
        "20260105": "임새봄",
        "20260106": "한라온",
        "20260107": "조은별",
        "20260108": "배온유",
        "20260109": "남궁솔",
        "20260110": "유하늬",
        "20260111": "차미르",
    }
)
UNIT = "A3002"


def hire_newcomers() -> None:
    """Everybody of NAMES becomes an officer of 생활보장과, unless they work there already."""
    from lms.people.models import OrgUnit, Person
    from tests.cast import hire

    unit = OrgUnit.objects.filter(code=UNIT, valid_to=None).get()
    known = set(Person.objects.values_list("employee_number", flat=True))
    for number, name in NAMES.items():
        if number not in known:
            hire(number, name, unit)


if __name__ == "__main__":
    import django

    django.setup()
    hire_newcomers()
