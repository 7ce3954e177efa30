"""A real mail server that dies, hangs or stays away: every mail arrives once or is shown as unknown, none is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.notices.choices import Cause, State
from lms.notices.models import Delivery, Pace
from lms.notices.services import send_due

from .smtp_world import SOON, THURSDAY, mailed, states

pytestmark = pytest.mark.django_db


def test_of_a_thousand_mails_each_arrives_once_although_the_server_dies_in_the_middle(catcher, tell_people):
    addresses = tell_people(1_000)
    catcher.behave(die_at="answer", after=400)
    send_due(at=THURSDAY)
    assert len(catcher.addresses()) == 401
    assert states() == {State.SENT: 400, State.UNKNOWN: 1, State.PLANNED: 599}

    catcher.behave()
    catcher.start()
    assert send_due(at=THURSDAY + timedelta(seconds=30)).is_paused
    send_due(at=SOON)
    assert catcher.addresses() == addresses
    assert states() == {State.SENT: 999, State.UNKNOWN: 1}
    # The one of which nobody knows is named so that the server's own log can tell.
    unknown = Delivery.objects.get(state=State.UNKNOWN)
    assert (unknown.cause, unknown.message_id) == (Cause.LINE_BROKE, catcher.mails()[400]["id"])
    assert send_due(at=SOON + timedelta(hours=1)).mails.total() == 0


@pytest.mark.parametrize(
    ("step", "arrived", "after_it"),
    [
        # before the server had the text: nothing arrived, the mail is tried again like the rest
        ("rcpt", 10, {State.SENT: 10, State.PLANNED: 20}),
        # it had the text and kept nothing: unknown, although it did not arrive
        ("data", 10, {State.SENT: 10, State.UNKNOWN: 1, State.PLANNED: 19}),
        # it had the text and kept it: unknown, although it arrived
        ("answer", 11, {State.SENT: 10, State.UNKNOWN: 1, State.PLANNED: 19}),
    ],
)
def test_what_is_known_of_the_mail_on_the_way_depends_on_how_far_it_came(catcher, tell_people, step, arrived, after_it):
    addresses = tell_people(30)
    catcher.behave(die_at=step, after=10)
    send_due(at=THURSDAY)
    assert (len(catcher.addresses()), states()) == (arrived, after_it)
    catcher.behave()
    catcher.start()
    # A mail whose line broke early waits its five minutes; everybody else goes with the next run.
    send_due(at=SOON)
    send_due(at=THURSDAY + timedelta(minutes=6))
    seen = catcher.addresses()
    assert len(seen) == len(set(seen))
    assert sorted({*seen, *mailed(State.UNKNOWN)}) == addresses
    assert not states()[State.PLANNED]


@pytest.mark.parametrize(
    ("step", "begun"),
    [("connect", {State.PLANNED: 40}), ("rcpt", {State.PLANNED: 40}), ("data", {State.UNKNOWN: 3, State.PLANNED: 37})],
)
def test_a_hanging_server_is_hung_up_on_and_left_alone(catcher, tell_people, step, begun):
    addresses = tell_people(40)
    catcher.behave(hang_at=step)
    assert send_due(at=THURSDAY).is_paused
    assert states() == begun
    assert Pace.objects.get().last_trouble.startswith(("TimeoutError", "SMTPServerDisconnected"))
    catcher.behave()
    send_due(at=SOON)
    send_due(at=THURSDAY + timedelta(minutes=6))
    seen = catcher.addresses()
    assert len(seen) == len(set(seen))
    assert sorted({*seen, *mailed(State.UNKNOWN)}) == addresses
    assert not states()[State.PLANNED]


def test_a_server_that_stays_away_is_asked_less_and_less_often_and_nothing_is_held_against_the_mails(
    catcher, tell_people
):
    addresses = tell_people(5)
    catcher.stop()
    pauses, at = [], THURSDAY
    for _ in range(6):
        send_due(at=at)
        until = Pace.objects.get().paused_until
        pauses.append(round((until - at).total_seconds() / 60))
        at = until + timedelta(seconds=1)
    assert pauses == [1, 5, 15, 30, 60, 60]
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    catcher.start()
    send_due(at=at)
    assert catcher.addresses() == addresses
    pace = Pace.objects.get()
    assert (pace.troubles, pace.paused_until, pace.last_trouble) == (0, None, "")
