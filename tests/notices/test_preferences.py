"""What a person decides about mail, signed in or by the one click in a mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lms.notices import kinds
from lms.notices.choices import Cadence, Cause, State
from lms.notices.mail import sign_token
from lms.notices.models import Delivery, Preference
from lms.notices.services import notify, plan_notices, send_due, set_preferences
from lms.notices.services.preferences import keys_of

from .conftest import MANDATORY, ON, OPTIONAL, THURSDAY

pytestmark = pytest.mark.django_db
SETTINGS = "/my/notices/settings/"


def tell(person, kind=OPTIONAL, reason="course:1"):
    return notify(kind=kind, person=person, reason=reason, on=ON, at=THURSDAY, subject={"course": "민원"})


def chosen(person):
    return dict(Preference.objects.filter(person=person).values_list("kind", "cadence"))


def defaults(**changes):
    return {kind.key: kind.cadence for kind in kinds.all_kinds()} | changes


@pytest.fixture
def browser(sign_in, learner, clock):
    clock.set(THURSDAY)
    return sign_in(learner)


def test_choices_are_kept_and_only_what_was_changed(browser, learner):
    answer = browser.post(SETTINGS, defaults(**{OPTIONAL: Cadence.WEEKLY}), follow=True)
    assert "알림 설정을 저장했습니다." in answer.content.decode()
    assert chosen(learner) == {OPTIONAL: Cadence.WEEKLY}
    browser.post(SETTINGS, defaults(**{OPTIONAL: Cadence.OFF}))
    assert chosen(learner) == {OPTIONAL: Cadence.OFF}


def test_what_cannot_be_switched_off_says_why_and_does_not_offer_it(browser, learner):
    page = browser.get(SETTINGS)
    offered = dict(page.context["form"].fields[MANDATORY].choices)
    assert Cadence.OFF not in offered
    assert "법정 의무교육이기 때문입니다." in page.content.decode()
    answer = browser.post(SETTINGS, defaults(**{MANDATORY: Cadence.OFF}))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert chosen(learner) == {}


def test_the_service_refuses_it_too(learner):
    with pytest.raises(ValueError, match="cannot be switched off"):
        set_preferences(person_id=learner.pk, cadences={MANDATORY: Cadence.OFF}, at=THURSDAY)
    with pytest.raises(KeyError):
        set_preferences(person_id=learner.pk, cadences={"nobody.knows": Cadence.OFF}, at=THURSDAY)


def test_a_choice_from_before_a_kind_became_mandatory_does_not_silence_it(learner, mailoutbox):
    Preference.objects.create(person=learner, kind=MANDATORY, cadence=Cadence.OFF, changed_at=THURSDAY)
    tell(learner, MANDATORY)
    send_due(at=THURSDAY)
    assert len(mailoutbox) == 1


def test_a_choice_holds_for_mail_that_is_planned_already(learner, mailoutbox):
    tell(learner)
    plan_notices(at=THURSDAY)
    set_preferences(person_id=learner.pk, cadences={OPTIONAL: Cadence.DAILY}, at=THURSDAY)
    assert Delivery.objects.get().next_try_at == (THURSDAY + timedelta(days=1)).replace(hour=9)
    set_preferences(person_id=learner.pk, cadences={OPTIONAL: Cadence.OFF}, at=THURSDAY)
    assert Delivery.objects.values_list("state", "cause").get() == (State.SKIPPED, Cause.SWITCHED_OFF)


def test_no_mail_at_all_still_leaves_the_bell(learner, mailoutbox, sign_in, clock):
    clock.set(THURSDAY)
    set_preferences(person_id=learner.pk, cadences={OPTIONAL: Cadence.OFF}, at=THURSDAY)
    tell(learner)
    send_due(at=THURSDAY)
    assert mailoutbox == []
    assert "읽지 않은 알림 1건" in sign_in(learner).get("/me/").content.decode()


@pytest.fixture
def off_address(learner, mailoutbox):
    """The address in the header of a mail that was sent."""
    tell(learner)
    send_due(at=THURSDAY)
    header = mailoutbox[0].extra_headers["List-Unsubscribe"]
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return "/" + re.fullmatch(r"<https?://[^/]+/(.+)>", header).group(1)


def test_one_click_ends_the_mail_without_signing_in(off_address, learner, mailoutbox):
    stranger = Client(enforce_csrf_checks=True)
    assert chosen(learner) == {}
    # What a mail program posts by itself (RFC 8058): no cookie, no form token.
    answer = stranger.post(off_address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert chosen(learner) == {OPTIONAL: Cadence.OFF}
    assert stranger.post(off_address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell(learner, reason="course:2")
    send_due(at=THURSDAY + timedelta(minutes=5))
    assert len(mailoutbox) == 1


def test_opening_the_address_changes_nothing_and_names_nobody(off_address, learner):
    page = Client().get(off_address)
    assert page.status_code == 200
    assert "수신거부" in page.content.decode()
    assert learner.name not in page.content.decode()
    assert chosen(learner) == {}


def test_revoked_addresses_stop_working(off_address, learner, browser):
    browser.post(reverse("notices:renew_key"))
    assert Client().post(off_address).status_code == 404
    assert chosen(learner) == {}


@pytest.mark.parametrize("token", ["x", "WyJhIl0:1", "a" * 300])
def test_a_made_up_address_is_refused(token, db):
    page = Client().post(f"/mail/off/{token}/")
    assert page.status_code == 404
    assert "더 이상 쓸 수 없는 주소입니다" in page.content.decode()


def test_an_address_for_what_cannot_be_switched_off_switches_nothing_off(learner):
    token = sign_token(key=keys_of([learner.pk], at=THURSDAY)[learner.pk], keys=[MANDATORY, OPTIONAL, "gone.kind"])
    Client().post(f"/mail/off/{token}/")
    assert chosen(learner) == {OPTIONAL: Cadence.OFF}


def test_mandatory_mail_has_no_such_address_and_says_why(learner, mailoutbox):
    tell(learner, MANDATORY)
    send_due(at=THURSDAY)
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers
    assert "법정 의무교육이기 때문입니다." in mailoutbox[0].body
    assert "/mail/off/" not in mailoutbox[0].body


def test_a_digest_names_the_kinds_it_would_end(learner, mailoutbox):
    for number in range(3):
        tell(learner, reason=f"a:{number}")
    tell(learner, MANDATORY, "b")
    send_due(at=THURSDAY)
    header = mailoutbox[0].extra_headers["List-Unsubscribe"]
    Client().post("/" + header.strip("<>").split("/", 3)[3])
    assert chosen(learner) == {OPTIONAL: Cadence.OFF}


def test_kinds_that_cannot_concern_a_person_are_not_offered(browser, sign_in, trainer):
    assert "courses.review_requested" not in browser.get(SETTINGS).context["form"].fields
    assert "courses.review_requested" in sign_in(trainer).get(SETTINGS).context["form"].fields
