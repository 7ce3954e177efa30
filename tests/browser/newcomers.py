"""People who join the demo city before it opens, one for each journey, so that no journey finds another's records.

``python -m tests.browser.newcomers`` hires them into the database of the environment it runs in, and does what is
left to the worker, above all the index of the search.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["NAMES", "SERIES", "SIGNED", "TOLD", "TOLD_KEY"]

#: Employee number and name. The reader's name holds syllables that few fonts have.
NAMES = MappingProxyType(
    {
        "20260101": "뷁다온",
        "20260102": "문하람",
        "20260103": "서이든",
        "20260104": "오가람",
        "20260105": "임새봄",
        "20260106": "한라온",
        "20260107": "조은별",
        "20260108": "배온유",
        "20260109": "남궁솔",
        "20260110": "유하늬",
        "20260111": "차미르",
        "20260120": "도담별",
        "20260130": "윤슬아",
        "20260131": "윤슬기",
        "20260132": "차가온",
        "20260133": "노을빛",
        "20260150": "나루한",
    }
)
UNIT = "A3002"
#: She was put on a course and told so; the unsubscribe addresses of her mails carry this key.
TOLD, TOLD_KEY = "20260130", "key-of-the-journey"

#: A programme of its own for who writes an episode, at an hour at which nobody else is on the air.
SERIES = "한낮의 친절방송"
#: He signed a pledge a week ago.
SIGNED = "20260150"


def hire_newcomers() -> None:
    """Everybody of NAMES becomes an officer of 생활보장과, unless they work there already."""
    from lms.people.models import OrgUnit, Person
    from tests.cast import hire

    unit = OrgUnit.objects.filter(code=UNIT, valid_to=None).get()
    known = set(Person.objects.values_list("employee_number", flat=True))
    for number, name in NAMES.items():
        if number not in known:
            hire(number, name, unit)


def tell_one() -> None:
    """TOLD has a course from her manager, a notice about it, and a known key."""
    from lms.core import clock
    from lms.courses.models import CourseRun
    from lms.learning.models import Enrolment
    from lms.learning.services import enrol
    from lms.notices.models import UnsubscribeKey
    from lms.people.models import Person

    person, at = Person.objects.get(employee_number=TOLD), clock.now()
    run = CourseRun.objects.get(course__slug="customer-mindset", is_self_paced=True)
    manager = Person.objects.get(employee_number="manager")
    enrol(person=person, run=run, by=manager, at=at, source=Enrolment.Source.MANAGER)
    UnsubscribeKey.objects.get_or_create(person=person, defaults={"key": TOLD_KEY, "renewed_at": at})


def open_series() -> None:
    """SERIES is broadcast at 03:10 on every weekday, each with the usual template."""
    from datetime import time

    from campaigns.broadcasts.models import BroadcastIndexPage, BroadcastSeries
    from tests.broadcasts.templates import WEEKDAYS

    if BroadcastSeries.objects.filter(title=SERIES).exists():
        return
    page = BroadcastSeries(
        title=SERIES, slug="noon", summary="쉬는 시간에 듣는 한마디", airs_at_time=time(3, 10), weekdays=WEEKDAYS
    )
    page.live = False
    BroadcastIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def sign_one() -> None:
    """SIGNED signed the campaign of the city seven days ago. Where the city has none, two of three do with him."""
    from datetime import timedelta

    from campaigns.pledges.models import CampaignPage, Pledge
    from lms.core import clock
    from lms.people.models import Person
    from tests.pledges.builders import build_campaign, pledged

    at = clock.now()
    signers = Person.objects.filter(employee_number=SIGNED)
    campaign = CampaignPage.objects.live().filter(texts__isnull=False).order_by("-signs_on").first()
    if campaign is None:
        days = ("announces_on", "signs_on", "practises_on", "looks_back_on", "closes_on")
        phases = {name: clock.today() + timedelta(days=14 * place - 28) for place, name in enumerate(days)}
        campaign = build_campaign(slug="pledge", **phases)
        present = Person.objects.present(on=clock.today()).order_by("employee_number")
        signers = [person for place, person in enumerate(present) if place % 3 or person.employee_number == SIGNED]
    for person in signers:
        if not Pledge.objects.filter(person=person, campaign=campaign).exists():
            words = "먼저 인사하겠습니다." if person.employee_number == SIGNED else ""
            pledged(person, campaign, at=at - timedelta(days=7), words=words)


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    hire_newcomers()
    tell_one()
    open_series()
    sign_one()
    call_command("db_worker", "--batch", "--no-startup-delay")
