"""Codes that survive being read from paper, and fonts that print every name."""

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules import CODE_ALPHABET, font_family, issuing_body, new_verification_code, normal_code


def test_a_code_is_three_groups_of_four_unmistakable_letters():
    letters = itertools.cycle(CODE_ALPHABET)
    code = new_verification_code(lambda alphabet: next(letters))
    assert code == "ACDE-FGHJ-KMNP"
    assert not set("0O1IL5S2Z8BUV") & set(CODE_ALPHABET)


@given(st.text(CODE_ALPHABET, min_size=12, max_size=12), st.sampled_from(["", " ", "-", ". "]))
def test_a_code_typed_from_paper_in_any_way_is_the_same_code(letters, between):
    code = normal_code(letters)
    assert normal_code(between.join(letters.lower())) == code
    assert normal_code(code) == code


@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_a_short_harmless_code(typed):
    code = normal_code(typed)
    assert len(code) <= 17
    assert not set(code) & set("<>\"'/ ")


@pytest.mark.parametrize(
    ("name", "needs_collection"),
    [
        ("홍길동", False),
        ("뷁똠펲", False),
        ("Kim Lee", False),
        ("洪吉童", True),
        ("ᄒᆞᆫ글", True),
        ("김꽃" + string.digits, False),
    ],
)
def test_the_large_font_is_named_only_for_the_name_that_needs_it(name, needs_collection):
    assert ("YetHangul" in font_family(name)) is needs_collection


@pytest.mark.parametrize(
    ("organisation", "body"),
    [("가온시", "시"), ("가온군", "군"), ("가온구 ", "구"), ("가온시 인재개발원", "기관"), ("", "기관")],
)
def test_the_document_names_its_issuer_by_kind(organisation, body):
    assert issuing_body(organisation) == body
