"""An address without sign-in: opened once, shown again, closed for good, and closed with the person who left."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lms.people import addresses
from lms.people.addresses import AddressKind
from lms.people.errors import AddressRefused
from lms.people.models import EmploymentPeriod, RevocableAddress
from lms.people.services import (
    address_secret,
    find_address,
    open_address,
    renew_address,
    revoke_address,
    set_employment,
)
from tests.builders import MARCH_5
from tests.people.test_personnel import in_threads

KIND = "test_feed"


def opened(person, **more):
    return open_address(person=person, kind=KIND, by=more.pop("by", person), at=MARCH_5, **more)


def test_opening_twice_is_one_address_and_its_secret_opens_it(learner):
    first, second = opened(learner), opened(learner)
    assert first == second
    assert find_address(address_secret(first), kind=KIND, at=MARCH_5) == first
    assert find_address(address_secret(first).upper(), kind=KIND, at=MARCH_5) == first


def test_the_table_alone_does_not_tell_the_address(learner):
    row = opened(learner)
    kept = {str(value) for value in RevocableAddress.objects.filter(pk=row.pk).values_list().get()}
    assert address_secret(row) not in kept


def test_a_secret_that_was_derived_from_another_key_is_not_shown_but_opens(learner, settings):
    row = opened(learner)
    secret = address_secret(row)
    settings.SECRET_KEY = "another-one"
    assert address_secret(row) == ""
    assert find_address(secret, kind=KIND, at=MARCH_5) == row


@pytest.mark.parametrize("case", ["unknown", "other kind", "revoked", "renewed", "left"])
def test_what_opens_nothing_says_the_same(learner, case):
    row = opened(learner)
    secret, kind = address_secret(row), KIND
    if case == "unknown":
        secret = "a" * 26
    elif case == "other kind":
        kind = "test_calendar"
    elif case == "revoked":
        assert revoke_address(address=row, by=learner, at=MARCH_5)
        assert not revoke_address(address=row, by=learner, at=MARCH_5)
    elif case == "renewed":
        newer = renew_address(address=row, by=learner, at=MARCH_5)
        assert find_address(address_secret(newer), kind=KIND, at=MARCH_5) == newer
    else:
        set_employment(person=learner, state=EmploymentPeriod.State.RETIRED, on=date(2026, 3, 1))
    with pytest.raises(AddressRefused):
        find_address(secret, kind=kind, at=MARCH_5)


@pytest.mark.parametrize("owner", ["person", "nobody"])
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_address(learner, owner):
    person = learner if owner == "person" else None
    results = in_threads(lambda _: opened(person, by=learner, subject="rally:1"), range(8))
    assert len({row.pk for row in results}) == 1
    assert RevocableAddress.objects.count() == 1


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(addresses, "_kinds", {})
    addresses.register(AddressKind(KIND, "시험 피드", "시험 설명", "people:change_address", is_personal=True))
    return KIND


def test_a_person_opens_renews_and_revokes_on_the_page_of_settings(kind, learner, sign_in, clock):
    browser = sign_in(learner)
    change = reverse("people:change_address", args=[kind])
    seen = []
    for wish in ("open", "open", "renew", "revoke", "revoke"):
        page = browser.post(change, {"wish": wish}, follow=True)
        assert page.status_code == 200
        seen.append([line["address"] for line in page.context["addresses"]])
    assert seen[0] == seen[1] != seen[2] != [""]
    assert seen[3] == seen[4] == [""]


def test_the_second_click_on_renewing_leaves_what_the_first_one_opened(kind, learner, sign_in, clock):
    browser = sign_in(learner)
    change = reverse("people:change_address", args=[kind])
    page = browser.post(change, {"wish": "open"}, follow=True)
    assert f'name="seen" value="{page.context["addresses"][0]["row"].pk}"' in page.content.decode()
    click = {"wish": "renew", "seen": page.context["addresses"][0]["row"].pk}
    first, second = (browser.post(change, click, follow=True).context["addresses"][0]["address"] for _ in range(2))
    assert first == second != page.context["addresses"][0]["address"]
    assert RevocableAddress.objects.count() == 2


def test_renewing_what_is_not_open_opens_nothing_and_says_so(kind, learner, sign_in, clock):
    page = sign_in(learner).post(reverse("people:change_address", args=[kind]), {"wish": "renew"}, follow=True)
    assert "열려 있는 주소가 없어" in page.content.decode()
    assert not RevocableAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_renewals_of_one_address_at_once_end_in_the_same_new_one(learner):
    row = opened(learner)
    results = in_threads(lambda _: renew_address(address=row, by=learner, at=MARCH_5), range(8))
    assert len({each.pk for each in results} - {row.pk}) == 1
    assert RevocableAddress.objects.count() == 2


def test_what_no_room_offers_is_not_there(kind, learner, sign_in):
    assert sign_in(learner).post(reverse("people:change_address", args=["nothing"])).status_code == 404
