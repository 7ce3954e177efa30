"""What a real mail server answers decides what happens: another try, the bounce list, failed, or a pause for all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lms.notices.choices import Cause, State
from lms.notices.models import Bounce, Delivery, Pace
from lms.notices.services import clear_bounce, send_due
from tests.builders import moment

from .smtp_world import SOON, THURSDAY, mailed, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_mail_refused_for_now_is_tried_again_after_growing_pauses_and_then_shown(catcher, tell_people, step):
    tell_people(1)
    catcher.behave(**{step: "451 4.3.2 try again later"})
    waits, at = [], THURSDAY
    while _after(at).state == State.PLANNED:
        delivery = Delivery.objects.get()
        assert (delivery.cause, delivery.answer) == (Cause.NOT_YET, "451 4.3.2 try again later")
        waits.append(round((delivery.next_try_at - at).total_seconds() / 60))
        at = delivery.next_try_at
    delivery = Delivery.objects.get()
    # 5 and 30 minutes, 2 hours, 8 hours (the next morning, because of quiet hours), a day (Monday, after the weekend)
    assert at == moment(2026, 3, 9, 9)
    assert waits[:3] == [5, 30, 120]
    assert waits == sorted(waits)
    assert (delivery.state, delivery.cause, delivery.attempts) == (State.FAILED, Cause.TRIES_USED_UP, 6)
    assert delivery.answer == "451 4.3.2 try again later"
    assert not catcher.mails()


def test_a_mail_refused_for_now_goes_through_when_the_server_has_recovered(catcher, tell_people):
    addresses = tell_people(1)
    catcher.behave(rcpt="450 4.2.1 greylisted")
    send_due(at=THURSDAY)
    catcher.behave()
    assert not send_due(at=THURSDAY + timedelta(minutes=4)).mails
    send_due(at=THURSDAY + timedelta(minutes=6))
    assert (catcher.addresses(), mailed(State.SENT)) == (addresses, addresses)


def test_an_address_that_does_not_exist_goes_to_the_bounce_list_and_everybody_else_gets_his_mail(catcher, tell_people):
    addresses = tell_people(40)
    gone = addresses[7]
    catcher.behave(rcpt_of={gone: "550 5.1.1 no such user"})
    send_due(at=THURSDAY)
    assert catcher.addresses() == [each for each in addresses if each != gone]
    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.answer) == (gone, "550 5.1.1 no such user")
    assert mailed(State.BOUNCED) == [gone]

    # Nothing more is sent there, and that is shown with its cause.
    tell_people(40, reason="course:2")
    catcher.behave()
    send_due(at=SOON)
    assert gone not in catcher.addresses()
    assert list(Delivery.objects.filter(state=State.SKIPPED).values_list("cause", flat=True)) == [Cause.KNOWN_BOUNCE]

    # HR has corrected the address at the mail server and takes it off the list: both messages come.
    clear_bounce(bounce=bounce, at=SOON)
    send_due(at=SOON)
    assert catcher.addresses().count(gone) == 2
    assert states() == {State.SENT: 80}


def test_a_refused_text_fails_that_mail_and_no_other(catcher, tell_people):
    tell_people(3)
    catcher.behave(data="554 5.6.0 content refused", after=0)
    send_due(at=THURSDAY)
    assert states() == {State.FAILED: 3}
    assert set(Delivery.objects.values_list("cause", flat=True)) == {Cause.REFUSED_CONTENT}
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("answer", ["554 5.7.1 relay access denied", "421 4.3.2 service not available"])
def test_a_server_that_wants_nothing_from_us_pauses_all_and_bounces_nobody(catcher, tell_people, answer):
    addresses = tell_people(40)
    catcher.behave(rcpt=answer)
    assert send_due(at=THURSDAY).is_paused
    assert states() == {State.PLANNED: 40}
    assert not Bounce.objects.exists()
    assert Pace.objects.get().last_trouble == answer
    catcher.behave()
    send_due(at=SOON)
    assert catcher.addresses() == addresses


def _after(at: datetime) -> Delivery:
    """What has become of the only delivery after a run."""
    send_due(at=at)
    return Delivery.objects.get()
