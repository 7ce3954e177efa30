"""The decisions of sending, as tables: when, how many together, whose fault."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from lms.core.working_days import is_working_day
from lms.notices.choices import Cadence, Cause
from lms.notices.rules import (
    Hours,
    Step,
    Verdict,
    allowance,
    arrange,
    next_digest,
    next_opening,
    next_try,
    pause_after,
    plan,
    verdict,
)

from .conftest import SEOUL

HOURS = Hours(time(9), time(18), time(9))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-03-05 10:00", "2026-03-05 10:00"),  # 목요일, 근무시간
        ("2026-03-05 07:30", "2026-03-05 09:00"),  # 이른 아침
        ("2026-03-05 17:59", "2026-03-05 17:59"),
        ("2026-03-05 18:00", "2026-03-06 09:00"),  # 퇴근 뒤
        ("2026-03-06 22:00", "2026-03-09 09:00"),  # 금요일 밤 → 월요일
        ("2026-03-07 11:00", "2026-03-09 09:00"),  # 토요일
        ("2026-02-27 19:00", "2026-03-03 09:00"),  # 삼일절과 대체공휴일
        ("2026-02-13 18:30", "2026-02-19 09:00"),  # 설 연휴
        ("2026-09-23 18:00", "2026-09-28 09:00"),  # 추석 연휴
    ],
)
def test_mail_goes_in_working_hours_of_a_working_day(told, goes):
    assert next_opening(at(told), hours=HOURS, works=is_working_day) == at(goes)


@pytest.mark.parametrize(
    ("cadence", "told", "goes"),
    [
        (Cadence.DAILY, "2026-03-05 08:59", "2026-03-05 09:00"),
        (Cadence.DAILY, "2026-03-05 09:00", "2026-03-05 09:00"),
        (Cadence.DAILY, "2026-03-05 09:01", "2026-03-06 09:00"),
        (Cadence.DAILY, "2026-03-06 12:00", "2026-03-09 09:00"),
        (Cadence.WEEKLY, "2026-03-05 12:00", "2026-03-09 09:00"),
        (Cadence.WEEKLY, "2026-03-09 08:00", "2026-03-09 09:00"),
        (Cadence.WEEKLY, "2026-02-27 12:00", "2026-03-03 09:00"),  # 월요일이 쉬는 주에는 화요일
        (Cadence.WEEKLY, "2026-03-03 10:00", "2026-03-09 09:00"),
    ],
)
def test_what_comes_together_comes_in_the_morning(cadence, told, goes):
    assert next_digest(at(told), cadence=cadence, hours=HOURS, works=is_working_day) == at(goes)


@pytest.mark.parametrize(
    ("cadence", "until", "chosen", "moment", "cause"),
    [
        (Cadence.OFF, None, Cadence.OFF, None, Cause.SWITCHED_OFF),
        (Cadence.AT_ONCE, None, Cadence.AT_ONCE, "2026-03-05 19:00", Cause.NONE),
        (Cadence.DAILY, None, Cadence.DAILY, "2026-03-06 09:00", Cause.NONE),
        (Cadence.WEEKLY, None, Cadence.WEEKLY, "2026-03-09 09:00", Cause.NONE),
        # The weekly mail would come too late: the daily one is in time, or the next hour.
        (Cadence.WEEKLY, "2026-03-07 00:00", Cadence.DAILY, "2026-03-06 09:00", Cause.NONE),
        (Cadence.WEEKLY, "2026-03-05 23:00", Cadence.AT_ONCE, "2026-03-05 19:00", Cause.NONE),
        (Cadence.AT_ONCE, "2026-03-05 18:30", Cadence.AT_ONCE, None, Cause.TOO_LATE),
    ],
)
def test_the_wished_cadence_gives_way_to_what_is_in_time(cadence, until, chosen, moment, cause):
    late = Hours(time(9), time(22), time(9))
    found = plan(
        cadence=cadence,
        at=at("2026-03-05 19:00"),
        relevant_until=at(until) if until else None,
        hours=late,
        works=is_working_day,
    )
    assert (found.cadence, found.moment, found.cause) == (chosen, at(moment) if moment else None, cause)


@pytest.mark.parametrize(
    ("alone", "digest", "sent_today", "mails"),
    [
        ([], [], 0, []),
        (["a"], [], 0, [["a"]]),
        (["a", "b"], [], 0, [["a"], ["b"]]),
        (["a"], ["x", "y"], 0, [["a"], ["x", "y"]]),
        (["a", "b", "c"], [], 0, [["a", "b", "c"]]),  # an outage is over
        (["a", "b"], ["x"], 2, [["a", "b", "x"]]),  # room for one mail only
        (["a"], [], 3, [["a"]]),
        (["a"], ["x"], 3, [["a", "x"]]),
        (["a"], ["x"], 4, []),  # the day's ceiling
    ],
)
def test_many_mails_at_once_become_one(alone, digest, sent_today, mails):
    assert arrange(alone=alone, digest=digest, sent_today=sent_today, ceiling=4) == mails


@pytest.mark.parametrize(
    ("began", "taken", "now", "left"),
    [
        (None, 0, "2026-03-05 10:00:00", 120),
        ("2026-03-05 10:00:00", 100, "2026-03-05 10:00:30", 20),
        ("2026-03-05 10:00:00", 120, "2026-03-05 10:00:59", 0),
        ("2026-03-05 10:00:00", 120, "2026-03-05 10:01:00", 120),
        ("2026-03-05 10:00:00", 120, "2026-03-04 10:00:00", 120),  # a clock that was set back does not stop mail
    ],
)
def test_a_minute_holds_so_many_mails(began, taken, now, left):
    found, _began, _taken = allowance(began_at=at(began) if began else None, taken=taken, at=at(now), per_minute=120)
    assert found == left


@pytest.mark.parametrize(
    ("step", "code", "text", "found"),
    [
        (Step.RECIPIENT, 550, "5.1.1 <x>: Recipient address rejected: User unknown", Verdict.BOUNCE),
        (Step.RECIPIENT, 550, "No such user here", Verdict.BOUNCE),
        (Step.RECIPIENT, 553, "5.1.3 Bad recipient address syntax", Verdict.BOUNCE),
        (Step.RECIPIENT, 550, "5.2.1 Mailbox disabled", Verdict.BOUNCE),
        (Step.RECIPIENT, 552, "5.2.2 Mailbox full", Verdict.RETRY),
        (Step.RECIPIENT, 450, "4.7.1 Greylisted, try again", Verdict.RETRY),
        (Step.RECIPIENT, 452, "4.2.2 Over quota", Verdict.RETRY),
        # Our own set-up must never fill the bounce list with a whole city.
        (Step.RECIPIENT, 554, "5.7.1 Relay access denied", Verdict.POLICY),
        (Step.RECIPIENT, 550, "relaying denied", Verdict.POLICY),
        (Step.RECIPIENT, 550, "5.7.26 unauthenticated mail is prohibited", Verdict.POLICY),
        (Step.RECIPIENT, 554, "transaction failed", Verdict.POLICY),
        (Step.RECIPIENT, 421, "closing", Verdict.SERVER),
        (Step.SENDER, 550, "5.1.8 Sender address rejected", Verdict.SERVER),
        (Step.SENDER, 552, "5.3.4 Message size exceeds fixed limit", Verdict.FAIL),
        (Step.CONNECT, 554, "no service", Verdict.SERVER),
        (Step.TEXT, 554, "5.6.0 content refused", Verdict.FAIL),
        (Step.TEXT, 451, "4.3.0 try later", Verdict.RETRY),
    ],
)
def test_whose_fault_a_refusal_is(step, code, text, found):
    assert verdict(step=step, code=code, text=text) == found


def test_pauses_grow_and_tries_end():
    assert [pause_after(times).seconds // 60 for times in (0, 1, 2, 3, 4, 5, 99)] == [1, 1, 5, 15, 30, 60, 60]
    assert [next_try(times) for times in (1, 2, 3)] == [
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
    ]
    assert next_try(6) is None


def test_a_whole_year_of_holidays_never_leaves_mail_lying():
    day = date(2026, 1, 1)
    for offset in range(366):
        told = datetime.combine(day + timedelta(days=offset), time(20), tzinfo=SEOUL)
        goes = next_opening(told, hours=HOURS, works=is_working_day)
        assert is_working_day(goes.date())
        assert goes - told < timedelta(days=8)
