"""돌아보기: what a play that has ended is told with. Pure, but for the page."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from lms.scenarios.debrief import debrief
from lms.scenarios.engine import Settings, answer, begin, replay
from lms.scenarios.picture import HEIGHT, WIDTH, picture_of
from lms.scenarios.plays import Play
from lms.scenarios.wording import MASK, clock_text, pieces, plain
from tests.scenarios.playground import ABUSE, DANGER, MODEL, PARTIAL, REPAIRED, SECRET, graph, sample

GRAPH = graph()


def play_of(keys, settings=Settings(), of=GRAPH):  # noqa: B008 - frozen
    state = begin(of, settings)
    for key in keys:
        state = answer(of, state, key, settings)
    return Play(of, settings, state)


def words(found):
    return "".join(piece.text for piece in found)


def test_every_turn_has_its_reason_and_what_would_have_been_better():
    told = debrief(play_of(REPAIRED), is_masked=True)
    assert [turn.number for turn in told.turns] == [1, 2, 3, 4, 5]
    assert [words(turn.told.reason) for turn in told.turns] == [f"{SECRET} {key}" for key in REPAIRED]
    first, *others = told.turns
    assert first.better.key == "b"
    assert words(first.better_reason) == f"{SECRET} b"
    assert all(turn.better is None for turn in others)


def test_each_turn_is_told_with_what_was_heard_before_it():
    told = debrief(play_of(REPAIRED), is_masked=True)
    assert [words(line.pieces) for line in told.turns[0].heard] == ["전화가 울립니다.", "과태료가 웬 말입니까?"]
    assert words(told.turns[1].heard[0].pieces) == "지금 나를 가르칩니까?"
    assert [words(line.pieces) for line in told.closing] == ["뚜-"]


@pytest.mark.parametrize(("keys", "expected"), [(MODEL, True), (REPAIRED, False), (DANGER, False)])
def test_whether_it_was_the_model_path_is_told(keys, expected):
    told = debrief(play_of(keys), is_masked=True)
    assert told.is_model_path is expected
    assert len([line for line in told.model if line.told]) == len(MODEL)


def test_what_really_moved_is_told_not_what_the_bounds_swallowed():
    document = sample()
    document["start"]["empathy"] = 5
    told = debrief(play_of(PARTIAL, of=graph(document)), is_masked=True)
    assert [(change.name, change.by) for change in told.turns[0].told.changes] == [("empathy", -5)]


def test_the_protocol_stands_on_its_time_line():
    told = debrief(play_of(MODEL), is_masked=True)
    assert [(step.status, step.clock, step.move) for step in told.steps] == [
        ("done", "00:20", 1),
        ("done", "01:20", 2),
        ("done", "01:40", 3),
        ("done", "02:00", 4),
    ]
    assert told.steps[2].title == "경고 1회"


def test_the_readings_begin_with_the_beginning_and_are_the_numbers_of_the_picture():
    told = debrief(play_of(MODEL), is_masked=True)
    assert [reading.move for reading in told.readings] == [0, 1, 2, 3, 4]
    assert (told.readings[0].safety, told.readings[-1].safety) == (50, 75)
    assert {curve.name: curve.value for curve in told.picture.curves} == {
        "safety": 75,
        "procedure": 95,
        "empathy": 70,
    }


def test_masked_words_are_masked_in_every_part_and_shown_only_when_asked():
    assert ABUSE not in repr(debrief(play_of(MODEL), is_masked=True))
    assert ABUSE in repr(debrief(play_of(MODEL), is_masked=False))


def test_a_conversation_that_goes_on_has_no_debrief():
    with pytest.raises(ValueError, match="goes on"):
        debrief(play_of(["b"]), is_masked=True)


@pytest.mark.parametrize("values", [[(0, 0, 0)], [(100, 100, 100)] * 2, [(50, 50, 50), (0, 100, 50)], [(1, 2, 3)] * 40])
def test_the_picture_stays_in_its_frame_and_its_labels_apart(values):
    readings = [SimpleNamespace(safety=a, procedure=b, empathy=c) for a, b, c in values]
    picture = picture_of(readings, {"safety": "안전", "procedure": "절차", "empathy": "공감"})
    for curve in picture.curves:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in curve.dots)
    heights = sorted(curve.label_y for curve in picture.curves)
    assert all(later - earlier >= 30 for earlier, later in itertools.pairwise(heights))
    assert heights[0] >= 0
    assert heights[-1] <= HEIGHT
    assert len(picture.moves) <= 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("그냥 말", "그냥 말"),
        ("이 [[나쁜]] 말", f"이 {MASK} 말"),
        ("[[처음]]과 [[끝]]", f"{MASK}과 {MASK}"),
        ("경고 {warn_count}회, {notice_after_minutes}분, {call_limit_minutes}분", "경고 2회, 15분, 20분"),
        ("{unknown} {0} {", "{unknown} {0} {"),
        ("[[닫지 않음", "[[닫지 않음"),
        ("[[두 줄\n욕]]", MASK),
    ],
)
def test_a_text_is_filled_and_masked(text, expected):
    assert plain(text, Settings(warn_count=2)) == expected


def test_a_masked_piece_holds_no_words():
    (before, hidden) = pieces("이 [[나쁜]]", Settings(), is_masked=True)
    assert (before.is_masked, hidden.is_masked, hidden.text) == (False, True, MASK)


@pytest.mark.parametrize(("seconds", "expected"), [(0, "00:00"), (252, "04:12"), (3_600, "60:00")])
def test_the_clock_reads_minutes_and_seconds(seconds, expected):
    assert clock_text(seconds) == expected


def test_a_replayed_play_has_the_same_debrief():
    play = play_of(REPAIRED)
    again = Play(GRAPH, play.settings, replay(GRAPH, play.steps(), play.settings))
    assert debrief(again, is_masked=True) == debrief(play, is_masked=True)
