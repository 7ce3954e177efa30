"""Marking, as tables and as properties. No database."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.questions import Choice, Key, Kind, Question
from lms.quizzes.rules import (
    Outcomes,
    clean_answers,
    compose_paper,
    facility_percent,
    is_right,
    mark_answers,
    may_see_feedback,
    may_see_key,
    paper_order,
    score_percent,
    unanswered,
)

IDS = "abcde"


def key_of(*ids, accepts_all=False):
    return Key(frozenset(ids), accepts_all=accepts_all)


def question(key="q1", kind=Kind.SINGLE, right="a", choices="abc"):
    return Question(
        key=key,
        kind=kind,
        text=f"문항 {key}",
        explanation="",
        choices=tuple(Choice(each, f"보기 {each}", "", each in right) for each in choices),
    )


@pytest.mark.parametrize(
    ("kind", "key", "chosen", "expected"),
    [
        (Kind.SINGLE, key_of("a"), ["a"], True),
        (Kind.SINGLE, key_of("a"), ["b"], False),
        (Kind.SINGLE, key_of("a"), [], False),
        (Kind.SINGLE, key_of("a"), ["a", "b"], False),
        # Corrected: two choices count.
        (Kind.SINGLE, key_of("a", "c"), ["c"], True),
        (Kind.SINGLE, key_of("a", "c"), ["b"], False),
        (Kind.TRUE_FALSE, key_of("true"), ["true"], True),
        (Kind.TRUE_FALSE, key_of("true"), ["false"], False),
        (Kind.MULTIPLE, key_of("a", "c"), ["c", "a"], True),
        (Kind.MULTIPLE, key_of("a", "c"), ["a"], False),
        (Kind.MULTIPLE, key_of("a", "c"), ["a", "b", "c"], False),
        (Kind.MULTIPLE, key_of("a", "c"), [], False),
        (Kind.MULTIPLE, key_of(), [], False),
        # Corrected: the question has a flaw, everything counts, an empty answer too.
        (Kind.SINGLE, key_of(accepts_all=True), [], True),
        (Kind.MULTIPLE, key_of(accepts_all=True), ["b"], True),
    ],
)
def test_an_answer_is_right_when_it_is_exactly_the_key(kind, key, chosen, expected):
    assert is_right(kind, key, chosen) is expected


@pytest.mark.parametrize(
    ("right", "asked", "percent"),
    [(0, 12, 0), (12, 12, 100), (7, 12, 58), (2, 3, 66), (599, 1000, 59), (1, 3, 33), (3, 5, 60)],
)
def test_the_score_is_rounded_down(right, asked, percent):
    assert score_percent(right, asked) == percent


@pytest.mark.parametrize(("right", "asked"), [(0, 0), (1, 0), (-1, 3), (4, 3)])
def test_a_score_of_nothing_is_refused(right, asked):
    with pytest.raises(ValueError, match="asked"):
        score_percent(right, asked)


@given(asked=st.integers(1, 300), pass_mark=st.integers(0, 100), data=st.data())
def test_the_shown_score_passes_exactly_when_the_exact_share_does(asked, pass_mark, data):
    right = data.draw(st.integers(0, asked))
    assert (score_percent(right, asked) >= pass_mark) == (right * 100 >= pass_mark * asked)


@given(asked=st.integers(1, 300), data=st.data())
def test_one_more_right_answer_never_lowers_the_score(asked, data):
    right = data.draw(st.integers(0, asked - 1))
    assert 0 <= score_percent(right, asked) <= score_percent(right + 1, asked) <= 100


@given(right=st.sets(st.sampled_from(IDS), min_size=1), chosen=st.lists(st.sampled_from(IDS)))
def test_ticking_more_than_is_right_never_helps_in_a_multiple_choice(right, chosen):
    assert is_right(Kind.MULTIPLE, Key(frozenset(right)), chosen) == (set(chosen) == right)


@given(answers=st.dictionaries(st.sampled_from(["q1", "q2", "q3", "other"]), st.lists(st.sampled_from(IDS))))
def test_the_mark_gives_each_asked_question_one_point_or_none(answers):
    questions = [question("q1"), question("q2", Kind.MULTIPLE, "ab"), question("q3", right="c")]
    result = mark_answers([(each, each.answer_key) for each in questions], answers)
    assert set(result.detail) == {"q1", "q2", "q3"}
    assert set(result.detail.values()) <= {0, 1}
    assert result.score_percent == sum(result.detail.values()) * 100 // 3


def test_a_question_nobody_answered_earns_nothing():
    result = mark_answers([(question(), key_of("a"))], {})
    assert (result.score_percent, result.detail) == (0, {"q1": 0})


QUESTIONS = [
    (10, question("q1")),
    (11, question("q2", Kind.MULTIPLE, "ab")),
    (12, question("q3", Kind.TRUE_FALSE, ["true"], ["true", "false"])),
]


@given(seed=st.integers(), shuffle_questions=st.booleans(), shuffle_choices=st.booleans())
def test_a_paper_asks_every_question_once_with_all_its_choices(seed, shuffle_questions, shuffle_choices):
    paper = compose_paper(
        QUESTIONS, shuffle_questions=shuffle_questions, shuffle_choices=shuffle_choices, rng=random.Random(seed)
    )
    assert sorted(paper_order(paper)) == [10, 11, 12]
    for entry in paper["questions"]:
        asked = dict(QUESTIONS)[entry["version"]]
        assert sorted(entry["choices"]) == sorted(choice.id for choice in asked.choices)
        assert entry["several"] == (asked.kind is Kind.MULTIPLE)
    if not shuffle_questions:
        assert paper_order(paper) == [10, 11, 12]


def test_the_same_dice_give_the_same_paper_and_other_dice_another():
    def paper(seed):
        return compose_paper(QUESTIONS, shuffle_questions=True, shuffle_choices=True, rng=random.Random(seed))

    assert paper(1) == paper(1)
    assert len({str(paper(seed)) for seed in range(20)}) > 5


def test_true_and_false_keep_their_order():
    for seed in range(10):
        paper = compose_paper(QUESTIONS, shuffle_questions=False, shuffle_choices=True, rng=random.Random(seed))
        assert paper["questions"][2]["choices"] == ["true", "false"]


def test_a_paper_holds_no_key():
    paper = compose_paper(QUESTIONS, shuffle_questions=False, shuffle_choices=False, rng=random.Random(1))
    assert set(paper["questions"][0]) == {"version", "key", "several", "choices"}


PAPER = compose_paper(QUESTIONS, shuffle_questions=False, shuffle_choices=False, rng=random.Random(1))


@pytest.mark.parametrize(
    ("given_answers", "kept"),
    [
        ({"q1": ["a"]}, {"q1": ["a"]}),
        ({"q2": ["b", "a"]}, {"q2": ["a", "b"]}),
        ({"q1": []}, {"q1": []}),
        ({"q1": ["a", "b"]}, {"q1": ["a"]}),
        ({"q1": ["z"]}, {"q1": []}),
        ({"q9": ["a"]}, {}),
        ({"q1": ["<script>"]}, {"q1": []}),
        ({}, {}),
    ],
)
def test_only_what_was_asked_and_offered_is_kept(given_answers, kept):
    assert clean_answers(PAPER, given_answers) == kept


def test_an_answer_taken_back_counts_as_unanswered():
    assert unanswered(PAPER, {"q1": ["a"], "q2": []}) == [2, 3]
    assert unanswered(PAPER, {"q1": ["a"], "q2": ["a"], "q3": ["true"]}) == []


@pytest.mark.parametrize(
    ("is_settled", "attempts_left", "is_answering", "expected"),
    [
        (False, 2, False, False),
        (False, None, False, False),
        (False, 0, False, True),
        (True, 2, False, True),
        (True, None, False, True),
        # A sitting is open in another tab: its questions are the same.
        (True, 2, True, False),
        (False, 0, True, False),
    ],
)
def test_the_key_opens_only_when_no_further_sitting_can_count(is_settled, attempts_left, is_answering, expected):
    assert may_see_key(is_settled=is_settled, attempts_left=attempts_left, is_answering=is_answering) is expected


@pytest.mark.parametrize(
    ("kind", "right", "chosen", "sees_key", "expected"),
    [
        (Kind.SINGLE, False, True, False, True),
        (Kind.SINGLE, False, False, False, False),
        (Kind.TRUE_FALSE, False, True, False, True),
        (Kind.TRUE_FALSE, False, False, False, False),
        (Kind.MULTIPLE, True, True, False, True),
        (Kind.MULTIPLE, False, True, False, False),
        (Kind.MULTIPLE, False, False, True, True),
        (Kind.SINGLE, False, False, True, True),
    ],
)
def test_before_the_key_is_open_feedback_is_only_about_what_was_chosen(kind, right, chosen, sees_key, expected):
    assert may_see_feedback(kind=kind, is_right=right, is_chosen=chosen, sees_key=sees_key) is expected


def test_outcomes_count_both_ways():
    outcomes = Outcomes()
    for old, new in [(50, 60), (60, 50), (70, 80), (80, 80)]:
        outcomes = outcomes.plus(old_score=old, new_score=new, pass_mark=60)
    assert outcomes == Outcomes(touched=4, raised=2, lowered=1, to_passed=1, to_failed=1)


@pytest.mark.parametrize(("right", "answered", "percent"), [(4, 4, None), (0, 0, None), (5, 5, 100), (1, 6, 17)])
def test_a_small_group_shows_no_rate(right, answered, percent):
    assert facility_percent(right, answered) == percent
