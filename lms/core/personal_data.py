"""What in a text points to one person: numbers, addresses, plates. Patterns for text that ``letters.fold`` made plain.

Formats: resident numbers after 주민등록법 시행규칙 제2조 (birth date, then a figure of sex and century, then six; since
October 2020 the rest is random, so there is no check digit to rely on); foreigners the same with 5 to 8 after
출입국관리법 시행규칙; telephone areas, and 1588 with its like, after 전기통신번호관리세칙; cards after ISO/IEC 7812
(Luhn); plates after 자동차 등록번호판 등의 기준에 관한 고시; building units after 도로명주소법; the check digit of
business numbers after 국세청's rule for 사업자등록번호. Account numbers have no common form: three or more groups of
together 11 to 14 figures, or 10 to 14 after the name of a bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["find_personal_data"]

_BIRTH = r"\d\s?\d\s?(?:0\s?[1-9]|1\s?[0-2])\s?(?:0\s?[1-9]|[12]\s?\d|3\s?[01])"
_BREAK = r"[\s.~_/·ㅡ-]{0,3}"
_SIX = r"(?:(?:\s?\d){6}|[*x●○■]{6})"
_GAP = r"[\s.,()_/·*ㅡ-]{0,2}"
_FIGURE = r"[0-9o○공영일이삼사오육륙칠팔구]"
_AREA = r"0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\d|80)"
_NATIONWIDE = r"1(?:5(?:22|33|44|66|77|88|99)|6(?:00|44|6[01368]|70|88)|8(?:00|11|33|55|77|99))"
_BANKS = r"(?:계좌|국민|신한|우리|하나|농협|수협|기업|새마을금고|신협|우체국|카카오|토스|은행)"
_PLATE_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자하허호배"
_COUNTED = r"(?:년|원|명|건|개|회|점|쪽|번|만|시|분|일)"
#: After so many figures it is an amount, whatever stands before it: 국민 1000000000명.
_AMOUNT = r"(?:명|원|건|개|회|년)"
_HOUSES = r"(?:아파트|빌라|오피스텔|맨션|연립|주택|타운|주공|자이|푸르지오|래미안|힐스테이트)"
#: A unit of a house; 3호기, 3호선, 3호차 and a room of the office are none.
_UNIT = r"호(?![기선차]|\s?(?:회의실|상담실|강의실|사무실|민원실|교육장|강당))"
_HOST_ENDS = r"(?:com|net|org|kr|io|me|co|info|biz|xyz|shop|tv|link|ly|gg|app|dev|page|site|한국)"

Check = Callable[[str], bool]


def _luhn(found: str) -> bool:
    figures = [int(figure) for figure in found if figure.isdigit()]
    doubled = [figure * 2 - 9 if figure > 4 else figure * 2 for figure in figures[-2::-2]]
    return (sum(figures[-1::-2]) + sum(doubled)) % 10 == 0


def _is_card(found: str) -> bool:
    # In groups of four it was meant as a card, even with a slip.
    return bool(re.fullmatch(r"\d{4}(?:[ .-]\d{4}){3}", found)) or _luhn(found)


def _is_account(found: str) -> bool:
    figures = sum(letter.isdigit() for letter in found)
    return 11 <= figures <= 14 and not re.match(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d(?!\d)", found)


def _is_business(found: str) -> bool:
    # Called by its name it was meant as one, even with a slip.
    figures = [int(figure) for figure in found if figure.isdigit()]
    weighed = sum(figure * weight for figure, weight in zip(figures, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=False))
    return "사업자" in found or (weighed + figures[8] * 5 // 10 + figures[9]) % 10 == 0


def _always(found: str) -> bool:
    return True


#: kind, pattern, further check. What stands above has the first word: a resident number is no account.
_RULES: list[tuple[str, re.Pattern[str], Check]] = [
    (kind, re.compile(pattern), check)
    for kind, pattern, check in (
        ("email", r"[a-z0-9._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}", _always),
        ("email", r"[a-z0-9._%+-]{1,64}\s?골뱅이\s?[a-z0-9가-힣]{1,63}", _always),
        ("url", r"(?:https?|ftp)://\S{1,500}|(?<![\w.])www\.\S{1,500}", _always),
        (
            "url",
            rf"(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,4}}{_HOST_ENDS}(?![a-z0-9-])(?:/[^\s가-힣]{{0,500}})?",
            _always,
        ),
        ("url", r"(?<![\w@.-])[가-힣a-z0-9-]{1,30}\.(?:com|net|kr|한국)(?![a-z0-9가-힣-])", _always),
        ("resident_number", rf"(?<!\d){_BIRTH}{_BREAK}[1-4]{_SIX}(?!\d)", _always),
        ("foreigner_number", rf"(?<!\d){_BIRTH}{_BREAK}[5-8]{_SIX}(?!\d)", _always),
        ("phone", rf"(?<!\d)\+82{_GAP}\(?0?\)?{_GAP}\d{{1,2}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)", _always),
        ("card", r"(?<![\d-])\d{4}(?:[\s.-]{0,3}\d{4}){3}(?![\d-])", _is_card),
        ("card", r"(?<![\d-])3[47]\d\d[\s-]?\d{6}[\s-]?\d{5}(?!\d)", _luhn),
        ("phone", rf"(?<!\d)[0o○공영]{_GAP}[1일]{_GAP}[0o○공영16789](?:{_GAP}{_FIGURE}){{7,8}}(?!\d)", _always),
        ("phone", rf"(?<![\d-])\(?{_AREA}[\s.)_ㅡ-]{{0,3}}\d{{3,4}}[\s._ㅡ-]{{0,3}}\d{{4}}(?![\d-])", _always),
        ("phone", rf"(?<![\d-]){_NATIONWIDE}[\s.)_ㅡ-]{{0,3}}\d{{4}}(?![\d-]|\s?{_AMOUNT})", _always),
        ("business_number", r"(?<![\d-])(?:사업자[가-힣\s:]{0,8})?\d{3}-\d\d-\d{5}(?![\d-])", _is_business),
        ("business_number", r"사업자[가-힣\s:]{0,8}\d{10}(?!\d)", _is_business),
        (
            "account",
            rf"{_BANKS}[가-힣\s:]{{0,12}}\d(?:[\s-]?\d){{9,13}}(?!\d|\s?{_AMOUNT})",
            _always,
        ),
        ("account", r"(?<![\d-])(?<!제)(?<!제 )\d{2,6}(?:-\d{1,7}){2,3}(?![\d-]|\s?호)", _is_account),
        (
            "car_plate",
            rf"(?<!\d)(?<!제)\d{{2,3}}\s?[{_PLATE_LETTERS}]\s?\d{{4}}(?!\d|\s?{_COUNTED})",
            _always,
        ),
        (
            "home_address",
            rf"(?:[가-힣]{{0,12}}{_HOUSES}\s?)?(?<!\d)\d{{1,4}}\s?동\s?\d{{1,4}}\s?" + _UNIT,
            _always,
        ),
        ("home_address", rf"[가-힣]{{0,12}}{_HOUSES}\s?\d{{2,4}}\s?-\s?\d{{3,4}}(?!\d)", _always),
        (
            "home_address",
            r"[가-힣0-9]{1,12}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?(?:번길\s?\d{1,4}(?:-\d{1,4})?)?[,\s]{1,2}\d{1,4}"
            + _UNIT,
            _always,
        ),
        ("home_address", r"[가-힣]{1,6}[동리가]\s?(?:산\s?)?\d{1,4}(?:-\d{1,4})?\s?번지", _always),
    )
]


def find_personal_data(plain: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of what a rule finds in a folded text; a place that one rule has taken is left by the next."""
    taken: list[tuple[int, int]] = []
    for kind, pattern, check in _RULES:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if check(match[0]) and not any(start < until and since < end for since, until in taken):
                taken.append((start, end))
                yield kind, start, end
