"""One message to one person, once: whatever is retried, doubled, replayed or told at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from lms.notices.models import Delivery, Notice
from lms.notices.services import Message, mark_all_read, mark_read, notify, notify_many, plan_notices
from tests.builders import build_person

from .conftest import MANDATORY, ON, OPTIONAL, THURSDAY


def messages(people, **fields):
    return [Message(person_id=person.pk, reason="course:1", on=ON, **fields) for person in people]


@pytest.fixture
def people(db):
    return [build_person(f"직원{number}", email=f"p{number}@gaon.example") for number in range(12)]


def test_the_same_fact_is_told_once_and_another_date_is_another_fact(people):
    assert len(notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)) == 12
    assert notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY + timedelta(days=1)) == []
    again = notify(kind=OPTIONAL, person=people[0], reason="course:1", on=ON + timedelta(days=1), at=THURSDAY)
    assert again is not None
    assert notify(kind=MANDATORY, person=people[0], reason="course:1", on=ON, at=THURSDAY) is not None


def test_a_batch_that_names_somebody_twice_tells_once(people):
    assert len(notify_many(kind=OPTIONAL, messages=messages([people[0], people[0]]), at=THURSDAY)) == 1


def test_what_is_rolled_back_was_never_told(people):
    with transaction.atomic():
        notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert len(notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)) == 12


def test_an_unknown_kind_is_a_mistake_of_the_caller(people):
    with pytest.raises(KeyError):
        notify(kind="nobody.knows", person=people[0], reason="x", on=ON, at=THURSDAY)


@pytest.mark.parametrize("count", [2, 12])
def test_telling_and_planning_cost_the_same_for_few_and_many(people, count, django_assert_num_queries):
    with django_assert_num_queries(5):  # known, savepoint, insert, mine, release
        notify_many(kind=OPTIONAL, messages=messages(people[:count]), at=THURSDAY)
    plan_notices(at=THURSDAY)
    notify_many(kind=MANDATORY, messages=messages(people[:count]), at=THURSDAY)
    # settings and site, notices, preferences, savepoint, deliveries, planned, release, and nothing left
    with django_assert_num_queries(9):
        plan_notices(at=THURSDAY)


def test_a_replayed_job_only_reads(people, django_assert_num_queries):
    notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)
    with django_assert_num_queries(1):
        notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)


def test_reading_is_one_way_and_ones_own(people):
    mine = notify(kind=OPTIONAL, person=people[0], reason="a", on=ON, at=THURSDAY)
    assert mark_read(person=people[1], notice_id=mine.pk, at=THURSDAY) is None
    mark_read(person=people[0], notice_id=mine.pk, at=THURSDAY)
    mark_read(person=people[0], notice_id=mine.pk, at=THURSDAY + timedelta(hours=1))
    mine.refresh_from_db()
    assert mine.read_at == THURSDAY
    assert mark_all_read(person=people[0], at=THURSDAY) == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_that_tell_at_once_leave_one_notice_and_one_delivery():
    people = [build_person(f"직원{number}", email=f"q{number}@gaon.example") for number in range(5)]
    gate = threading.Barrier(20)
    told: list[int] = []
    errors: list[Exception] = []

    def tell() -> None:
        try:
            gate.wait(30)
            told.append(len(notify_many(kind=OPTIONAL, messages=messages(people), at=THURSDAY)))
            plan_notices(at=THURSDAY)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sum(told) == Notice.objects.count() == Delivery.objects.count() == 5
