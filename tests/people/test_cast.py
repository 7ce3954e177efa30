"""The cast itself: if it is wrong, every permission test is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page

from lms.people.models import AccessRecord
from lms.people.services import current_unit, led_units, record_access


def test_the_manager_leads_the_learners_unit(learner, manager, clock):
    assert led_units(manager, clock.today).get() == current_unit(learner, clock.today)


def test_the_other_manager_does_not(learner, other_manager, clock):
    assert current_unit(learner, clock.today) not in led_units(other_manager, clock.today)


def test_the_clock_moves_only_when_told(clock):
    before = clock.now
    clock.advance(days=1)
    assert (clock.now - before).days == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_records_leaves_a_whole_database_for_the_next(time, learner, hr_officer, clock):
    """Runs twice: the flush after the first must have succeeded and left pages, roles and triggers."""
    assert Page.objects.filter(depth=1).exists()
    assert Group.objects.filter(name="trainer").exists()
    record_access(
        actor=hr_officer, at=clock.now, ip=None, action=AccessRecord.Action.VIEW, asked="", subjects=[learner.pk]
    )
    with pytest.raises(Exception, match="cannot be changed"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_accessrecord")
