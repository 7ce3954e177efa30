"""Timed text: what is read, what is refused, by line."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.recordings.captions import Cue, clock_time, decode, read_captions, read_webvtt, write_webvtt
from lms.recordings.errors import CaptionsRefused

WEBVTT = """WEBVTT 자막

NOTE 검토함

1
00:01.000 --> 00:03.500 align:start
<v 직원>무엇을 &amp; 어떻게
도와드릴까요?

00:00:04.000 --> 00:00:05.000
(전화벨)
"""
SRT = "1\r\n00:00:01,000 --> 00:00:03,500\r\n무엇을 도와드릴까요?\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\n네.\r\n"


def test_webvtt_is_read_with_speakers_entities_and_notes():
    first, second = read_captions(WEBVTT)
    assert (first.start_ms, first.end_ms, first.speaker) == (1000, 3500, "직원")
    assert first.text == "무엇을 & 어떻게 도와드릴까요?"
    assert (second.text, second.speaker) == ("(전화벨)", "")


def test_srt_is_read_as_well():
    assert [(cue.start_ms, cue.text) for cue in read_captions(SRT)] == [
        (1000, "무엇을 도와드릴까요?"),
        (4000, "네."),
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n가\n\n00:01.500 --> 00:03.000\n나\n", 6, "앞 줄은 00:00:02.000"),
        ("WEBVTT\n\n00:01.000 --> 00:11.000\n가\n", 3, "00:00:10.000에 끝납니다"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\n가\n", 3, "끝"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<b>가</b>\n", 4, "태그"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<script>x</script>\n", 4, "태그"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", 3, "글이 없습니다"),
        ("WEBVTT\n\n1:1 -> 2\n가\n", 3, "시각"),
        ("WEBVTT\n\nSTYLE\n::cue {}\n", 3, "서식"),
        ("아무 시각도 없는 글입니다.\n", 1, "시각"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "가" * 301, 3, "300"),
    ],
)
def test_each_fault_names_its_line(text, line, says):
    with translation.override("ko"), pytest.raises(CaptionsRefused) as refusal:
        read_captions(text, length_ms=10_000)
    assert refusal.value.faults[0].startswith(f"{line}번째 줄: ")
    assert says in refusal.value.faults[0]


def test_every_fault_is_told_at_once_in_the_order_of_lines():
    text = (
        "WEBVTT\n\n00:05.000 --> 00:04.000\n가\n\n00:06.000 --> 00:07.000\n<i>나</i>\n\n00:08.000 --> 99:00.000\n다\n"
    )
    with translation.override("ko"), pytest.raises(CaptionsRefused) as refusal:
        read_captions(text, length_ms=10_000)
    assert [fault.split("번째")[0] for fault in refusal.value.faults] == ["3", "7", "9"]


def test_nothing_at_all_is_refused_too():
    with pytest.raises(CaptionsRefused):
        read_captions("WEBVTT\n\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_files_of_korean_offices_are_decoded(encoding):
    assert "도와드릴까요" in decode(SRT.encode(encoding))


@pytest.mark.parametrize("data", [b"\x00\xff\xfe\x00\x81", b"x" * 1_000_001])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(CaptionsRefused):
        decode(data)


words = st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=40)


@given(st.lists(st.tuples(st.integers(1, 9_999), words, st.sampled_from(["", "직원", "A<B&C>"])), min_size=1))
def test_what_is_written_is_read_back_as_it_was(parts):
    at, cues = 0, []
    for length, text, speaker in parts:
        cues.append(Cue(at, at + length, text, speaker))
        at += length + 1
    read = read_webvtt(write_webvtt(cues))
    assert [(each.start_ms, each.end_ms, each.text, each.speaker) for each in read] == [
        (each.start_ms, each.end_ms, each.text, each.speaker) for each in cues
    ]
    assert len(read_captions(write_webvtt(cues), length_ms=at)) == len(cues)


@pytest.mark.parametrize(("ms", "shown"), [(0, "0:00"), (7_900, "0:07"), (754_000, "12:34"), (3_723_000, "1:02:03")])
def test_times_are_shown_as_players_do(ms, shown):
    assert clock_time(ms) == shown
