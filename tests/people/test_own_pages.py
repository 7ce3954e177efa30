"""A person's own pages and the personal part of the header."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.urls import reverse

from lms.people.sessions import SessionStore
from tests.cast import hire


def me(rf, person):
    """The header's personal part, as ``core/me.html`` shows it."""
    request = rf.get("/")
    request.user = person
    request.session = SessionStore()
    template = engines["django"].from_string("{% load slots %}{% slot 'me' %}")
    return template.render({}, request)


def test_the_header_names_the_person_and_the_unit(rf, learner, clock):
    text = me(rf, learner)
    assert "김하늘" in text
    assert "복지국 생활보장과" in text
    assert reverse("account_logout") in text
    assert reverse("people:show_settings") in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "enters"),
    [("learner", False), ("manager", True), ("trainer", True), ("hr_officer", True), ("administrator", True)],
)
def test_the_way_into_the_admin_is_shown_to_who_may_enter(request, rf, clock, role, enters):
    assert ('href="/admin/"' in me(rf, request.getfixturevalue(role))) is enters


def test_the_header_asks_for_unit_and_unread_notices_only(rf, learner, clock, django_assert_num_queries):
    me(rf, learner)
    with django_assert_num_queries(2):
        me(rf, learner)


def test_nobody_signed_in_has_no_personal_part(rf, db):
    assert me(rf, AnonymousUser()).strip() == ""


def test_markup_in_a_name_is_text(rf, city, clock):
    person = hire("X1", "<img src=x>", city.support)
    assert "<img src=x>" not in me(rf, person)


def test_the_settings_show_what_the_register_says_and_lead_on(client, manager, clock):
    client.force_login(manager)
    page = client.get("/my/settings/")
    shown = [fact["description"] for fact in page.context["facts"]]
    assert {"박서준", "20050001", "복지국 생활보장과", "서기관", "20050001@gaon.example"} <= set(map(str, shown))
    text = page.content.decode()
    for name in ("account_change_password", "usersessions_list", "people:show_access_records"):
        assert reverse(name) in text


def test_somebody_without_unit_mail_or_rank_has_settings_too(client, city, clock):
    client.force_login(hire("X2", "한별", None, email="", rank_title=""))
    assert [fact["description"] for fact in client.get("/my/settings/").context["facts"]] == ["한별", "X2"]


def test_the_language_is_switched_and_kept_in_a_cookie(client, learner):
    client.force_login(learner)
    page = client.get("/my/settings/").content.decode()
    assert re.search(r'lang="ko"\s+aria-current="true"', page)
    client.post("/i18n/setlang/", {"language": "en", "next": "/my/settings/"})
    assert "My settings" in client.get("/my/settings/").content.decode()


def test_own_pages_are_only_read(client, learner):
    client.force_login(learner)
    for address in ("/my/settings/", "/my/access/"):
        assert client.post(address).status_code == 405


def test_own_pages_stay_within_their_queries(client, learner, clock, django_assert_max_num_queries):
    client.force_login(learner)
    for address in ("/my/settings/", "/my/access/"):
        client.get(address)
        with django_assert_max_num_queries(8):
            client.get(address)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, "김하늘"), ({"position": "team_lead"}, "김하늘"), ({"rank_title": ""}, "김하늘")],
)
def test_people_are_addressed_by_name_and_title(learner, fields, expected):
    for name, value in fields.items():
        setattr(learner, name, value)
    assert learner.addressed_name.startswith(expected)
    assert learner.addressed_name == learner.addressed_name.strip()
