"""What a text for colleagues may not hold, and what it may: both as tables."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.free_text import REASONS, count_letters, find_problems, tidy

ZERO = "\u200b"
FAMILY, FLAG, ENGLAND = "👨‍👩‍👧", "🇰🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"

#: What is found: the kind, then the text, with the place between 【 】.
FOUND = [
    ("resident_number", "제 번호는 【900101-1234567】입니다"),
    ("resident_number", "【9001011234567】"),
    ("resident_number", "【900101 - 1234567】"),
    ("resident_number", "【９００１０１－１２３４５６７】"),
    ("resident_number", "【900101–2234567】"),
    ("resident_number", "【9 0 0 1 0 1 1 2 3 4 5 6 7】"),
    ("resident_number", "【900101-1******】"),
    ("resident_number", "【051231-3234567】"),
    ("foreigner_number", "【900101-5234567】"),
    ("phone", "【010-1234-5678】로 주세요"),
    ("phone", "【01012345678】"),
    ("phone", "【010.1234.5678】"),
    ("phone", "【010 1234 5678】"),
    ("phone", "【010ㅡ1234ㅡ5678】"),
    ("phone", "【０１０－１２３４－５６７８】"),
    ("phone", "【0 1 0 1 2 3 4 5 6 7 8】"),
    ("phone", f"【010{ZERO}1234{ZERO}5678】"),
    ("phone", "【공일공 일이삼사 오육칠팔】"),
    ("phone", "【공일공-1234-5678】"),
    ("phone", "【o1o-1234-5678】"),
    ("phone", "【016-123-4567】"),
    ("phone", "【+82-10-1234-5678】"),
    ("phone", "【02-123-4567】"),
    ("phone", "【(051)123-4567】"),
    ("phone", "【051.1234.5678】"),
    ("phone", "【070-1234-5678】"),
    ("phone", "【1588-1234】로 문의"),
    ("phone", "【1899 1234】"),
    ("email", "【hong@gaon.go.kr】"),
    ("email", "【hong(at)gaon.go.kr】"),
    ("email", "【hong 골뱅이 gaon】"),
    ("card", "【1234-5678-9012-3456】"),
    ("card", "【4111111111111111】"),
    ("account", "【110-123-456789】"),
    ("account", "【123456-01-123456】"),
    ("account", "【302-1234-5678-91】"),
    ("account", "【국민은행 12345678901234】"),
    ("business_number", "【사업자등록번호 123-45-67890】"),
    ("business_number", "【사업자등록번호: 1234567890】"),
    ("business_number", "가온상회 【124-81-00998】"),
    ("car_plate", "【12가 3456】 차주"),
    ("car_plate", "【123허4567】"),
    ("home_address", "【가온아파트 101동 1203호】"),
    ("home_address", "【101동 1203호】 앞"),
    ("home_address", "【가온아파트 101-1203】"),
    ("home_address", "【중앙로 12-3, 204호】"),
    ("home_address", "【생활동 12-3번지】"),
    ("url", "【https://gaon.example/가】"),
    ("url", "【www.gaon.go.kr】"),
    ("url", "【naver.com】 검색"),
    ("url", "【네이버.com】"),
    ("markup", "【<b>】친절"),
    ("markup", "【<script>】"),
    ("markup", "【<img src=x onerror=alert(1)>】"),
    ("markup", "【&lt;】"),
    ("hidden", f"친{'【' + ZERO + '】'}절"),
    ("hidden", "【\u3164】"),
    ("hidden", "친【\x00】절"),
    ("hidden", "👨【\u200d】절"),
    ("hidden", "친【\u0301\u0302\u0303\u0304】절"),
    ("direction", "친【\u202e】절"),
    ("abuse", "【시발】 진짜"),
    ("abuse", "【씨발】놈"),
    ("abuse", "【아씨발】"),
    ("abuse", "【씨.발】"),
    ("abuse", "【씨1발】"),
    ("abuse", "【시 발】"),
    ("abuse", "【ㅅㅣㅂㅏㄹ】"),
    ("abuse", "【ㅆㅣ발】"),
    ("abuse", "【씨바ㄹ】"),
    ("abuse", "【ㅅㅂ】 뭐"),
    ("abuse", "【ㅅ.ㅂ】"),
    ("abuse", unicodedata.normalize("NFD", "【씨발】")),
    ("abuse", "【병신】 같은"),
    ("abuse", "【병신】아"),
    ("abuse", "【병*신】"),
    ("abuse", "【ㅂㅅ】"),
    ("abuse", "【지랄】하네"),
    ("abuse", "【개새끼】"),
    ("abuse", "【개 새 끼】"),
    ("abuse", "【이 새끼】가"),
    ("abuse", "【미친놈】"),
    ("abuse", "【존나】 짜증"),
    ("abuse", "【닥쳐】!"),
    ("abuse", "【맘충】"),
    ("abuse", "【F*u*c*k】"),
    ("abuse", "【ｆｕｃｋ】"),
]

FINE = [
    "",
    "민원 3건 이상 처리하겠습니다",
    "30분 안에 회신",
    "2026년 3월 5일",
    "051 번호 안내",
    "051-120으로 안내합니다",
    "010으로 시작하는 번호",
    "국번 없이 120",
    "1592-1598년, 1800-1899년, 15881234건",
    "09:00-18:00, 14:00~15:00",
    "2026-03-05",
    "2026.03.05. 10:00",
    "2026-03-05-1234",
    "제2026-03-123456호",
    "인재개발과-1234",
    "3,000,000원, 12,345,678명",
    "문서번호 123-45-67890",
    "국민 1000000000명, 하나 12345678901 건",
    "2층 204호 상담실",
    "엘리베이터 2동 3호기",
    "민원실 2동 101호 회의실",
    "고맙습니다.me",
    "1동 주민센터, 3호선",
    "12주 2026년 과정",
    "12가지 3000명",
    "10일이 2026년",
    "1767225600000",
    "9788912345678",
    "20260305120000",
    "<친절 주간>에 3 < 5",
    "A&B, R&D; 그리고",
    "시발점으로 삼겠습니다",
    "시발역에서 출발, 시발 열차",
    "다시 발표하고 다시발송",
    "출시 발표, 임시발급",
    "시 발주 공사, 시발주",
    "김 씨 발언, 이씨 발 빠른 대응, 김철수 씨 발 빠른 조치",
    "9시 발 열차",
    "날씨 발표, 날씨발표, 솜씨 발휘, 아저씨 발",
    "글씨 바르게",
    "병신년(2016년)",
    "질병 신고, 질병신고, 장병 신체검사",
    "병 신규 환자",
    "전염병 예방",
    "영향을 미친 것, 영향을 미친 년도",
    "새끼손가락 걸고 약속, 이 새끼 고양이",
    "등신대 사진, 팔등신",
    "보존 나무, 존 나이트",
    "위기가 닥쳐도, 어려움이 닥쳐 와도",
    "쌍둥이, 쌍년도",
    "이년 동안, 그 년도",
    "조개 새끼줄",
    "서류를 뒤져 보고",
    "ㅋㅋㅋ ㅎㅎ ㅠㅠ ㅇㅈ",
    "하ㅋㅋ 시작ㅂ니다",
    "shiitake, Scunthorpe, class",
    "뷁 똠 펲 남궁",
    "한\u1161\u11ab",
    f"{FAMILY} {FLAG} {ENGLAND} 👍🏽 ❤️ 1️⃣ 😀😀😀😀😀😀😀😀😀",
    "웃으며 인사\n먼저 인사\r\n끝까지 듣기\t",
]


def split_marked(marked: str) -> tuple[str, int, int]:
    start = marked.index("【")
    end = marked.index("】") - 1
    return marked.replace("【", "").replace("】", ""), start, end


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_what_may_not_stand_there_is_found_at_its_place(kind, marked):
    text, start, end = split_marked(marked)
    problems = [(p.kind, p.start, p.end) for p in find_problems(text)]
    assert (kind, start, end) in problems
    # A disguise may be named, too; no other kind of data is.
    assert {each for each, _, _ in problems} <= {kind, "hidden"}


@pytest.mark.parametrize("text", FINE)
def test_what_officers_write_every_day_is_not_found(text):
    assert [(p.kind, text[p.start : p.end]) for p in find_problems(text)] == []


def test_a_slur_cut_by_characters_nobody_sees_is_found_as_both():
    assert [p.kind for p in find_problems(f"씨{ZERO}발")] == ["abuse", "hidden"]
    assert [p.kind for p in find_problems("ᄉ\u200bᅵ발")] == ["abuse", "hidden"]


def test_several_problems_come_in_the_order_of_the_text_with_a_korean_reason_each():
    problems = find_problems("hong@gaon.go.kr 010-1234-5678 101동 1203호")
    assert [p.kind for p in problems] == ["email", "phone", "home_address"]
    for problem in problems:
        assert problem.reason.endswith("주세요.")


@pytest.mark.parametrize("kind", REASONS)
def test_every_reason_is_korean(kind):
    assert any("가" <= letter <= "힣" for letter in str(REASONS[kind]))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        *(("", 0), ("친절", 2), ("뷁", 1), (unicodedata.normalize("NFD", "뷁똠"), 2), ("ᄒᆞᆫ글", 2)),
        *((FAMILY, 1), (FLAG * 2, 2), (ENGLAND, 1), ("👍🏽", 1), ("1️⃣", 1), ("a\r\nb", 3), ("ㅋㅋ", 2)),
    ],
)
def test_a_letter_is_what_a_reader_sees(text, letters):
    assert count_letters(text) == letters


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  친절 \n", "친절"),
        (unicodedata.normalize("NFD", "친절"), "친절"),
        (f"친{ZERO}절\u202e", "친절"),
        (f"{FAMILY}{FLAG}{ENGLAND}❤️", f"{FAMILY}{FLAG}{ENGLAND}❤️"),
        ("👨\u200d절", "👨절"),
        ("\u3164\u200b", ""),
        ("가\r\n나\r다", "가\n나\n다"),
        ("ᄒᆞᆫ글", "ᄒᆞᆫ글"),
        ("\ud800가", "가"),
    ],
)
def test_a_tidy_text_keeps_what_can_be_seen(text, kept):
    assert tidy(text) == kept


ODD = "가힣ㅅㅂㅏㄹᄒᆞᆫ👨👍🏽🇰🏴 1０-\r\n<b>\u1160\u115f\u3164\u200b\u200d\u202e\ufe0f\u0301\u0302\U000e0067\U000e007f"
odd = st.text(st.sampled_from(ODD))


@given(st.one_of(st.text(), odd))
def test_tidying_again_changes_nothing_and_leaves_nothing_hidden(text):
    kept = tidy(text)
    assert tidy(kept) == kept
    assert not {p.kind for p in find_problems(kept)} & {"hidden", "direction"}


@given(st.one_of(st.text(), odd))
def test_every_place_lies_in_the_text(text):
    for problem in find_problems(text):
        assert 0 <= problem.start < problem.end <= len(text)
