"""A kind that no room owns, a mail server that keeps what it gets, and people to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lms.notices import kinds
from lms.notices.choices import Cadence
from lms.notices.kinds import NoticeKind, Words
from tests.notices.smtp_world import catcher, tell_people  # noqa: F401 - fixtures are found by name

SEOUL = ZoneInfo("Asia/Seoul")
#: A Thursday, and a working day.
THURSDAY = datetime(2026, 3, 5, 10, 0, tzinfo=SEOUL)
ON = date(2026, 3, 5)
OPTIONAL, MANDATORY = "tests.optional", "tests.mandatory"


def words(subject: Any) -> Words:
    """What both kinds say."""
    name = subject.get("course", "과정")
    return Words(
        title=f"‘{name}’ 교육과정이 열렸습니다.",
        paragraphs=["오늘부터 들으실 수 있습니다."],
        facts=[("기한", "2026. 3. 31.")],
        action="교육과정 열기",
    )


@pytest.fixture(autouse=True)
def known_kinds() -> Iterator[dict[str, NoticeKind]]:
    """Two kinds, one of which cannot be switched off; forgotten after the test."""
    before = dict(kinds._kinds)
    for key, is_optional in ((OPTIONAL, True), (MANDATORY, False)):
        kinds.register(
            NoticeKind(
                key=key,
                title="교육과정 열림",
                description="교육과정이 열리면 알려 드립니다.",
                words=words,
                sample=lambda: {"course": "민원 응대 기본"},
                cadence=Cadence.AT_ONCE,
                may_be_switched_off=is_optional,
                why_not="" if is_optional else "법정 의무교육이기 때문입니다.",
            )
        )
    yield kinds._kinds
    kinds._kinds.clear()
    kinds._kinds.update(before)
