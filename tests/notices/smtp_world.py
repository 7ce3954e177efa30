"""What the tests against a real mail server share: the server, people to tell, and what became of their mails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import F

from lms.notices import kinds
from lms.notices.kinds import NoticeKind, Words
from lms.notices.models import Delivery
from lms.notices.services import notify_many
from lms.notices.services.telling import Message
from lms.people.models import Person
from tests.builders import moment

from .catcher import HOST, Catcher

__all__ = ["SOON", "THURSDAY", "catcher", "mailed", "register_kind", "states", "tell_people"]

KIND = "tests.smtp"
#: Mails go out on this day at this hour.
THURSDAY = moment(2026, 3, 5, 10)
#: After the first pause that a server in trouble gets.
SOON = THURSDAY + timedelta(minutes=2)


def register_kind() -> None:
    """The kind of all these notices, also in a process of its own."""
    words = Words(
        title="‘민원 응대’ 교육과정이 열렸습니다.", paragraphs=["오늘부터 들으실 수 있습니다."], action="열기"
    )
    title = "교육과정 열림"
    kinds.register(NoticeKind(KIND, title, title, words=lambda subject: words, sample=dict))


@pytest.fixture
def catcher(tmp_path: Path, settings) -> Iterator[Catcher]:
    """A running mail server, and settings that make us use it. It is given up on after a fraction of a second."""
    server = Catcher(tmp_path)
    server.start()
    settings.EMAIL_BACKEND = "lms.notices.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = HOST, server.port, 0.4
    settings.MAILS_PER_MINUTE = 100_000
    yield server
    server.stop()


@pytest.fixture
def tell_people(db: None, known_kinds: object) -> Callable[..., list[str]]:
    """``tell_people(1_000)``: so many people were told one thing each; their addresses, sorted."""

    register_kind()

    def tell(count: int, reason: str = "course:1") -> list[str]:
        known = Person.objects.filter(employee_number__startswith="M")
        if known.count() < count:
            Person.objects.bulk_create(
                Person(employee_number=f"M{number:05}", name="김하늘", email=f"m{number:05}@gaon.example")
                for number in range(known.count(), count)
            )
        people = known.order_by("employee_number").values_list("pk", "email")[:count]
        messages = [Message(pk, reason, date(2026, 3, 5)) for pk, _ in people]
        notify_many(kind=KIND, messages=messages, at=THURSDAY)
        return [email for _, email in people]

    return tell


def states() -> Counter[str]:
    """How many deliveries are in which state."""
    return Counter(Delivery.objects.values_list("state", flat=True))


def mailed(state: str) -> list[str]:
    """The addresses of the deliveries in a state, sorted."""
    found = Delivery.objects.filter(state=state).annotate(email=F("person__email")).order_by("email")
    return list(found.values_list("email", flat=True))
