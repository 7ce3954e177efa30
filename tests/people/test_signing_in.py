"""Signing in, being locked out, a new password by mail, and leaving nothing behind."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from lms.people.adapter import sign_in_lock
from lms.people.models import Person, SignInFailures
from lms.people.services import count_attempt, end_sessions, forgive_failures, set_employment
from tests.cast import PASSWORD, SEOUL, hire
from tests.people.test_personnel import in_threads

SIGN_IN = "/accounts/login/"


def attempt(client, login, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": login, "password": password, **extra})


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["20210007", "20210007@gaon.example", "20210007@GAON.example", " 20210007 "])
def test_a_person_signs_in_by_number_or_mail_whatever_the_case(client, learner, login):
    assert attempt(client, login).status_code == 302
    assert signed_in(client)


def test_letters_in_an_employee_number_may_be_of_either_case(client, city):
    hire("K-17a", "강하람", city.support)
    assert attempt(client, "k-17A").status_code == 302
    assert signed_in(client)


def test_a_wrong_password_says_what_why_and_what_to_do(client, learner):
    response = attempt(client, "20210007", "wrong")
    assert response.status_code == 200
    assert not signed_in(client)
    said = " ".join(response.context["form"].non_field_errors())
    assert said == attempt(client, "nobody", "wrong").context["form"].non_field_errors()[0], "tells nobody who exists"


def test_five_wrong_passwords_lock_the_account_and_say_until_when(client, learner, clock):
    for _ in range(5):
        attempt(client, "20210007", "wrong")
    response = attempt(client, "20210007", PASSWORD)
    assert not signed_in(client)
    assert "09:01" in response.context["form"].non_field_errors()[0]


def test_the_mail_is_locked_with_the_number(client, learner, clock):
    for login in ["20210007", "20210007@gaon.example"] * 3:
        attempt(client, login, "wrong")
    attempt(client, "20210007@gaon.example", PASSWORD)
    assert not signed_in(client)


def test_the_lock_ends_by_itself(client, learner, clock):
    for _ in range(5):
        attempt(client, "20210007", "wrong")
    clock.advance(minutes=10, seconds=1)
    attempt(client, "20210007")
    assert signed_in(client)


def test_a_right_password_forgives_the_wrong_ones_before_it(learner, clock):
    for _ in range(4):
        attempt(Client(), "20210007", "wrong")
    attempt(Client(), "20210007")
    assert not SignInFailures.objects.exists()


def test_other_accounts_are_not_locked_along(client, learner, outsider, clock):
    for _ in range(6):
        attempt(Client(), "20210007", "wrong")
    attempt(client, outsider.employee_number)
    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_counted_as_many(learner):
    connection.close()
    at = datetime(2026, 3, 5, 8, 50, tzinfo=SEOUL)
    results = in_threads(lambda _: count_attempt(login="20210007", at=at, lock=sign_in_lock()), range(12))
    assert [until for until in results if isinstance(until, Exception)] == []
    assert results.count(None) == 5


def test_old_failures_are_cleared_away(learner, clock):
    count_attempt(login="somebody", at=clock.now, lock=sign_in_lock())
    clock.advance(hours=1)
    count_attempt(login="20210007", at=clock.now, lock=sign_in_lock())
    assert SignInFailures.objects.count() == 1
    forgive_failures(login="20210007")
    assert not SignInFailures.objects.exists()


@pytest.mark.parametrize(
    ("state", "enters"), [("on_leave", True), ("seconded", True), ("retired", False), ("employed", True)]
)
def test_employment_decides_at_the_door(client, learner, clock, state, enters):
    set_employment(person=learner, state=state, on=date(2026, 3, 1))
    response = attempt(client, "20210007")
    assert signed_in(client) is enters
    if not enters:
        assert response.url == reverse("account_inactive")
        assert client.get(response.url).status_code == 200


def test_nobody_enters_before_the_first_day(client, city, clock):
    hire("20260009", "새봄", city.support, since=date(2026, 4, 1))
    attempt(client, "20260009")
    assert not signed_in(client)


def test_a_closed_account_does_not_open(client, learner):
    Person.objects.filter(pk=learner.pk).update(is_active=False)
    attempt(client, "20210007")
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("target", "lands"),
    [
        ("/my/settings/", "/my/settings/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_sign_in_one_lands_only_on_this_site(client, learner, target, lands):
    assert attempt(client, "20210007", next=target).url == lands


def test_nobody_signs_up(client, db):
    response = client.get("/accounts/signup/")
    assert response.status_code == 200
    assert b"<form" not in response.content.split(b"<main")[1]
    client.post("/accounts/signup/", {"username": "intruder", "password1": "x1-long-enough", "email": "i@x.example"})
    assert not Person.objects.filter(employee_number="intruder").exists()


def test_a_new_password_by_mail_from_beginning_to_end(client, learner, mailoutbox, clock):
    for _ in range(6):
        attempt(Client(), "20210007", "wrong")
    client.post("/accounts/password/reset/", {"email": "20210007@gaon.example"})
    (mail,) = mailoutbox
    assert mail.subject.startswith("[친절배움터]")
    (html, kind) = mail.alternatives[0]
    assert kind == "text/html"
    address = re.search(r"http://testserver(/\S+)", mail.body)[1]
    assert address in html
    assert not re.search(r'(src|href)="https?://(?!testserver)', html), "names no outside host"
    page = client.get(address, follow=True)
    form_address = page.redirect_chain[-1][0]
    client.post(form_address, {"password1": "Neues-Wort-2026", "password2": "Neues-Wort-2026"})
    fresh = Client()
    attempt(fresh, "20210007", "Neues-Wort-2026")
    assert signed_in(fresh), "the lock ends with the new password"
    assert client.get(address, follow=True).context["token_fail"], "a link works once"


def test_a_new_colleague_opens_the_account_by_mail(client, city, mailoutbox):
    person = hire("20260010", "새봄", city.support)
    person.set_unusable_password()
    person.save()
    client.post("/accounts/password/reset/", {"email": person.email})
    assert len(mailoutbox) == 1


def test_the_retired_get_no_mail_and_nobody_learns_why(client, learner, mailoutbox, clock):
    set_employment(person=learner, state="retired", on=date(2026, 3, 1))
    response = client.post("/accounts/password/reset/", {"email": "20210007@gaon.example"})
    assert response.url == reverse("account_reset_password_done")
    assert mailoutbox == []


def test_signing_out_leaves_nothing_behind(client, learner):
    client.force_login(learner)
    assert client.get("/accounts/logout/").status_code == 200
    response = client.post("/accounts/logout/")
    assert response.status_code == 302
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.headers["Cache-Control"] == "no-store"
    assert not signed_in(client)


def test_signing_out_after_the_session_ended_asks_for_nothing(client, db):
    response = client.post("/accounts/logout/")
    assert response.url == SIGN_IN


def test_every_sign_in_is_listed_and_the_others_can_be_ended(learner):
    here, there = Client(), Client()
    attempt(here, "20210007")
    attempt(there, "20210007")
    assert len(here.get("/accounts/sessions/").context["sessions"]) == 2
    here.post("/accounts/sessions/")
    assert here.get("/my/settings/").status_code == 200
    assert there.get("/my/settings/").status_code == 302


def test_a_person_can_be_signed_out_everywhere_at_once(learner):
    client = Client()
    attempt(client, "20210007")
    assert end_sessions(person=learner) == 1
    assert client.get("/my/settings/").status_code == 302
    assert not UserSession.objects.exists()


def test_a_changed_password_is_confirmed_on_the_settings(client, learner):
    client.force_login(learner)
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "Neues-Wort-2026", "password2": "Neues-Wort-2026"},
    )
    assert response.url == "/my/settings/"
    assert client.get("/my/settings/").status_code == 200


def test_a_password_like_the_name_or_number_is_refused(client, learner):
    client.force_login(learner)
    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "20210007", "password2": "20210007"}
    )
    assert response.context["form"].errors


def test_the_work_mail_is_not_managed_by_its_owner(client, learner):
    client.force_login(learner)
    assert client.get("/accounts/email/").url == "/my/settings/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_is_not_reachable(client, administrator, method):
    response = getattr(client, method)("/admin/login/", {"username": "20140006", "password": PASSWORD})
    assert response.status_code == 302
    assert response.url.startswith(SIGN_IN)
    assert not signed_in(client)


def test_a_person_without_admin_rights_gets_a_page_and_no_loop(client, learner):
    client.force_login(learner)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert client.get("/my/settings/").context["messages"]._loaded_data == []
