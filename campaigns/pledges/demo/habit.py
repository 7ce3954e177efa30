"""A habit in the demo city: small days, units' promises of two quarters, and practice checks of whoever signed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from lms.people.models import OrgUnit, Person
from lms.people.rules import LEADS

from ..models import Pledge, PracticeCheck, SmallDay, UnitPromise
from ..quarters import Quarter
from ..services.practice import days_of_pledge
from ..services.unit_promises import Words, keep_unit_promise
from ..small_days import Shift, SmallDayKind

__all__ = ["seed_habit"]

SINCE = date(2024, 1, 1)
SMALL_DAYS: list[dict[str, Any]] = [
    {
        "title": "친절 한 줄",
        "note": "동료에게 고마웠던 일을 한 줄로 적어 보내 주세요.",
        "kind": SmallDayKind.MONTHLY,
        "day_of_month": 1,
    },
    {
        "title": "민원캔디데이",
        "note": "민원실 창구에 사탕을 두고, 기다리는 분께 먼저 권해 주세요.",
        "kind": SmallDayKind.MONTHLY,
        "day_of_month": 14,
    },
    {
        "title": "스마일데이",
        "note": "현관에서 만나는 동료와 민원인에게 먼저 인사해 주세요.",
        "kind": SmallDayKind.WEEKDAY,
        "weeks": "2,4",
        "weekday": 2,
        "shift": Shift.SKIP,
    },
]
#: Act, before, after.
ACTS = [
    (
        "전화를 받으면 부서와 이름을 먼저 말합니다.",
        "이름을 말하지 않고 받는 일이 많았습니다.",
        "열 통 가운데 아홉 통은 이름을 먼저 말합니다.",
    ),
    (
        "기다리는 분께 5분마다 순서를 알려 드립니다.",
        "얼마나 기다리는지 알 수 없었습니다.",
        "‘언제쯤 되나요’라는 물음이 줄었습니다.",
    ),
    (
        "안내문에서 어려운 한자어 열 개를 쉬운 말로 바꿉니다.",
        "‘기 제출’, ‘익일’ 같은 말이 남아 있었습니다.",
        "민원실 안내문 여섯 장을 바꾸었습니다.",
    ),
    (
        "큰 글씨 신청서를 창구마다 둡니다.",
        "돋보기를 찾아 드려야 했습니다.",
        "창구 네 곳에 큰 글씨 신청서를 두었습니다.",
    ),
    (
        "회의를 마칠 때 서로 고마운 일을 하나씩 말합니다.",
        "회의가 지적으로 끝나는 일이 많았습니다.",
        "회의 분위기가 부드러워졌습니다.",
    ),
    (
        "전화를 돌릴 때 까닭과 담당자 이름을 알려 드립니다.",
        "같은 설명을 두 번 하시게 했습니다.",
        "담당자가 내용을 미리 알고 받습니다.",
    ),
]
NOTES = ["", "", "", "바쁜 날일수록 인사가 먼저입니다.", "전화를 끊기 전에 한 번 더 여쭙니다."]


def seed_habit(*, at: datetime, stdout: Any) -> None:
    """Safe to repeat; without a campaign there are no checks."""
    for fields in SMALL_DAYS:
        SmallDay.objects.get_or_create(title=fields["title"], defaults=fields | {"starts_on": SINCE})
    promises = _seed_promises(at)
    checks = _seed_checks(at)
    stdout.write(f"pledges: {len(SMALL_DAYS)} small days, {promises} promises of units, {checks} practice checks")


def _seed_promises(at: datetime) -> int:
    """Of the divisions with a head: last quarter's are done, half of this quarter's are written."""
    today = timezone.localdate(at)
    now = Quarter.of(today)
    heads = _heads(today)
    known = set(UnitPromise.objects.values_list("unit_code", "year", "quarter"))
    count = 0
    for quarter, share in ((now.before, 3), (now, 2)):
        for place, (unit, head) in enumerate(heads):
            # The learner's unit leaves this quarter open, to be written by whoever tries it out.
            is_open = quarter == now and head.employee_number == "manager"
            if place % share == share - 1 or is_open or (unit.code, quarter.year, quarter.number) in known:
                continue
            act, before, after = ACTS[(place + quarter.number) % len(ACTS)]
            is_done = quarter != now
            written = _morning(quarter.starts_on + timedelta(days=6 + place % 9))
            keep_unit_promise(
                unit=unit,
                quarter=quarter,
                words=Words(act, before, after if is_done else "", is_done),
                seen_edition=0,
                by=head,
                at=min(written, at),
            )
            count += 1
    return count


def _heads(on: date) -> list[tuple[OrgUnit, Person]]:
    positions = [position for position, kind in LEADS.items() if kind in (OrgUnit.Kind.DIVISION, OrgUnit.Kind.DONG)]
    people = Person.objects.leading(on=on).filter(position__in=positions, is_active=True).with_standing(on=on)
    units = OrgUnit.objects.in_bulk({person.unit_id_then for person in people})  # type: ignore[attr-defined]
    found = [(units[person.unit_id_then], person) for person in people]  # type: ignore[attr-defined]
    return sorted(found, key=lambda each: each[0].path)


def _seed_checks(at: datetime) -> int:
    """Two of three who could answer a check did; the accounts' last open check waits for them."""
    today = timezone.localdate(at)
    pledges = (
        Pledge.objects.living()
        .select_related("person")
        .prefetch_related(Prefetch("checks", queryset=PracticeCheck.objects.only("pledge_id", "day")))
    )
    new = []
    for pledge in pledges:
        answered = {check.day for check in pledge.checks.all()}
        for check in days_of_pledge(pledge):
            # The same whenever it is asked, so that a second run adds nothing.
            chance = Random(f"{pledge.pk}:{check.day}")  # noqa: S311 - believable variety, not a secret
            answers, moves = [chance.randint(1, 3) for _each in range(3)], chance.random() < 2 / 3
            waits = check.is_open(today) and not pledge.person.employee_number.isdigit()
            if check.opens_on > today or check.day in answered or not moves or waits:
                continue
            new.append(
                PracticeCheck(
                    pledge=pledge,
                    day=check.day,
                    kept=min(4, answers[0] + (check.day > 7)),
                    listened=answers[1],
                    respected=min(4, answers[2] + (check.day > 30)),
                    note=chance.choice(NOTES),
                    answered_at=min(_morning(check.opens_on + timedelta(days=chance.randint(0, 3))), at),
                )
            )
    PracticeCheck.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
    return len(new)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 10)))
