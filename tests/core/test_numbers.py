"""Numbers that were sent: what is none is told from what is one, whatever Unicode or patience bring up."""

from __future__ import annotations

import pytest

from lms.core.numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "²", "٣", "-1", "+1", "1.0", " 1", "abc", "1_0", "\0", "9" * 10, "9" * 5000]
)
def test_anything_else_is_none(text):
    assert whole_number(text) == 0
    assert whole_number(text, otherwise=-1) == -1


def test_sizes_of_files_have_more_digits():
    assert whole_number(str(2 * 1024**3), most_digits=17) == 2 * 1024**3
