"""Real worker processes and a real mail server: two at once, one killed in the middle, a clock that jumps."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from lms.core.models import ScheduledJob, Worker
from lms.notices.choices import Cause, State
from lms.notices.models import Delivery
from lms.notices.services import send_due
from tests import forking
from tests.forking import ended

from .catcher import eventually
from .sending_process import send
from .smtp_world import THURSDAY, mailed, states

Start = Callable[[str, datetime], ForkServerProcess]
#: The claims of a worker that was killed are free again.
LEASE_IS_OVER = THURSDAY + timedelta(minutes=20)


@pytest.fixture
def start(catcher, tmp_path: Path) -> Iterator[Start]:
    """``start("work", moment)``: a process that lives at that moment; what is left at the end is killed."""
    processes: list[ForkServerProcess] = []

    def begin(mode: str, moment: datetime) -> ForkServerProcess:
        orders = (mode, moment.isoformat(), str(catcher.port))
        processes.append(forking.start(send, *orders, log=tmp_path / "log"))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        assert ended(process, within=10) is not None


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_no_mail_twice(catcher, tell_people, start, tmp_path):
    addresses = tell_people(150)
    catcher.behave(hang_at="rcpt")
    pair = [start("once", THURSDAY), start("once", THURSDAY)]
    claims = Delivery.objects.exclude(claim=None).values("claim").distinct()
    eventually(lambda: claims.count() == 2, "both hold mails")
    catcher.behave()
    for process in pair:
        assert ended(process, within=60) == 0, (tmp_path / "log").read_text()[-2000:]
    assert catcher.addresses() == addresses
    assert states() == {State.SENT: 150}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_hands_over_a_mail_leaves_that_one_unknown_and_the_rest_to_the_next(
    catcher, tell_people, start
):
    addresses = tell_people(80)
    catcher.behave(hang_at="answer", after=30)  # it has kept the 31st mail and says nothing
    ScheduledJob.objects.create(name="send_due_notices", next_run_at=THURSDAY)
    killed = start("work", THURSDAY)
    eventually(lambda: len(catcher.mails()) == 31, "the 31st mail is on its way")
    killed.kill()
    assert ended(killed, within=10) == -signal.SIGKILL
    assert states() == {State.SENT: 30, State.SENDING: 1, State.PLANNED: 49}

    catcher.behave()
    survivor = start("work", LEASE_IS_OVER)
    eventually(lambda: Worker.objects.filter(process=survivor.pid).exists(), "the next worker beats")
    eventually(lambda: not Worker.objects.filter(process=killed.pid).exists(), "it has buried the first")
    ScheduledJob.objects.filter(running_by="").update(next_run_at=THURSDAY)  # spare the test the minute's pause
    eventually(lambda: not states()[State.PLANNED], "the rest is sent")
    survivor.terminate()
    assert ended(survivor, within=30) == 0
    assert catcher.addresses() == addresses
    assert states() == {State.SENT: 79, State.UNKNOWN: 1}
    unknown = Delivery.objects.get(state=State.UNKNOWN)
    assert (unknown.cause, unknown.message_id) == (Cause.WORKER_LOST, catcher.mails()[30]["id"])
    job = ScheduledJob.objects.get()
    assert (job.outcome, job.failures) == (ScheduledJob.Outcome.SUCCEEDED, 1)


@pytest.mark.django_db
class TestClock:
    """The clock jumps between two runs: forwards over days, or back."""

    def test_after_a_jump_over_days_everything_goes_once(self, catcher, tell_people):
        addresses = tell_people(20)
        catcher.behave(hang_at="connect")
        send_due(at=THURSDAY)
        catcher.behave()
        send_due(at=THURSDAY + timedelta(days=7))
        send_due(at=THURSDAY + timedelta(days=7, minutes=5))
        assert catcher.addresses() == addresses
        assert states() == {State.SENT: 20}

    def test_a_day_that_is_lived_twice_brings_no_mail_twice(self, catcher, tell_people):
        addresses = tell_people(20)
        send_due(at=THURSDAY + timedelta(days=1))
        assert tell_people(20) == addresses
        send_due(at=THURSDAY)
        send_due(at=THURSDAY + timedelta(days=1))
        assert catcher.addresses() == addresses

    def test_a_jump_into_the_night_waits_for_the_working_day(self, catcher, tell_people):
        addresses = tell_people(20)
        send_due(at=THURSDAY.replace(hour=23))
        assert not catcher.mails()
        send_due(at=THURSDAY + timedelta(days=1))
        assert mailed(State.SENT) == catcher.addresses() == addresses
