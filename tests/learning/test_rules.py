"""Decisions as tables, and what holds for every course and every person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.models import CompletionPolicy
from lms.learning import rules

DAY = datetime(2026, 3, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Card:
    id: int
    is_required: bool = True
    completes_itself: bool = False


@dataclass(frozen=True)
class State:
    completed_at: datetime | None = None
    score_percent: int | None = None


READ_1, READ_2, EXTRA, QUIZ, EXAM = (
    Card(1),
    Card(2),
    Card(3, is_required=False),
    Card(4, True, True),
    Card(5, True, True),
)
DONE, BEGUN = State(DAY), State()


def decide(lessons, states, progress=100, score=60):
    return rules.decide_completion(lessons=lessons, states=states, policy=CompletionPolicy(progress, score))


@pytest.mark.parametrize(
    ("lessons", "states", "policy", "expected"),
    [
        # a course without lessons is never completed
        ([], {}, (0, 0), (False, 0, None, ())),
        ([READ_1, READ_2], {}, (100, 60), (False, 0, None, (1, 2))),
        ([READ_1, READ_2], {1: DONE, 2: BEGUN}, (100, 60), (False, 50, None, (2,))),
        ([READ_1, READ_2], {1: DONE, 2: DONE}, (100, 60), (True, 100, None, ())),
        # an optional lesson neither helps nor hinders
        ([READ_1, EXTRA], {1: DONE}, (100, 60), (True, 100, None, ())),
        ([READ_1, EXTRA], {3: DONE}, (100, 60), (False, 0, None, (1,))),
        # where nothing is required, everything is
        ([EXTRA], {}, (100, 60), (False, 0, None, (3,))),
        ([EXTRA], {3: DONE}, (100, 60), (True, 100, None, ())),
        # a score is asked only where something is marked, and the mean is compared exactly
        ([READ_1, QUIZ], {1: DONE, 4: State(DAY, 60)}, (100, 60), (True, 100, 60, ())),
        ([READ_1, QUIZ], {1: DONE, 4: State(DAY, 60)}, (100, 80), (False, 100, 60, ())),
        ([QUIZ, EXAM], {4: State(DAY, 100), 5: State(DAY, 59)}, (100, 80), (False, 100, 79, ())),
        ([QUIZ, EXAM], {4: State(DAY, 100), 5: State(DAY, 60)}, (100, 80), (True, 100, 80, ())),
        # a quiz never sat counts nothing, even where less than all progress is asked
        ([READ_1, READ_2, QUIZ], {1: DONE, 2: DONE}, (60, 60), (False, 66, 0, (4,))),
        ([READ_1, READ_2, QUIZ], {1: DONE, 2: DONE}, (60, 0), (True, 66, 0, (4,))),
        # a failed sitting has a score and no completion
        ([READ_1, QUIZ], {1: DONE, 4: State(None, 40)}, (100, 60), (False, 50, 40, (4,))),
        # progress of a lesson that was taken out of the course does not count
        ([READ_1], {1: BEGUN, 9: DONE}, (100, 60), (False, 0, None, (1,))),
    ],
)
def test_completion_is_decided_from_policy_lessons_and_progress(lessons, states, policy, expected):
    decision = decide(lessons, states, *policy)
    assert (
        decision.is_complete,
        decision.progress_percent,
        decision.score_percent,
        decision.missing_lesson_ids,
    ) == expected


@pytest.mark.parametrize(
    ("states", "policy", "asked"),
    [
        ({}, (100, 60), (100, 60)),
        ({1: DONE}, (100, 60), (100, 60)),
        ({1: DONE, 4: State(DAY, 50)}, (100, 60), (None, 60)),
        ({1: DONE, 4: State(None, 90)}, (100, 60), (100, None)),
        ({1: DONE, 4: State(DAY, 90)}, (100, 60), (None, None)),
    ],
)
def test_the_decision_says_which_demand_is_not_met(states, policy, asked):
    decision = decide([READ_1, QUIZ], states, *policy)
    assert (decision.asked_progress_percent, decision.asked_score_percent) == asked


def test_a_completion_is_dated_by_the_last_thing_that_counts():
    later, optional = State(DAY + timedelta(days=3)), State(DAY + timedelta(days=9))
    decision = decide([READ_1, READ_2, EXTRA], {1: later, 2: DONE, 3: optional})
    assert decision.completed_at == DAY + timedelta(days=3)


cards = st.lists(
    st.builds(Card, id=st.integers(1, 12), is_required=st.booleans(), completes_itself=st.booleans()),
    max_size=8,
    unique_by=lambda card: card.id,
)
states = st.dictionaries(
    st.integers(1, 12),
    st.builds(State, completed_at=st.none() | st.just(DAY), score_percent=st.none() | st.integers(0, 100)),
)
percents = st.integers(0, 100)


@given(cards, states, percents, percents)
def test_complete_means_that_nothing_is_asked_any_more(lessons, progress, min_progress, min_score):
    decision = decide(lessons, progress, min_progress, min_score)
    asked = decision.asked_progress_percent is not None or decision.asked_score_percent is not None
    assert decision.is_complete != asked or not lessons
    assert 0 <= decision.progress_percent <= 100
    assert (decision.progress_percent == 100) == (bool(lessons) and not decision.missing_lesson_ids)


@given(cards, states, percents, percents, st.data())
def test_finishing_one_more_lesson_never_takes_a_completion_away(lessons, progress, min_progress, min_score, data):
    before = decide(lessons, progress, min_progress, min_score)
    if not before.missing_lesson_ids:
        return
    lesson = data.draw(st.sampled_from(before.missing_lesson_ids))
    old = progress.get(lesson, State())
    after = decide(lessons, progress | {lesson: State(DAY, old.score_percent)}, min_progress, min_score)
    assert after.is_complete >= before.is_complete
    assert after.progress_percent >= before.progress_percent


@pytest.mark.parametrize(
    ("states", "last_opened", "expected"),
    [
        ({}, None, 1),
        ({1: BEGUN}, 1, 1),
        # the lesson last opened, while it is unfinished
        ({1: BEGUN, 2: BEGUN}, 2, 2),
        ({1: DONE, 2: BEGUN}, 2, 2),
        # a finished one leads on to the first that counts
        ({1: DONE}, 1, 2),
        ({1: BEGUN, 2: DONE}, 2, 1),
        # then to the optional ones, then back to where one was
        ({1: DONE, 2: DONE}, 2, 3),
        ({1: DONE, 2: DONE, 3: DONE}, 2, 2),
        ({1: DONE, 2: DONE, 3: DONE}, None, 1),
        # a lesson that was taken out of the course is not gone back to
        ({9: BEGUN}, 9, 1),
    ],
)
def test_learning_goes_on_where_it_stopped(states, last_opened, expected):
    lessons = [READ_1, READ_2, EXTRA]
    assert rules.next_lesson(lessons, states, last_opened_id=last_opened).id == expected


@pytest.mark.parametrize(("states", "expected"), [({1: DONE, 4: BEGUN}, 2), ({1: DONE, 2: DONE, 4: BEGUN}, 4)])
def test_a_look_into_the_quiz_is_not_where_one_stopped_reading(states, expected):
    assert rules.next_lesson([READ_1, READ_2, QUIZ], states, last_opened_id=4).id == expected


def test_a_course_without_lessons_leads_nowhere():
    assert rules.next_lesson([], {}) is None


@pytest.mark.parametrize(("score", "outcome"), [(59, "failed"), (60, "passed"), (100, "passed"), (0, "failed")])
def test_the_pass_mark_itself_passes(score, outcome):
    assert rules.outcome(score_percent=score, pass_mark_percent=60) == outcome


@pytest.mark.parametrize(
    ("max_attempts", "granted", "used", "left"),
    [(None, 0, 9, None), (3, 0, 0, 3), (3, 0, 3, 0), (3, 1, 3, 1), (2, 0, 3, 0)],
)
def test_attempts_left_counts_what_was_granted_and_never_goes_below_none(max_attempts, granted, used, left):
    assert rules.attempts_left(max_attempts=max_attempts, granted=granted, used=used) == left


@pytest.mark.parametrize(
    ("state", "settled"),
    [(None, False), (BEGUN, False), (State(None, 90), False), (State(DAY, 65), False), (State(DAY, 80), True)],
)
def test_a_passed_quiz_may_be_sat_again_only_while_the_run_asks_for_more(state, settled):
    assert rules.is_settled(state=state, min_score_percent=80) is settled


@pytest.mark.parametrize(
    ("closes_on", "on", "allowed"),
    [
        (None, date(2026, 3, 5), True),
        (date(2026, 3, 5), date(2026, 3, 5), True),
        (date(2026, 3, 5), date(2026, 3, 6), True),
        (date(2026, 3, 5), date(2026, 3, 7), False),
    ],
)
def test_a_sitting_under_way_at_closing_may_be_handed_in_until_the_next_evening(closes_on, on, allowed):
    assert rules.may_hand_in(closes_on=closes_on, on=on) is allowed
