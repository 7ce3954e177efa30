"""참여 현황: who sees which numbers, that they are told in groups only, and that files hold what the screen shows."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from campaigns.pledges.models import PracticeCheck
from campaigns.pledges.participation.counting import participation_of
from campaigns.pledges.participation.lines import report_of
from campaigns.pledges.participation.question import Basis, Question
from campaigns.pledges.services.practice import answer_check
from lms.people.models import AccessRecord
from lms.people.services import move_person, set_employment
from lms.reports.tree import OrgTree
from lms.reports.voluntary import WHOLE
from tests.builders import MARCH_5, moment
from tests.pledges.builders import build_campaign, pledged, staff_of

pytestmark = pytest.mark.django_db
SHOW, EXPORT = reverse("participation:show"), reverse("participation:export")
REASON = {"file_format": "csv", "reason": "캠페인 결과 보고"}


@pytest.fixture
def campaign(city, clock):
    """Signed by 12 of 30 in 생활보장과, 2 of 6 in its team, 8 of 20 in 건축과, 7 of 14 in 인재개발과; two are away."""
    clock.set(moment(2026, 3, 20, 9))
    campaign = build_campaign()
    for unit, people, signatures in (
        (city.livelihood, 30, 12),
        (city.support, 6, 2),
        (city.building, 20, 8),
        (city.talent, 14, 7),
    ):
        for number, person in enumerate(staff_of(unit, people)):
            if number < signatures:
                pledged(person, campaign, at=moment(2026, 3, 2 + number % 9), words="먼저 인사를 하겠습니다.")
    away = staff_of(city.livelihood, 2, state="on_leave")
    pledged(away[0], campaign)
    return campaign


def asked(campaign, on=date(2026, 3, 20), unit="", **fields):
    tree = OrgTree.of(on)
    return report_of(participation_of(Question(campaign, tree, unit=tree.by_code.get(unit), **fields)))


def told(report):
    return [(line.name, line.count.shown, line.count.whole) for line in report.units]


def test_numbers_by_unit_are_told_in_groups_of_five_in_the_order_of_the_organisation(campaign):
    report = asked(campaign)
    assert (report.total.part, report.total.shown, report.total.whole) == (29, 25, 70)
    assert sorted(told(report)) == [("도시국", 5, 20), ("복지국", 10, 36), ("행정국", 5, 14)]
    assert report.away == {"on_leave": 2}


def test_a_small_team_stays_within_the_unit_above(campaign):
    welfare, livelihood = asked(campaign, unit="WELFARE"), asked(campaign, unit="LIVELIHOOD")
    assert told(welfare) == [("생활보장과", 10, 36)]
    # The team and the people directly in the division only together: 2 of 6 are too few.
    assert [line.count.whole for line in livelihood.units] == [36]
    assert asked(campaign, unit="SUPPORT").total is None


def test_people_on_leave_are_neither_in_the_part_nor_in_the_whole(city, campaign):
    person = campaign.pledges.filter(unit=city.talent).first().person
    before = asked(campaign).total
    set_employment(person=person, state="seconded", on=date(2026, 3, 20))
    after = asked(campaign)
    assert (before.part - after.total.part, before.whole - after.total.whole) == (1, 1)
    assert after.away == {"on_leave": 2, "seconded": 1}


def test_who_moved_counts_to_the_unit_asked_for_and_the_sizes_of_units_tell_nothing_of_them(city, campaign):
    movers = [pledge.person for pledge in campaign.pledges.filter(unit=city.livelihood)[:6]]
    for person in movers:
        move_person(person=person, unit=city.building, on=date(2026, 3, 16))
    now, then = asked(campaign), asked(campaign, basis=Basis.THEN)
    assert {name: whole for name, _shown, whole in told(now)} == {"복지국": 30, "도시국": 26, "행정국": 14}
    assert {name: shown for name, shown, _whole in told(now)} == {"복지국": 5, "도시국": 10, "행정국": 5}
    # On the first day of signing: nobody who has signed is taken out of a unit, or put into one.
    assert {name: whole for name, _shown, whole in told(then)} == {"복지국": 36, "도시국": 20, "행정국": 14}
    assert {name: shown for name, shown, _whole in told(then)} == {"복지국": 10, "도시국": 5, "행정국": 5}


def test_a_past_day_and_a_period_count_what_was_signed_then(campaign):
    pledge = campaign.pledges.first()
    pledge.withdrawn_at = moment(2026, 3, 19)
    pledge.save()
    assert asked(campaign).total.part == 28
    assert asked(campaign, on=date(2026, 3, 18)).total.part == 29
    first_days = asked(campaign, first=date(2026, 3, 2), last=date(2026, 3, 5))
    assert first_days.total.part < 20


def test_the_trend_rises_to_what_is_shown_and_hides_its_first_few(campaign):
    report = asked(campaign)
    people = [step.people for step in report.steps]
    assert (report.steps[0].on, report.steps[-1].on) == (date(2026, 3, 2), date(2026, 3, 20))
    assert people[0] == 5
    assert asked(campaign, unit="URBAN").steps[0].people is None
    known = [each for each in people if each is not None]
    assert known == sorted(known)
    assert known[-1] == report.total.shown
    assert all(each % 5 == 0 for each in known)


def test_practice_is_told_of_who_was_due_in_groups(campaign):
    for pledge in campaign.pledges.order_by("signed_at")[:12]:
        PracticeCheck.objects.create(
            pledge=pledge, day=7, kept=1, listened=1, respected=1, answered_at=pledge.signed_at + timedelta(days=8)
        )
    report = asked(campaign)
    assert report.practised.shown == 10
    assert report.practised.whole == sum(report.counted.signed_by_day(WHOLE).values())
    assert [check.day for check in report.counted.checks] == [7, 30, 90]
    assert [check.count.is_safe for check in report.counted.checks] == [True, False, False]
    assert asked(campaign, unit="SUPPORT").practised is None


def test_a_past_figure_stands_when_an_answer_is_mended_later(campaign):
    def figures():
        report = asked(campaign, on=date(2026, 3, 20))
        return report.practised.shown, [check.count.part for check in report.counted.checks]

    answers = {"kept": 1, "listened": 1, "respected": 1}
    pledges = campaign.pledges.order_by("signed_at")[:12]
    for pledge in pledges:
        answer_check(pledge=pledge, day=7, answers=answers, note="", at=moment(2026, 3, 20))
    before = figures()
    for pledge in pledges:
        mended = answer_check(pledge=pledge, day=7, answers=answers | {"kept": 4}, note="", at=moment(2026, 3, 25))
        assert (mended.kept, mended.answered_at) == (4, moment(2026, 3, 20))
    assert figures() == before


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("learner", 302),
        ("outsider", 302),
        ("trainer", 403),
        ("manager", 200),
        ("hr_officer", 200),
        ("administrator", 200),
    ],
)
def test_hr_and_heads_of_units_enter(role, status, campaign, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(SHOW).status_code == status
    assert client.get(EXPORT).status_code == status


def test_a_head_sees_the_unit_and_below_and_no_other(campaign, manager, sign_in):
    client = sign_in(manager)
    html = client.get(SHOW).content.decode()
    assert "복지국 생활보장과" in html
    assert "도시국" not in html
    assert client.get(SHOW, {"unit": "SUPPORT"}).status_code == 200
    for unit in ("WELFARE", "BUILDING", "GAON"):
        assert client.get(SHOW, {"unit": unit}).status_code == 403
        assert client.post(f"{EXPORT}?unit={unit}", REASON).status_code == 403
    assert not AccessRecord.objects.exists()


def test_a_trainer_sees_the_totals_of_a_campaign_they_make(campaign, trainer, sign_in):
    makers = Group.objects.create(name="캠페인 담당")
    trainer.groups.add(makers)
    client = sign_in(trainer)
    assert SHOW not in client.get(reverse("wagtailadmin_home")).content.decode()
    GroupPagePermission.objects.create(group=makers, page=campaign, permission_type="change")
    assert SHOW in client.get(reverse("wagtailadmin_home")).content.decode(), "the menu leads there"
    html = client.get(SHOW).content.decode()
    assert "70" in html
    assert "도시국" not in html
    assert client.get(SHOW, {"unit": "URBAN"}).status_code == 403


def test_no_page_and_no_file_names_anybody(campaign, hr_officer, sign_in):
    client = sign_in(hr_officer)
    screens = client.get(SHOW).content + client.get(SHOW, {"unit": "LIVELIHOOD"}).content
    file = b"".join(client.post(EXPORT, REASON).streaming_content)
    for pledge in campaign.pledges.select_related("person"):
        assert not re.search(rf"{pledge.person.name}\b", (screens + file).decode())
        assert pledge.person.employee_number not in (screens + file).decode()


@pytest.mark.parametrize(
    "query", ["", "?unit=LIVELIHOOD", "?basis=then", "?signed_from=2026-03-02&signed_to=2026-03-06"]
)
def test_files_hold_the_lines_of_the_screen_and_leave_a_record_with_a_reason(query, campaign, hr_officer, sign_in):
    client = sign_in(hr_officer)
    html = client.get(SHOW + query).content.decode()
    table = html.split("participation-units")[1].split("</table>")[0]
    shown = [
        [int(cell.replace(",", "").rstrip("%")) for cell in re.findall(r'reports-figure">([\d,]+%?)<', row)]
        for row in table.split("<tr>")[2:]
    ]
    response = client.post(EXPORT + query, REASON)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    assert [[int(line[7]), int(line[6]), int(line[5])] for line in lines] == shown
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.post(EXPORT + query, REASON | {"file_format": "xlsx"}).streaming_content))
    )
    assert [[row[7], row[6], row[5]] for row in list(book.active.values)[1:]] == shown
    record = AccessRecord.objects.first()
    assert (record.action, record.reason, record.subject_count) == ("export", REASON["reason"], 0)


def test_a_file_without_a_reason_stays_here(campaign, hr_officer, sign_in):
    response = sign_in(hr_officer).post(EXPORT, REASON | {"reason": " "})
    assert response.status_code == 200
    assert "csv" not in response.headers["Content-Type"]
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["as_of=2030-01-01", "as_of=뷁", "unit=NOWHERE", "campaign=0", "signed_from=2026-03-09&signed_to=2026-03-01"],
)
def test_a_condition_that_cannot_be_answered_is_marked_and_nothing_is_counted(query, campaign, hr_officer, sign_in):
    response = sign_in(hr_officer).get(f"{SHOW}?{query}")
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert "participation-units" not in response.content.decode()


def test_without_a_campaign_the_screen_says_so(hr_officer, sign_in, clock):
    response = sign_in(hr_officer).get(SHOW)
    assert response.status_code == 200
    assert "reports-empty" in response.content.decode()


@pytest.mark.parametrize(
    ("on", "target", "told"),
    [
        (moment(2026, 2, 24), 70, "목표는 초대한 직원의 70%입니다."),
        (moment(2026, 3, 20), 70, "35% · 목표 70%"),
        (moment(2026, 3, 20), 35, "35% · 목표 35%를 이루었습니다"),
        (moment(2026, 6, 1), 70, "35% · 목표 70%"),
        (moment(2026, 7, 1), 70, None),
    ],
)
def test_the_campaigns_page_tells_everybody_how_far_the_target_is(on, target, told, campaign, learner, sign_in, clock):
    campaign.target_percent = target
    campaign.save_revision().publish()
    clock.set(on)
    page = " ".join(sign_in(learner).get(campaign.url).content.decode().split())
    assert (told in page) if told else ("목표" not in page)


def test_a_share_that_would_tell_of_a_few_is_not_told(learner, sign_in, clock):
    clock.set(moment(2026, 3, 20, 9))
    few = build_campaign()
    pledged(learner, few)
    page = sign_in(learner).get(few.url).content.decode()
    assert "목표는 초대한 직원의 70%입니다." in page
    assert "<progress" not in page


def test_counting_asks_no_more_as_people_and_units_grow(city, campaign):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            asked(campaign)
        return len(captured)

    before = statements()
    for person in staff_of(city.building, 40):
        pledged(person, campaign, at=MARCH_5)
    assert statements() == before <= 6


def test_the_menu_asks_no_more_with_more_campaigns_and_once_which_units_somebody_leads(
    campaign, trainer, manager, sign_in
):
    """Wagtail asks each line twice, on every page of the admin."""

    def statements(person):
        client, home = sign_in(person), reverse("wagtailadmin_home")
        client.get(home)
        with CaptureQueriesContext(connection) as captured:
            client.get(home)
        return [each["sql"] for each in captured.captured_queries]

    before = statements(trainer)
    for number in range(3):
        build_campaign(slug=f"campaign-{number}", announces_on=date(2026, 3, 1))
    assert len(statements(trainer)) == len(before)
    # Whether there is a unit, for the right to enter; which ones, for the lines.
    assert sum('FROM "people_orgunit"' in sql for sql in statements(manager)) == 2
