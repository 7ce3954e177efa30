"""접속기록: one writer, never rewritten, and shown to the person concerned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import RequestFactory

from lms.people.models import AccessRecord, AccessSubject, Person
from lms.people.requests import client_ip
from lms.people.services import record_access
from tests.cast import hire

VIEW, EXPORT = AccessRecord.Action.VIEW, AccessRecord.Action.EXPORT


@pytest.fixture
def look(clock, hr_officer):
    """``look(subjects, **changes)``: the HR officer looks at somebody, now."""

    def record(subjects, **changes):
        said = {"actor": hr_officer, "at": clock.now, "ip": "10.0.0.7", "action": VIEW, "asked": "직원 정보"}
        return record_access(**(said | changes), subjects=subjects)

    return record


def test_a_look_names_who_when_where_what_and_whom(look, learner, outsider, hr_officer, clock):
    record = look([learner.pk, outsider.pk, learner.pk])
    assert (record.actor, record.accessed_at, record.ip_address) == (hr_officer, clock.now, "10.0.0.7")
    assert record.subject_count == 2
    assert set(record.subjects.values_list("person", flat=True)) == {learner.pk, outsider.pk}


def test_subjects_may_be_a_queryset(look, learner, outsider):
    assert look(Person.objects.filter(pk__in=[learner.pk, outsider.pk])).subject_count == 2


def test_many_subjects_cost_no_more_queries(look, city, learner, django_assert_num_queries):
    people = [hire(f"N{number}", "직원", city.support).pk for number in range(12)]
    with django_assert_num_queries(4):
        look([learner.pk])
    with django_assert_num_queries(4):
        look(people)


def test_a_download_needs_a_reason(look, learner):
    with pytest.raises(ValueError, match="reason"):
        look([learner.pk], action=EXPORT, reason="  ")
    assert look([learner.pk], action=EXPORT, reason="교육 이수 점검").reason == "교육 이수 점검"


def test_the_database_refuses_a_download_without_a_reason_too(hr_officer, clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecord.objects.create(
            actor=hr_officer, accessed_at=clock.now, action=EXPORT, asked="목록", subject_count=0
        )


def test_a_very_long_question_is_cut(look, learner):
    assert len(look([learner.pk], asked="가" * 900).asked) == 300


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_accessrecord SET asked = 'x'",
        "UPDATE people_accesssubject SET person_id = person_id + 1",
        "DELETE FROM people_accesssubject",
    ],
)
def test_nobody_rewrites_a_record_not_even_by_sql(look, learner, statement):
    look([learner.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessSubject.objects.count() == 1


def test_the_person_sees_who_looked(client, look, learner, hr_officer):
    look([learner.pk], asked="직원 정보 <b>열람</b>")
    look([learner.pk], action=EXPORT, reason="분기 점검", asked="이수 현황")
    client.force_login(learner)
    page = client.get("/my/access/")
    assert [line["record"].asked for line in page.context["lines"]] == ["이수 현황", "직원 정보 <b>열람</b>"]
    text = page.content.decode()
    assert "한결" in text
    assert "행정국 인재개발과" in text
    assert "분기 점검" in text
    assert "<b>열람" not in text


def test_nobody_sees_what_concerns_others_or_only_themselves(client, look, learner, outsider, hr_officer):
    look([outsider.pk])
    look([hr_officer.pk])
    for person in (learner, hr_officer):
        client.force_login(person)
        assert client.get("/my/access/").context["lines"] == []


def test_the_list_is_paged_and_its_queries_do_not_grow(client, look, learner, clock, django_assert_max_num_queries):
    client.force_login(learner)
    client.get("/my/access/")
    for _ in range(45):
        look([learner.pk])
        clock.advance(minutes=1)
    for page, lines in (("1", 20), ("3", 5), ("99", 5), ("x", 20)):
        with django_assert_max_num_queries(9):
            response = client.get("/my/access/", {"page": page})
        assert len(response.context["lines"]) == lines


@pytest.mark.parametrize(
    ("proxies", "headers", "expected"),
    [
        (0, {"REMOTE_ADDR": "10.1.2.3"}, "10.1.2.3"),
        (0, {"REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, "10.1.2.3"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.9.9.9"}, "10.9.9.9"),
        (2, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "10.9.9.9"}, "10.0.0.1"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "<script>"}, None),
        (0, {"REMOTE_ADDR": ""}, None),
        (0, {"REMOTE_ADDR": "::1"}, "::1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, headers, expected):
    settings.TRUSTED_PROXIES = proxies
    assert client_ip(RequestFactory().get("/", **headers)) == expected


def test_an_old_record_keeps_its_order(look, learner, clock):
    first = look([learner.pk])
    second = look([learner.pk], at=clock.now + timedelta(hours=1))
    assert list(AccessRecord.objects.all()) == [second, first]
