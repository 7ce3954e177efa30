"""Codes that change: what fits when, and what a claim is worth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.qr import qr_svg
from lms.core.rotating import (
    CLAIM_SECONDS,
    WINDOW_SECONDS,
    ClaimRefused,
    CodeRefused,
    code_at,
    is_current,
    key_for,
    read_claim,
    scan_word_at,
    seconds_left,
    trade,
)

KEY = b"key of the tests"
START = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
FIRST, LAST = datetime(2020, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - hypothesis wants them naive

moments = st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC))
subjects = st.text(min_size=1, max_size=40)


@given(subjects, moments, st.floats(min_value=0, max_value=WINDOW_SECONDS))
def test_a_code_is_good_for_a_whole_window_after_it_was_shown(subject, at, later):
    for word in (code_at(subject, at, key=KEY), scan_word_at(subject, at, key=KEY)):
        assert is_current(word, subject, at + timedelta(seconds=later), key=KEY)


@given(subjects, moments, st.integers(min_value=2 * WINDOW_SECONDS, max_value=10**7))
def test_a_code_is_worth_nothing_two_windows_later_nor_before_its_time(subject, at, away):
    for moment in (at + timedelta(seconds=away), at - timedelta(seconds=away)):
        assert not is_current(scan_word_at(subject, at, key=KEY), subject, moment, key=KEY)


@given(subjects, subjects, moments)
def test_subjects_and_keys_are_not_interchangeable(subject, other, at):
    word = scan_word_at(subject, at, key=KEY)
    assert is_current(word, other, at, key=KEY) is (subject == other)
    assert not is_current(word, subject, at, key=b"another")


@given(subjects, moments, st.integers(min_value=0, max_value=2 * CLAIM_SECONDS))
def test_a_claim_names_its_subject_for_five_minutes(subject, at, later):
    claim = trade(code_at(subject, at, key=KEY), subject, at, key=KEY)
    moment = at + timedelta(seconds=later)
    if later < CLAIM_SECONDS:
        assert read_claim(claim, moment) == subject
    elif later > CLAIM_SECONDS:
        with pytest.raises(ClaimRefused):
            read_claim(claim, moment)


@pytest.mark.parametrize(
    ("seconds", "fits"),
    [(-1, False), (0, True), (14, True), (15, True), (29, True), (30, False), (86_400, False)],
)
def test_the_windows_of_a_code(seconds, fits):
    code = code_at("rally:12", START, key=KEY)
    assert is_current(code, "rally:12", START + timedelta(seconds=seconds), key=KEY) is fits


@pytest.mark.parametrize(("seconds", "left"), [(0, 15), (1, 14), (14, 1), (14.9, 1), (15, 15)])
def test_the_screen_knows_when_the_next_code_comes(seconds, left):
    assert seconds_left(START + timedelta(seconds=seconds)) == left


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda code: f" {code[:3]} {code[3:]} ",
        lambda code: f"{code[:3]}-{code[3:]}",
        lambda code: "".join(chr(ord(letter) + 0xFEE0) for letter in code),
    ],
    ids=["small letters", "in two groups", "with a hyphen", "full-width"],
)
def test_a_code_may_be_typed_as_people_type(spoil):
    assert is_current(spoil(code_at("roll-call:7", START, key=KEY)), "roll-call:7", START, key=KEY)


@pytest.mark.parametrize("typed", ["", "뷁뷁뷁뷁뷁뷁", "AAAAAA", "<b>", "\ud800", "9" * 5_000])
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(CodeRefused, match=r".{20}"):
        trade(typed, "rally:12", START, key=KEY)


@pytest.mark.parametrize("word", ["", "x", "뷁", "WyJyYWxseToxMiIsMF0:forged", "a:b:c"])
def test_what_is_no_claim_is_refused_with_a_sentence(word):
    with pytest.raises(ClaimRefused, match=r".{20}"):
        read_claim(word, START)


def test_codes_and_claims_go_into_an_address_as_they_are():
    word = scan_word_at("rally:12", START, key=KEY)
    claim = trade(word, "rally:12", START, key=KEY)
    assert quote(word) == word
    assert quote(claim, safe=":") == claim


def test_a_code_has_no_letter_that_looks_like_another():
    shown = {letter for n in range(500) for letter in code_at(f"rally:{n}", START, key=KEY)}
    assert not shown & set("01ABEGILOSUZ")
    assert len(shown) == 24


def test_each_purpose_has_its_own_key_and_a_new_secret_makes_new_keys(settings):
    before = key_for("rally")
    assert before != key_for("roll-call")
    settings.SECRET_KEY = "another secret"
    assert before != key_for("rally")


def test_the_picture_has_its_own_ground_and_is_as_large_as_its_box():
    picture = qr_svg("https://learn.gaon.example/r/12/?c=<&>")
    assert picture.startswith('<svg aria-hidden="true"')
    assert "viewBox" in picture
    assert "#fff" in picture
    assert "width=" not in picture.split(">")[0]
