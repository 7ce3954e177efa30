"""Practice checks are one's own; a unit's promise is its head's to keep; small days reach everybody once."""

from __future__ import annotations

from datetime import date
from functools import partial

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape

from campaigns.pledges.habit_notices import tell_practice_checks, tell_small_days
from campaigns.pledges.models import PracticeCheck, SmallDay, UnitPromise, UnitPromiseEdition
from campaigns.pledges.quarters import Quarter
from campaigns.pledges.services.practice import PracticeRefused, answer_check
from campaigns.pledges.services.unit_promises import UnitPromiseRefused, Words, keep_unit_promise
from lms.notices.kinds import find
from lms.notices.models import Notice
from lms.people.services import (
    address_secret,
    create_unit,
    move_person,
    open_address,
    revoke_address,
    set_employment,
)
from tests.builders import MARCH_5, moment
from tests.learning.test_races import at_once
from tests.pledges.builders import build_campaign, pledged, staff_of

ANSWERS = {"kept": 2, "listened": 3, "respected": 4}
FORM = ANSWERS | {"note": "끝인사 한 번 더 🙂 <b>뷁</b>"}
Q1 = Quarter(2026, 1)
ACT = "전화를 받으면 이름을 먼저 말합니다."


@pytest.fixture
def pledge(learner):
    """The learner's signature of 2026. 3. 5."""
    return pledged(learner, build_campaign(), words="먼저 인사하겠습니다.")


# --- practice checks


def test_on_day_seven_three_questions_are_answered_and_a_line_is_drawn(learner, pledge, sign_in, clock):
    client, page = sign_in(learner), reverse("pledges:show_practice")
    address = reverse("pledges:answer_practice", args=[pledge.pk, 7])
    clock.set(moment(2026, 3, 11))
    assert client.get(address).status_code == 302
    clock.advance(days=1)
    assert address in client.get(page).content.decode()
    assert address in client.get("/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, FORM, follow=True).status_code == 200
    html = client.get(page).content.decode()
    assert html.count("<circle") == 1
    assert "먼저 인사하겠습니다." in html
    assert "&lt;b&gt;뷁&lt;/b&gt;" in html
    assert address not in client.get("/").content.decode()


def test_answers_can_be_mended_until_the_next_check_opens(learner, pledge, sign_in, clock):
    client, address = sign_in(learner), reverse("pledges:answer_practice", args=[pledge.pk, 7])
    clock.set(moment(2026, 4, 3))
    client.post(address, FORM)
    assert 'value="2"' in client.get(address).content.decode()
    client.post(address, FORM | {"kept": 4})
    clock.advance(days=1)
    response = client.post(address, FORM | {"kept": 0}, follow=True)
    assert "이미 끝난 점검" in response.content.decode() or "is over" in response.content.decode()
    assert PracticeCheck.objects.get().answers == (4, 3, 4)


@pytest.mark.parametrize(
    "wrong", [{"kept": ""}, {"kept": "5"}, {"kept": "-1"}, {"kept": "늘"}, {"note": "가" * 201}], ids=str
)
def test_a_bad_answer_is_refused_and_what_was_typed_stays(wrong, learner, pledge, sign_in, clock):
    clock.set(moment(2026, 3, 12))
    response = sign_in(learner).post(reverse("pledges:answer_practice", args=[pledge.pk, 7]), FORM | wrong)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in html
    assert ("끝인사" in html) or ("가" * 201 in html)
    assert not PracticeCheck.objects.exists()


def test_nobody_else_finds_the_check(pledge, learner, outsider, manager, hr_officer, administrator, sign_in, clock):
    clock.set(moment(2026, 3, 12))
    answer_check(pledge=pledge, day=7, answers=ANSWERS, note="비밀 한 줄", at=clock.now)
    address = reverse("pledges:answer_practice", args=[pledge.pk, 7])
    for person in (outsider, manager, hr_officer, administrator):
        client = sign_in(person)
        assert client.get(address).status_code == 404
        assert client.post(address, FORM).status_code == 404
        assert "비밀 한 줄" not in client.get(reverse("pledges:show_practice")).content.decode()
        assert not person.has_perm("pledges.view_practicecheck")
    response = sign_in(learner).get(reverse("pledges:show_practice"))
    assert "비밀 한 줄" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_the_end_of_the_campaign_does_not_end_the_checks_and_withdrawing_does(pledge, clock):
    answer_check(pledge=pledge, day=90, answers=ANSWERS, note="", at=moment(2026, 7, 1))
    pledge.withdrawn_at = moment(2026, 7, 2)
    pledge.save()
    with pytest.raises(PracticeRefused):
        answer_check(pledge=pledge, day=90, answers=ANSWERS, note="", at=moment(2026, 7, 2))


@pytest.mark.parametrize("row", [{"day": 8}, {"kept": 5}, {"day": 7}], ids=str)
def test_the_database_keeps_one_check_of_known_days_and_answers(row, pledge):
    PracticeCheck.objects.create(pledge=pledge, day=7, answered_at=MARCH_5, **ANSWERS)
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeCheck.objects.create(**{"pledge": pledge, "day": 30, "answered_at": MARCH_5} | ANSWERS | row)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_leave_one_check(learner):
    pledge = pledged(learner, build_campaign())
    at = moment(2026, 3, 12)
    at_once(*(lambda: answer_check(pledge=pledge, day=7, answers=ANSWERS, note="", at=at) for _each in range(4)))
    assert PracticeCheck.objects.count() == 1


def test_a_check_is_told_once_on_a_working_day_to_who_is_at_work(learner, colleague, outsider, clock):
    campaign = build_campaign()
    # Their day 7 is the Saturday, 2026. 3. 14.
    pledges = [pledged(person, campaign, at=moment(2026, 3, 7)) for person in (learner, colleague, outsider)]
    answer_check(pledge=pledges[1], day=7, answers=ANSWERS, note="", at=moment(2026, 3, 14))
    set_employment(person=outsider, state="on_leave", on=date(2026, 3, 10))
    tell_practice_checks(at=moment(2026, 3, 14, 8))
    assert not Notice.objects.exists()
    for _again in range(2):
        tell_practice_checks(at=moment(2026, 3, 16, 8))
    notice = Notice.objects.get()
    assert notice.person == learner
    assert find(notice.kind).is_voluntary
    assert find(notice.kind).may_be_switched_off


def test_a_notice_of_a_check_no_longer_holds_once_it_is_answered(pledge):
    tell_practice_checks(at=moment(2026, 3, 12, 8))
    notices = list(Notice.objects.all())
    holds = find(notices[0].kind).still_holds
    assert list(holds(notices)) == [notices[0].pk]
    answer_check(pledge=pledge, day=7, answers=ANSWERS, note="", at=moment(2026, 3, 12))
    assert list(holds(notices)) == []


# --- promises of units


def keep(unit, by, *, words=None, seen=0, quarter=Q1, at=MARCH_5):
    return keep_unit_promise(unit=unit, quarter=quarter, words=words or Words(ACT), seen_edition=seen, by=by, at=at)


def test_a_head_writes_a_promise_and_marks_it_done_and_everybody_sees_it(city, manager, outsider, sign_in, clock):
    client = sign_in(manager)
    form = reverse("pledges:write_unit_promise", args=[city.livelihood.pk, 2026, 1])
    page = reverse("pledges:list_unit_promises")
    assert form in client.get(page).content.decode()
    client.post(form, {"act": ACT, "before": "말하지 않았습니다.", "after": "", "edition": 0})
    done = {"act": ACT, "after": "열에 아홉은 말합니다.", "is_done": "on", "edition": 1}
    assert client.post(form, done, follow=True).status_code == 200
    html = sign_in(outsider).get(page).content.decode()
    assert ACT in html
    assert "열에 아홉은 말합니다." in html
    assert "복지국" in html
    assert form not in html
    assert list(UnitPromiseEdition.objects.values_list("number", "is_done")) == [(1, False), (2, True)]


def test_only_the_head_of_the_unit_writes_its_promise(
    city, learner, manager, other_manager, hr_officer, sign_in, clock
):
    form = reverse("pledges:write_unit_promise", args=[city.livelihood.pk, 2026, 1])
    for person in (learner, other_manager, hr_officer):
        assert sign_in(person).get(form).status_code == 403
        assert sign_in(person).post(form, {"act": ACT, "edition": 0}).status_code == 403
        with pytest.raises(UnitPromiseRefused):
            keep(city.livelihood, person)
    assert sign_in(manager).get(form).status_code == 200


@pytest.mark.parametrize(
    "words",
    ["", " ", "가" * 121, "010-1234-5678로 전화합니다.", "<script>alert(1)</script>", "인사\u202e합니다"],
    ids=ascii,
)
def test_what_the_whole_city_must_not_read_is_refused_and_stays_in_the_form(words, city, manager, sign_in, clock):
    form = reverse("pledges:write_unit_promise", args=[city.livelihood.pk, 2026, 1])
    html = sign_in(manager).post(form, {"act": words, "before": "전에는", "edition": 0}).content.decode()
    assert 'role="alert"' in html
    assert "전에는" in html
    assert escape(words.strip()) in html
    assert not UnitPromise.objects.exists()


def test_who_was_slower_keeps_the_words_and_overwrites_nothing(city, manager, sign_in, clock):
    keep(city.livelihood, manager)
    form = reverse("pledges:write_unit_promise", args=[city.livelihood.pk, 2026, 1])
    html = sign_in(manager).post(form, {"act": "다른 다짐", "edition": 0}).content.decode()
    assert "다른 다짐" in html
    assert ACT in html
    assert 'name="edition" value="1"' in html
    assert UnitPromise.objects.get().act == ACT


def test_the_same_words_again_change_nothing_and_a_quarter_that_is_over_is_closed(city, manager, sign_in, clock):
    keep(city.livelihood, manager)
    keep(city.livelihood, manager, seen=0)
    assert UnitPromiseEdition.objects.count() == 1
    keep(city.livelihood, manager, words=Words(ACT, after="말합니다.", is_done=True), seen=1, at=moment(2026, 6, 30))
    with pytest.raises(UnitPromiseRefused):
        keep(city.livelihood, manager, words=Words("새 다짐"), seen=2, at=moment(2026, 7, 1))
    with pytest.raises(UnitPromiseRefused):
        keep(city.livelihood, manager, words=Words(ACT, is_done=True), seen=2, at=moment(2026, 6, 30))
    clock.set(moment(2026, 7, 1))
    form = reverse("pledges:write_unit_promise", args=[city.livelihood.pk, 2026, 1])
    assert sign_in(manager).get(form).status_code == 302


def test_nobody_rewrites_the_history(city, manager):
    edition = keep(city.livelihood, manager).editions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPromiseEdition.objects.filter(pk=edition.pk).update(act="다른 말")


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_leave_one_promise(city, manager):
    calls = [partial(keep, city.livelihood, manager, words=Words(act)) for act in ("가", "나", "다", "라")]
    results = at_once(*calls)
    assert sum(isinstance(result, UnitPromise) for result in results) == 1
    assert all(isinstance(result, UnitPromise | UnitPromiseRefused) for result in results)
    assert UnitPromiseEdition.objects.count() == 1


@pytest.mark.parametrize("quarter", ["", "2026-2", "1999-1", "20261", "2026-5", "٢٠٢٦-1", "<script>"])
def test_the_list_answers_whatever_quarter_is_asked(quarter, learner, sign_in, clock):
    response = sign_in(learner).get(reverse("pledges:list_unit_promises"), {"quarter": quarter})
    assert response.status_code == 200
    assert 'class="empty_state' in response.content.decode()


# --- small days


def small_day(**fields):
    facts = {"title": "민원캔디데이", "note": "사탕을 권합니다.", "day_of_month": 14, "starts_on": date(2026, 1, 1)}
    return SmallDay.objects.create(**facts | fields)


def test_everybody_at_work_is_told_of_a_small_day_once_and_on_its_moved_day(learner, colleague, outsider, clock):
    small_day()
    set_employment(person=outsider, state="seconded", on=date(2026, 3, 10))
    tell_small_days(at=moment(2026, 3, 14, 8))
    assert not Notice.objects.exists()
    for _again in range(2):
        tell_small_days(at=moment(2026, 3, 16, 8))
    assert set(Notice.objects.values_list("person", flat=True)) == {learner.pk, colleague.pk}
    kind = find("pledges.small_day")
    expected = list(kind.expected(date(2026, 4, 1), date(2026, 4, 30)))
    assert [(each.on, each.count) for each in expected] == [(date(2026, 4, 14), 2)]


def test_the_year_stands_on_one_page_from_this_month_on(learner, sign_in, clock):
    small_day()
    html = sign_in(learner).get(reverse("pledges:show_calendar")).content.decode()
    assert html.count('class="month"') == 12
    assert html.count("민원캔디데이") == 13
    assert "사탕을 권합니다." in html


def test_a_year_without_small_days_says_so(learner, sign_in, clock):
    assert 'class="empty_state' in sign_in(learner).get(reverse("pledges:show_calendar")).content.decode()


def test_a_calendar_program_reads_the_year_until_the_address_is_revoked(learner, client, clock):
    small_day(note="사탕; 권합니다,\n먼저")
    address = open_address(person=learner, kind="small_days", by=learner, at=clock.now)
    url = reverse("pledges:show_calendar_file", args=[address_secret(address)])
    response = client.get(url)
    assert response.headers["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    days = {event["dtstart"].dt for event in events}
    # 2. 14. is a Saturday before the new-year days.
    assert date(2026, 2, 19) in days
    assert date(2027, 1, 14) in days
    assert events[0]["description"] == "사탕; 권합니다,\n먼저"
    clock.advance(hours=1)
    assert client.get(url).content == response.content
    assert learner.name not in response.content.decode()
    revoke_address(address=address, by=learner, at=clock.now)
    assert client.get(url).status_code == 404


PLAN = {
    "title": "스마일데이", "note": "웃으며 인사합니다.", "kind": "weekday", "weeks": "4, 2", "weekday": "2",
    "day_of_month": "14", "on": "", "shift": "skip", "starts_on": "2026-01-01", "ends_on": "",
}  # fmt: skip


def test_a_trainer_plans_a_small_day_and_sees_the_year_before_saving(trainer, sign_in, clock):
    client = sign_in(trainer)
    add = reverse("wagtailsnippets_pledges_smallday:add")
    preview = reverse("wagtailsnippets_pledges_smallday:preview_on_add")
    assert client.get(add).status_code == 200
    assert client.post(preview, PLAN).json()["is_valid"]
    html = client.get(preview, {"mode": ""}).content.decode()
    assert html.count("스마일데이") > 20
    assert client.post(add, PLAN).status_code == 302
    day = SmallDay.objects.get()
    assert (day.weeks, day.day_of_month) == ("2,4", None)
    assert "매월" in client.get(reverse("wagtailsnippets_pledges_smallday:list")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"weeks": "6"}, {"weeks": "둘째"}, {"weeks": ""}, {"weekday": ""}, {"kind": "monthly", "day_of_month": "32"},
     {"kind": "once"}, {"ends_on": "2025-12-31"}, {"note": ""}],
    ids=str,
)  # fmt: skip
def test_a_rule_that_is_not_complete_is_refused(wrong, trainer, sign_in, clock):
    response = sign_in(trainer).post(reverse("wagtailsnippets_pledges_smallday:add"), PLAN | wrong)
    assert response.status_code == 200
    assert not SmallDay.objects.exists()


def test_only_trainers_and_hr_plan(learner, manager, hr_officer, sign_in):
    add = reverse("wagtailsnippets_pledges_smallday:add")
    assert [sign_in(person).get(add).status_code for person in (learner, manager, hr_officer)] == [302, 302, 200]


# --- pages stay quick


def test_the_pages_ask_no_more_as_promises_and_pledges_grow(
    city, learner, manager, sign_in, clock, django_assert_max_num_queries
):
    client = sign_in(learner)
    campaign = build_campaign()
    for number in range(4):
        pledge = pledged(learner, campaign, at=moment(2026, 3, 1 + number), withdrawn_at=moment(2026, 3, 4))
        PracticeCheck.objects.create(pledge=pledge, day=7, answered_at=MARCH_5, **ANSWERS)
    heads = []
    for number in range(8):
        unit, _ = create_unit(
            code=f"T{number}", name=f"{number}과", kind="division", parent=city.welfare, valid_from=date(2020, 1, 1)
        )
        head = staff_of(unit, 1, position="division_head")[0]
        move_person(person=head, unit=unit, on=date(2020, 1, 2))
        heads.append((unit, head))
    for unit, head in heads:
        keep(unit, head)
    for name, most in (("show_practice", 14), ("list_unit_promises", 14), ("show_calendar", 11)):
        client.get(reverse(f"pledges:{name}"))
        with django_assert_max_num_queries(most):
            assert client.get(reverse(f"pledges:{name}")).status_code == 200
