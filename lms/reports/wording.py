"""A question in words: what a screen says it counted, and what an access record says was looked at."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.people.choices import EmploymentState

from .choices import Show, UnitBasis
from .questions import Question
from .rules import Window

__all__ = [
    "basis_words",
    "course_words",
    "days_words",
    "grade_and_title",
    "in_one_line",
    "left_out_words",
    "people_words",
    "unit_words",
    "window_words",
]


def unit_words(question: Question) -> str:
    """The units asked about."""
    if question.unit:
        return question.unit.label or question.unit.name
    return ", ".join(top.name for top in question.tops) or _("All units")


def course_words(question: Question) -> str:
    """The run or the courses asked about."""
    if question.run:
        return f"{question.run.course.title} · {question.run.label}"
    if len(question.courses) == 1:
        return question.courses[0].title
    return _("all %(count)d courses") % {"count": len(question.courses)}


def window_words(window: Window) -> str:
    """The period in which completions count."""
    if window.start is None and window.end is None:
        return _("without limit")
    days = days_words(window.start, window.end)
    return _("%(days)s, self-paced runs from before too") % {"days": days} if window.is_yearly else days


def days_words(first: date | None, last: date | None) -> str:
    """``2026. 3. 5. ~ 3. 9.``: the year once, when it is the same."""
    begins = date_format(first) if first else ""
    if not last:
        return f"{begins} ~"
    same_year = first is not None and first.year == last.year
    return f"{begins} ~ {date_format(last, 'n. j.') if same_year else date_format(last)}".strip()


def people_words(question: Question) -> str:
    """Whose employment and grades count."""
    states = ", ".join(str(EmploymentState(state).label) for state in question.employment)
    grades = [_("grade %(grade)d") % {"grade": grade} for grade in question.grades]
    if question.without_grade:
        grades.append(_("no grade"))
    return " · ".join(part for part in (states, ", ".join(grades)) if part)


def grade_and_title(grade: int | None, rank_title: str) -> str:
    """``4급 · 서기관``; a title that names the grade itself, as 행정7급 does, stands alone."""
    named = _("grade %(grade)d") % {"grade": grade} if grade else ""
    if named and named in rank_title:
        return rank_title
    return " · ".join(part for part in (named, rank_title) if part)


def basis_words(question: Question) -> str:
    """To which unit people count."""
    if question.basis == UnitBasis.THEN:
        return _("Who completed counts to the unit of that day, everybody else to the unit on the reference date.")
    return _("Everybody counts to the unit on the reference date.")


def left_out_words(left_out: dict[str, int]) -> str:
    """``휴직 8명·파견 4명 제외``; empty when nobody is left out."""
    named = [
        _("%(state)s %(count)d") % {"state": EmploymentState(state).label, "count": count}
        for state, count in left_out.items()
        if count
    ]
    return _("left out: %(people)s") % {"people": ", ".join(named)} if named else ""


def in_one_line(question: Question, show: str = "") -> str:
    """Unit, course, standing, day and name, as an access record keeps it."""
    parts = [
        unit_words(question),
        course_words(question),
        str(Show(show).label) if show else "",
        _("as of %(day)s") % {"day": date_format(question.as_of)},
        _("name: %(name)s") % {"name": question.name} if question.name else "",
    ]
    return " · ".join(part for part in parts if part)
