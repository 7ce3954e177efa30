"""One person's record, for those who may see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from lms.core import clock
from lms.people.choices import EmploymentState
from lms.people.models import AccessRecord, Person
from lms.people.requests import client_ip
from lms.people.services import record_access

from ..filters import CompletionFilterSet
from ..questions import Question
from ..roster import Roster
from ..sheet import completions_of, enrolments_of
from ..standings import PRESENT_STATES
from ..wording import grade_and_title, window_words
from .base import ReportScreen

__all__ = ["PersonView"]


class PersonView(ReportScreen, TemplateView):
    """Where the person stands this year, every enrolment, every completion with its certificate."""

    template_name = "reports/person.html"
    header_icon = "user"

    @cached_property
    def person(self) -> Person:
        """The person. Raises Http404 for everybody the actor may not see, as if there were nobody."""
        today = self.horizon.today
        within_sight = self.horizon.people
        people: Any = Person.objects.all() if within_sight is None else within_sight
        found: Person | None = people.with_standing(on=today).filter(pk=self.kwargs["person_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """The person's name."""
        return self.person.name

    def get_page_subtitle(self) -> str:
        """The employee number, since names repeat."""
        return self.person.employee_number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way that led here, and the person."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.address("list_people"), "label": _("List of people")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read first, then write down who read it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = self.horizon.today
        this_year = self._this_year()
        state: str | None = getattr(self.person, "state_then", None)
        context |= {
            "person": self.person,
            "grade_and_title": grade_and_title(self.person.grade, self.person.rank_title),
            "employment": EmploymentState(state).label if state else "",
            "window_words": window_words(this_year.window),
            "lines": list(Roster(this_year, ordering="course")),
            "enrolments": enrolments_of(self.person, on=today),
            "completions": completions_of(self.person),
        }
        if self.person.pk != self.horizon.actor.pk:
            record_access(
                actor=self.horizon.actor,
                at=clock.now(),
                ip=client_ip(self.request),
                action=AccessRecord.Action.VIEW,
                asked=_("learning record of a person"),
                subjects=[self.person.pk],
            )
        return context

    def _this_year(self) -> Question:
        """Every course that is meant for the person, on this day, absent or not."""
        asked = CompletionFilterSet(QueryDict(), horizon=self.horizon).question
        if asked is None:
            raise AssertionError("an empty form asks about today")
        return replace(asked, person_id=self.person.pk, employment=PRESENT_STATES)
