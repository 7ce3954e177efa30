"""The editor offers the citizens that are drawn, and keeps a face that a file brought along."""

from __future__ import annotations

import pytest

from lms.people.models import Person
from lms.scenarios.models import Scenario
from lms.scenarios.portraits import CITIZENS


@pytest.mark.django_db
@pytest.mark.parametrize(("kept", "more"), [("", []), ("mr-oh", []), ("somebody-else", ["somebody-else"])])
def test_the_face_is_a_choice_of_those_that_are_drawn(kept, more):
    form_class = Scenario.get_edit_handler().get_form_class()
    form = form_class(instance=Scenario(citizen=kept), for_user=Person.objects.create(employee_number="editor"))

    assert [key for key, _ in form.fields["citizen"].widget.choices] == ["", *CITIZENS, *more]
