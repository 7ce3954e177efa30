"""가온시: the units of a city that does not exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..choices import UnitKind

__all__ = ["CITY", "SINCE", "UnitPlan"]

#: 민선 지방자치가 시작된 해. No unit is older.
SINCE = date(1995, 7, 1)


@dataclass(frozen=True)
class UnitPlan:
    """A unit to be opened: its staff beside the head, its job series, and what is below it."""

    code: str
    name: str
    kind: str
    staff: int = 0
    series: str = "행정"
    below: list[UnitPlan] = field(default_factory=list)


def _teams(code: str, series: str, *teams: tuple[str, int]) -> list[UnitPlan]:
    return [
        UnitPlan(f"{code}{number:02}", name, UnitKind.TEAM, staff, series)
        for number, (name, staff) in enumerate(teams, start=1)
    ]


def _division(code: str, name: str, *teams: tuple[str, int], series: str = "행정", staff: int = 1) -> UnitPlan:
    return UnitPlan(code, name, UnitKind.DIVISION, staff, series, _teams(code, series, *teams))


def _bureau(code: str, name: str, *divisions: UnitPlan) -> UnitPlan:
    return UnitPlan(code, name, UnitKind.BUREAU, 0, "행정", list(divisions))


def _district(code: str, name: str, dongs: list[str]) -> UnitPlan:
    offices = [
        _division(f"{code}01", "행정지원과", ("총무팀", 3), ("자치행정팀", 2)),
        _division(f"{code}02", "민원여권과", ("민원팀", 5), ("여권팀", 3), staff=2),
        _division(f"{code}03", "복지지원과", ("생활보장팀", 3), ("통합조사팀", 3), series="사회복지"),
    ]
    centres = [
        UnitPlan(f"{code}5{number}", dong, UnitKind.DONG, 9, "행정") for number, dong in enumerate(dongs, start=1)
    ]
    return UnitPlan(code, name, UnitKind.DISTRICT, 0, "행정", offices + centres)


CITY = UnitPlan(
    "GAON",
    "가온시",
    UnitKind.CITY,
    below=[
        _bureau(
            "A10",
            "기획조정실",
            _division("A1001", "기획담당관", ("기획팀", 3), ("성과관리팀", 3)),
            _division("A1002", "예산담당관", ("예산팀", 4)),
            _division("A1003", "감사담당관", ("감사팀", 3), ("청렴윤리팀", 2)),
        ),
        _bureau(
            "A20",
            "행정국",
            _division("A2001", "총무과", ("총무팀", 3), ("인사팀", 4)),
            _division("A2002", "인재개발과", ("교육기획팀", 3), ("인재교육팀", 4)),
            _division("A2003", "시민봉사과", ("민원팀", 6), ("민원서비스팀", 3), staff=2),
            _division("A2004", "세정과", ("세무조사팀", 3), ("징수팀", 3), series="세무"),
            _division("A2005", "정보통신과", ("정보보호팀", 3), ("정보기획팀", 3), series="전산"),
            _division("A2006", "가온콜센터", ("상담운영팀", 14), staff=2),
        ),
        _bureau(
            "A30",
            "복지국",
            _division("A3001", "복지정책과", ("복지기획팀", 3), ("희망복지팀", 3), series="사회복지"),
            _division(
                "A3002",
                "생활보장과",
                ("생활보장팀", 4),
                ("통합조사팀", 4),
                ("자활지원팀", 3),
                series="사회복지",
                staff=4,
            ),
            _division("A3003", "노인장애인과", ("노인복지팀", 3), ("장애인복지팀", 3), series="사회복지"),
            _division("A3004", "아동청소년과", ("아동친화팀", 3), ("청소년팀", 2), series="사회복지"),
        ),
        _bureau(
            "A40",
            "도시국",
            _division("A4001", "도시계획과", ("도시계획팀", 3), ("도시재생팀", 3), series="시설"),
            _division("A4002", "건축과", ("건축행정팀", 3), ("건축허가팀", 4), series="시설", staff=2),
            _division("A4003", "공원녹지과", ("공원팀", 3), ("녹지팀", 3), series="녹지"),
        ),
        _bureau(
            "A50",
            "교통국",
            _division("A5001", "교통정책과", ("교통기획팀", 3), ("주차관리팀", 3)),
            _division("A5002", "대중교통과", ("버스운영팀", 3), ("택시팀", 2)),
        ),
        _bureau(
            "A60",
            "환경국",
            _division("A6001", "환경정책과", ("환경기획팀", 3), ("대기보전팀", 2), series="환경"),
            _division("A6002", "자원순환과", ("재활용팀", 3), ("청소행정팀", 3), series="환경"),
        ),
        _bureau(
            "A70",
            "경제문화국",
            _division("A7001", "일자리경제과", ("일자리정책팀", 3), ("소상공인팀", 3)),
            _division("A7002", "문화예술과", ("문화정책팀", 3), ("예술진흥팀", 2)),
            _division("A7003", "도서관과", ("도서관운영팀", 4), ("독서진흥팀", 2), series="사서"),
        ),
        _bureau(
            "A80",
            "보건소",
            _division("A8001", "보건행정과", ("보건행정팀", 3), ("의약팀", 2), series="보건"),
            _division("A8002", "건강증진과", ("건강증진팀", 4), ("방문보건팀", 4), series="간호"),
        ),
        _district("B10", "가람구", ["가람1동", "가람2동", "솔빛동", "한울동"]),
        _district("B20", "나래구", ["나래동", "다솔동", "은별동", "온새미동"]),
    ],
)
