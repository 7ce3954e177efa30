"""Believable names for people who do not exist, always the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

__all__ = ["RARE", "names"]

#: Names that break fonts, columns and masks: rare syllables, two-syllable family names, one-letter names, Hanja,
#: old Hangul, Latin.
RARE = (
    "김뷁",
    "이똠",
    "박펲",
    "남궁민서",
    "제갈온",
    "황보늘봄",
    "선우담",
    "독고예린",
    "李河恩",
    "김ᄒᆞᆫ별",
    "Maria Santos",
    "Nguyễn Thu Hà",
    "솔",
    "한별빛나라",
)

_FAMILY = {
    "김": 215, "이": 147, "박": 84, "최": 47, "정": 43, "강": 24, "조": 21, "윤": 20, "장": 20, "임": 17,
    "한": 15, "오": 15, "서": 15, "신": 15, "권": 14, "황": 14, "안": 14, "송": 14, "류": 13, "전": 11,
    "홍": 11, "고": 9, "문": 9, "양": 9, "손": 9, "배": 8, "백": 8, "허": 7, "유": 7, "남": 6,
    "심": 5, "노": 5, "하": 5, "곽": 4, "성": 4, "차": 4, "주": 4, "우": 4, "구": 4, "나": 3,
    "민": 3, "진": 3, "지": 3, "엄": 3, "채": 3, "원": 2, "천": 2, "방": 2, "공": 2, "현": 2,
    "함": 2, "변": 2, "염": 1, "여": 1, "추": 1, "도": 1, "소": 1, "석": 1, "선": 1, "설": 1,
    "마": 1, "길": 1, "연": 1, "위": 1, "표": 1, "명": 1, "기": 1, "반": 1, "옥": 1, "맹": 1,
}  # fmt: skip

#: Given names by the decade in which they were usual.
_GIVEN = {
    1960: "영수 성호 정희 미숙 경자 영철 순옥 종수 상철 명숙 병호 정숙 용수 영자 기철 말순 동수 영란 춘식 광수 미경",
    1970: "은주 정훈 미영 성진 경희 상훈 은정 재호 현주 영진 지영 동현 수경 승호 혜정 준호 미정 태영 은영 진호 선미",
    1980: (
        "지훈 은지 민수 혜진 성민 지혜 준영 수진 현우 은혜 동욱 보람 상우 유진 재현 아름 정우 미나 승현 선영 기훈 슬기 "
        "종현 나영 태훈 효진 영민 소영"
    ),
    1990: (
        "민준 서연 지원 예진 현준 수빈 도윤 하은 승민 유나 재윤 다은 우진 가은 태민 지수 준서 민지 성훈 채원 한솔 하늘 "
        "동하 소희 건우 예슬 규리 세영 은찬 나래"
    ),
    2000: "서준 지우 하람 다온 시우 윤서 도현 라온 예준 소율 로운 아린 은우 새봄 지호 채이 현서 가온 이든 해인 온유",
}


def names(seed: int = 20260305) -> Iterator[tuple[str, int]]:
    """Names without end, each with the decade of birth it suits; the rare ones come early and once."""
    chance = Random(seed)  # noqa: S311 - for believable variety, not for secrets
    family, weights = list(_FAMILY), list(_FAMILY.values())
    rare = list(RARE)
    count = 0
    while True:
        count += 1
        decade = chance.choices([1960, 1970, 1980, 1990, 2000], weights=[4, 20, 32, 34, 10])[0]
        if rare and count % 9 == 4:
            yield rare.pop(0), 1980
        else:
            yield chance.choices(family, weights)[0] + chance.choice(_GIVEN[decade].split()), decade
