"""What HR and trainers see before and after it goes, and what they may do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from lms.notices import kinds
from lms.notices.choices import State
from lms.notices.models import Bounce, Delivery, Pace
from lms.notices.services import notify, plan_notices
from lms.people.models import AccessRecord
from tests.builders import build_course, build_person, enrolled

from .conftest import MANDATORY, ON, OPTIONAL, THURSDAY

pytestmark = pytest.mark.django_db
PLANNED, DELIVERIES = "/admin/notices/planned/", "/admin/notices/deliveries/"


def tell(person, reason="course:1", kind=OPTIONAL, at=THURSDAY):
    return notify(
        kind=kind, person=person, reason=reason, on=ON, at=at, topic="민원 응대", subject={"course": "민원 응대"}
    )


@pytest.fixture
def night(clock):
    """Mail waits for tomorrow morning."""
    clock.set(THURSDAY.replace(hour=21))
    return THURSDAY.replace(hour=21)


@pytest.fixture
def hr(sign_in, hr_officer):
    return sign_in(hr_officer)


def text(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_before_it_goes_staff_see_what_when_why_and_how_many(hr, learner, colleague, night):
    tell(learner, at=night)
    tell(colleague, at=night)
    plan_notices(at=night)
    page = text(hr, PLANNED)
    for words in ("교육과정 열림", "민원 응대", "2026. 3. 6.(금) 09:00", "교육과정이 열리면 알려 드립니다."):
        assert words in page
    assert learner.name not in page
    assert not AccessRecord.objects.exists()


def test_who_gets_it_is_one_click_away_for_hr_and_leaves_an_access_record(
    hr, hr_officer, learner, night, sign_in, trainer
):
    tell(learner, at=night)
    plan_notices(at=night)
    context = hr.get(PLANNED).context
    address = context["waiting"].data[0].address
    assert learner.name in text(hr, address)
    record = AccessRecord.objects.get(actor=hr_officer)
    assert list(record.subjects.values_list("person_id", flat=True)) == [learner.pk]
    as_trainer = sign_in(trainer)
    assert as_trainer.get(PLANNED).context["waiting"].data[0].address == ""
    assert as_trainer.get(address).status_code == 302


@pytest.mark.parametrize(
    "hour", ["", "soon", "2026-13-45T00:00", "2026-03-06T25:00", "9999-12-31T23:30", "0001-01-01T00:00"]
)
def test_an_hour_that_is_none_lists_nobody(hr, learner, night, hour):
    tell(learner, at=night)
    plan_notices(at=night)
    address = reverse("notices_staff:planned_people") + f"?kind={OPTIONAL}&topic=민원 응대&hour={hour}"
    assert learner.name not in text(hr, address)


def test_of_a_voluntary_kind_only_groups_of_five_are_counted_and_nobody_is_named(hr, learner, night, known_kinds):
    kinds.register(replace(known_kinds[OPTIONAL], is_voluntary=True))
    tell(learner, at=night)
    plan_notices(at=night)
    [line] = hr.get(PLANNED).context["waiting"].data
    assert (line.count, line.address) == ("5명 미만", "")
    people = reverse("notices_staff:planned_people") + f"?kind={OPTIONAL}&topic=민원 응대&hour=2026-03-06T09:00"
    assert hr.get(people).status_code == 302
    assert learner.name not in text(hr, DELIVERIES)
    assert hr.get(reverse("notices_staff:delivery", args=[Delivery.objects.get().pk])).status_code == 404
    for number in range(4):
        tell(build_person(f"직원{number}", email=f"s{number}@gaon.example"), at=night)
    plan_notices(at=night)
    assert hr.get(PLANNED).context["waiting"].data[0].count == "5"


def test_the_coming_days_of_due_dates_are_seen_before_anybody_is_told(hr, learner, clock):
    clock.set(THURSDAY)
    due_on = (THURSDAY + timedelta(days=8)).date()
    enrolled(learner, build_course("특이민원"), at=THURSDAY - timedelta(days=60), due_on=due_on)
    lines = hr.get(PLANNED).context["expected"].data
    assert [(line.when, line.why, line.count) for line in lines] == [
        ("2026. 3. 6.(금)", "기한 2026. 3. 13. 기준 D-7", "1"),
        ("2026. 3. 12.(목)", "기한 2026. 3. 13. 기준 D-1", "1"),
        ("2026. 3. 16.(월)", "2026. 3. 13. 기한이 지남", "1"),
    ]


def test_the_coming_days_stand_in_the_order_of_their_days_whatever_the_kind(hr, known_kinds, clock):
    clock.set(THURSDAY)
    for key, days in ((OPTIONAL, (9, 2)), (MANDATORY, (5, 2))):
        expected = [kinds.Expected(ON + timedelta(days=each), topic=key, why="규칙", count=1) for each in days]
        kinds.register(replace(known_kinds[key], expected=lambda _first, _last, expected=expected: expected))
    lines = hr.get(PLANNED).context["expected"].data
    assert [(line.when, line.topic) for line in lines] == [
        ("2026. 3. 7.(토)", MANDATORY),
        ("2026. 3. 7.(토)", OPTIONAL),
        ("2026. 3. 10.(화)", MANDATORY),
        ("2026. 3. 14.(토)", OPTIONAL),
    ]


def test_a_server_in_trouble_is_said_on_top(hr, clock):
    clock.set(THURSDAY)
    Pace.objects.create(pk=1, paused_until=THURSDAY + timedelta(minutes=30), last_trouble="Connection refused")
    assert "Connection refused" in text(hr, PLANNED)


def test_deliveries_are_filtered_by_state_and_sent_again_together(hr, learner, colleague, clock):
    clock.set(THURSDAY)
    tell(learner, "a")
    tell(colleague, "b")
    plan_notices(at=THURSDAY)
    Delivery.objects.filter(person=learner).update(state=State.FAILED, changed_at=THURSDAY)
    Delivery.objects.filter(person=colleague).update(state=State.SENT, sent_at=THURSDAY)
    page = text(hr, DELIVERIES + "?state=failed")
    assert learner.name in page
    assert colleague.name not in page
    hr.post(reverse("notices_staff:send_all_again") + "?state=failed")
    assert Delivery.objects.get(person=learner).state == State.PLANNED
    assert Delivery.objects.get(person=colleague).state == State.SENT


def test_without_a_filter_nothing_is_sent_again(hr, learner, clock):
    clock.set(THURSDAY)
    tell(learner)
    plan_notices(at=THURSDAY)
    Delivery.objects.update(state=State.FAILED)
    hr.post(reverse("notices_staff:send_all_again"))
    hr.post(reverse("notices_staff:send_all_again") + "?state=failed&state=sent")
    assert Delivery.objects.get().state == State.FAILED


@pytest.mark.parametrize(("do", "state"), [("again", State.PLANNED), ("arrived", State.SENT)])
def test_an_unknown_delivery_is_settled_on_its_page(hr, learner, clock, do, state):
    clock.set(THURSDAY)
    tell(learner)
    plan_notices(at=THURSDAY)
    Delivery.objects.update(state=State.UNKNOWN, message_id="<42@gaon.example>", answer="timed out")
    address = reverse("notices_staff:delivery", args=[Delivery.objects.get().pk])
    page = text(hr, address)
    assert "&lt;42@gaon.example&gt;" in page
    assert "timed out" in page
    # The person whose mail it was reads what was looked at: in words, not by the key of a kind.
    assert AccessRecord.objects.latest("pk").asked == f"발송: {Delivery.objects.get().notice.words.title}"
    hr.post(address, {"do": do})
    assert Delivery.objects.get().state == state
    hr.post(address, {"do": do})
    assert Delivery.objects.get().state == state


def test_a_refused_address_is_taken_off_the_list(hr, learner, clock):
    clock.set(THURSDAY)
    Bounce.objects.create(address=learner.email.lower(), person=learner, answer="550 no", bounced_at=THURSDAY)
    assert learner.email.lower() in text(hr, "/admin/notices/bounces/")
    address = reverse("notices_staff:clear_bounce", args=[Bounce.objects.get().pk])
    assert "550 no" in text(hr, address)
    assert Bounce.objects.exists()
    hr.post(address)
    assert not Bounce.objects.exists()


def test_each_kind_is_previewed_and_sent_to_oneself(sign_in, trainer, mailoutbox, clock):
    browser = sign_in(trainer)
    page = text(browser, "/admin/notices/kinds/")
    for kind in kinds.all_kinds():
        assert str(kind.title) in page
        detail = browser.get(reverse("notices_staff:kind", args=[kind.key])).content.decode()
        assert kind.words(kind.sample()).action in detail
        assert browser.get(reverse("notices_staff:show_mail", args=[kind.key])).status_code == 200
    browser.post(reverse("notices_staff:test_kind", args=[OPTIONAL]))
    assert [mail.to for mail in mailoutbox] == [[trainer.email]]


def test_screens_cost_the_same_for_few_and_many(hr, clock, django_assert_max_num_queries):
    clock.set(THURSDAY)
    for number in range(40):
        tell(build_person(f"직원{number}", email=f"t{number}@gaon.example"))
    plan_notices(at=THURSDAY)
    hr.get(DELIVERIES)
    with django_assert_max_num_queries(30):
        hr.get(DELIVERIES)
