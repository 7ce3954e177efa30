"""청취 현황: what is told of whom, that it is told in groups only, and that files hold what the screen shows."""

from __future__ import annotations

import csv
import io
import itertools
import re
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from campaigns.broadcasts.demo.listening import seed_listening
from campaigns.broadcasts.models import Episode, EpisodePlay, Listening, PulseAnswer
from campaigns.broadcasts.reach.counting import reach_of
from campaigns.broadcasts.reach.curve import curve_of, parts_heard
from campaigns.broadcasts.reach.drawing import columns_of, line_of
from campaigns.broadcasts.reach.episode import reach_of_episode
from campaigns.broadcasts.reach.lines import count_ways, report_of
from campaigns.broadcasts.reach.question import Basis, Question
from campaigns.broadcasts.services.airing import cancel
from campaigns.broadcasts.services.listening import answer_pulse, count_pulse, recognise_together, recognised_listening
from lms.people.models import AccessRecord
from lms.people.services import current_unit, move_person, set_employment
from lms.reports.tree import OrgTree
from tests.builders import build_episode, build_series, moment
from tests.cast import hire

pytestmark = pytest.mark.django_db
SHOW, EXPORT = reverse("broadcasts_reach:show"), reverse("broadcasts_reach:export")
REASON = {"file_format": "csv", "reason": "방송 개선 보고"}
TODAY = date(2026, 3, 13)
LENGTH = 100_000
PULSE = [{"type": "pulse", "value": {"question": "오늘 해 보시겠습니까?", "choices": ["네", "다음에", "글쎄요"]}}]
PARTS = [
    {
        "kind": "greeting",
        "title": "여는 인사",
        "script": "안녕하십니까.",
        "planned_seconds": 20,
        "starts_at_seconds": 0,
    },
    {"kind": "practice", "title": "오늘의 실천", "script": "먼저 인사합니다.", "planned_seconds": 80},
]
_numbers = itertools.count(1)


def staff_of(unit, count, **fields):
    return [hire(f"7{next(_numbers):07d}", f"직원{number}", unit, **fields) for number in range(count)]


def heard(person, episode, way="live", at=None):
    at = at or episode.airs_at + timedelta(minutes=4)
    return Listening.objects.create(
        person=person, episode=episode, way=way, unit=current_unit(person, at.date()), recognised_at=at
    )


def played(person, episode, *spans, way="live"):
    EpisodePlay.objects.create(
        play=uuid4(),
        person=person,
        episode=episode,
        way=way,
        recording_id=episode.recording_id,
        started_at=episode.airs_at,
        heard_at=episode.airs_at + timedelta(seconds=LENGTH // 1000),
        spans=[list(span) for span in spans],
    )


@pytest.fixture
def episodes(city, clock):
    clock.set(moment(2026, 3, 13, 10))
    series = build_series()
    segments = [{"type": "segment", "value": part} for part in PARTS]
    return [
        build_episode(series, moment(2026, 3, day, 8, 50), title=f"{day}일 방송", pulse=PULSE, segments=segments)
        for day in (5, 9, 10)
    ]


@pytest.fixture
def people(city, episodes):
    """The first broadcast: 12 of 30 in 생활보장과, 2 of 6 in its team, 8 of 20 in 건축과, 7 of 14 in 인재개발과.

    The second one: 10 of 생활보장과 alone, 4 of 건축과, 5 of 인재개발과; the third one: nobody. Two are away,
    one of them listened.
    """
    found = {
        unit.code: staff_of(unit, count)
        for unit, count in ((city.livelihood, 30), (city.support, 6), (city.building, 20), (city.talent, 14))
    }
    first, second, _third = episodes
    for code, count in (("LIVELIHOOD", 12), ("SUPPORT", 2), ("BUILDING", 8), ("TALENT", 7)):
        for number, person in enumerate(found[code][:count]):
            heard(person, first, "live" if number % 2 else "replay")
    for person in [*found["LIVELIHOOD"][5:15], *found["BUILDING"][:4], *found["TALENT"][:5]]:
        heard(person, second, "transcript")
    away = staff_of(city.livelihood, 2, state="on_leave")
    heard(away[0], first)
    return found


def asked(unit="", *, first=date(2026, 3, 1), last=date(2026, 3, 9), basis=Basis.CURRENT, at=None):
    tree = OrgTree.of(first if basis == Basis.THEN else TODAY)
    question = Question(tree, first, last, basis, tree.by_code.get(unit))
    return report_of(reach_of(question, at=at or moment(2026, 3, 13, 10)))


def told(report):
    return [(line.name, line.count.shown, line.count.whole) for line in report.units]


def days(report):
    return [(line.broadcast.on.day, line.count and (line.count.shown, line.count.whole)) for line in report.broadcasts]


def test_listeners_of_a_broadcast_on_average_are_told_by_unit_in_groups_of_five(people):
    report = asked()
    # 29 and 19; 14 and 10, 8 and 4, 7 and 5 in the units.
    assert (report.total.part, report.total.shown, report.total.whole) == (24, 20, 70)
    assert sorted(told(report)) == [("도시국", 5, 20), ("복지국", 10, 36), ("행정국", 5, 14)]
    assert report.away == {"on_leave": 2}


def test_a_broadcast_that_nobody_heard_counts_in_the_average_and_small_averages_stand_together(people):
    report = asked(last=TODAY)
    assert (report.total.part, report.total.shown) == (16, 15)
    assert told(report) == [("복지국", 5, 36), ("작은 부서 2곳을 합친 수", 5, 34)]
    # Sums of the parts are exact before they are told: no unit loses its fraction.
    assert sum(line.count.part for line in report.units) == report.total.part


def test_one_day_tells_by_unit_what_its_broadcast_tells(people):
    report = asked(first=date(2026, 3, 5), last=date(2026, 3, 5))
    assert days(report) == [(5, (report.total.shown, report.total.whole))] == [(5, (25, 70))]


def test_each_broadcast_is_told_of_its_own_day_where_it_may_be_told(people):
    assert days(asked(last=TODAY)) == [(5, (25, 70)), (9, (15, 70)), (10, None)]
    # On the second day four of 건축과 listened: its 20 stand together with others, so nothing is told of it alone.
    assert days(asked("URBAN")) == [(5, (5, 20)), (9, None)]


def test_a_small_team_stays_within_the_unit_above_and_has_no_numbers_of_its_own(people):
    assert told(asked("WELFARE")) == [("생활보장과", 10, 36)]
    assert asked("SUPPORT").total is None
    assert asked("SUPPORT").broadcasts == ()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 5), date(2026, 3, 5), [5]),
        (date(2026, 3, 6), date(2026, 3, 9), [9]),
        (date(2026, 3, 11), TODAY, []),
    ],
)
def test_both_ends_of_a_period_count(people, first, last, expected):
    assert [line.broadcast.on.day for line in asked(first=first, last=last).broadcasts] == expected


def test_what_has_not_begun_is_not_there(people):
    counted = asked(at=moment(2026, 3, 9, 8, 49))
    assert [line.broadcast.on.day for line in counted.broadcasts] == [5]


def test_a_past_figure_stands_when_a_broadcast_is_unpublished_but_what_was_withdrawn_unheard_was_none(
    people, episodes, hr_officer, sign_in
):
    before = days(asked()), told(asked())
    for episode in episodes:
        episode.unpublish()
    # The third one had no listener: it leaves as if it had never been approved.
    assert days(asked(last=TODAY)) == days(asked()) == before[0]
    assert told(asked()) == before[1]
    client = sign_in(hr_officer)
    opened = [client.get(reverse("broadcasts_reach:episode", args=[each.pk])).status_code for each in episodes]
    assert opened == [200, 200, 404]


def test_a_past_figure_stands_when_what_was_heard_is_taken_off_the_same_day(people, episodes, hr_officer, clock):
    before = days(asked()), told(asked())
    at = moment(2026, 3, 9, 11)
    spare = build_episode(episodes[0].series, None, title="예비")
    cancel(episode=episodes[1], by=hr_officer, reason="재난 대응으로 쉽니다.", at=at, replaced_by=spare)
    # What stands in its place, and nobody heard, is no second broadcast of that moment.
    assert (days(asked()), told(asked())) == before
    heard(people["TALENT"][0], spare, at=at)
    assert [line.broadcast.title for line in asked().broadcasts] == ["5일 방송", "9일 방송", "예비"]


def test_what_was_taken_off_unheard_counts_as_the_one_in_its_place(people, episodes, hr_officer):
    spare = build_episode(episodes[0].series, None, title="예비")
    at = moment(2026, 3, 10, 8)
    cancel(episode=episodes[2], by=hr_officer, reason="재난 대응으로 쉽니다.", at=at, replaced_by=spare)
    assert [line.broadcast.title for line in asked(last=TODAY).broadcasts] == ["5일 방송", "9일 방송", "예비"]


def test_people_on_leave_are_neither_in_the_part_nor_in_the_whole(people):
    before = asked().total
    set_employment(person=people["TALENT"][0], state="seconded", on=TODAY)
    after = asked()
    assert (before.part - after.total.part, before.whole - after.total.whole) == (1, 1)
    assert after.away == {"on_leave": 2, "seconded": 1}


def test_who_moved_counts_to_the_unit_asked_for(city, people):
    for person in people["LIVELIHOOD"][:6]:
        move_person(person=person, unit=city.building, on=date(2026, 3, 12))
    now, then = asked(), asked(basis=Basis.THEN)
    assert {name: (shown, whole) for name, shown, whole in told(now)} == {
        "복지국": (5, 30),
        "도시국": (5, 26),
        "행정국": (5, 14),
    }
    assert {name: (shown, whole) for name, shown, whole in told(then)} == {
        "복지국": (10, 36),
        "도시국": (5, 20),
        "행정국": (5, 14),
    }


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"live": 12, "replay": 11}, [10, 0, 10, 0, 0]),
        # A few of one way would be what is left: the next smallest is hidden with them.
        ({"live": 12, "replay": 11, "late": 3}, [10, None, None, 0, 0]),
        ({"live": 3}, [None, 0, 0, 0, 0]),
        ({"roll_call": 9, "transcript": 6}, [0, 0, 0, 5, 5]),
    ],
)
def test_ways_are_told_apart_in_whole_groups(counts, expected):
    assert [each.people for each in count_ways(counts)] == expected


def test_the_columns_stand_in_the_order_of_the_days_and_leave_out_what_is_not_told(people):
    columns = columns_of(asked(last=TODAY).broadcasts).columns
    assert [column.is_told for column in columns] == [True, True, False]
    assert columns[0].height > columns[1].height > columns[2].height == 0
    assert columns_of(()) is None


@pytest.mark.parametrize(
    ("spans", "people"),
    [
        ([], (0, 0, 0, 0)),
        ([((0, 4_000),)], (1, 1, 1, 1)),
        ([((0, 1_000), (3_000, 4_000))], (1, 0, 0, 1)),
        # The middle of a second decides.
        ([((600, 1_400),)], (0, 0, 0, 0)),
        ([((400, 1_600),)], (1, 1, 0, 0)),
        ([((0, 9_000),), ((2_000, 3_000),)], (1, 1, 2, 1)),
    ],
)
def test_a_second_is_heard_by_whose_span_covers_its_middle(spans, people):
    curve = curve_of(spans, length_ms=4_000)
    assert (curve.listeners, curve.people) == (len(spans), people)


def test_the_line_moves_by_whole_groups_so_that_nobody_is_seen_leaving():
    def line(leaving):
        return curve_of([((0, 10_000),)] * (20 - leaving) + [((0, 5_000),)] * leaving, length_ms=10_000)

    assert [line(leaving).percent_at(9) for leaving in (0, 1, 5, 6, 19, 20)] == [100, 75, 75, 50, 0, 0]
    assert curve_of([((0, 10_000),)] * 4, length_ms=10_000).is_told is False
    assert line_of(curve_of([((0, 10_000),)] * 4, length_ms=10_000), ()) is None


def test_parts_say_how_many_heard_their_beginning_their_end_and_on_average():
    curve = curve_of([((0, 10_000),)] * 5 + [((0, 6_000),)] * 5, length_ms=10_000)
    found = parts_heard(curve, [("여는 인사", 0), ("사연", 4), ("없는 코너", 4), ("실천", 8), ("지난 코너", 12)])
    assert [(part.title, part.first, part.average, part.last) for part in found] == [
        ("여는 인사", 100, 100, 100),
        ("없는 코너", 100, 75, 50),
        ("실천", 50, 50, 50),
    ]
    assert [mark.number for mark in line_of(curve, found).marks] == [1, 2, 3]


def test_one_episode_tells_how_far_it_was_heard_and_what_was_answered(people, episodes):
    first = episodes[0]
    for number, person in enumerate(people["LIVELIHOOD"]):
        played(person, first, (0, LENGTH if number < 20 else 10_000))
        if number < 23:
            choice = 0 if number < 12 else 1 if number < 20 else 2
            text = PULSE[0]["value"]["choices"][choice]
            said = {"question": "?", "choice": choice, "choice_text": text, "answered_at": first.airs_at}
            PulseAnswer.objects.create(person=person, episode=first, **said)
    # Two plays of one person are one listener; a claim of everything within no time is none.
    played(people["LIVELIHOOD"][0], first, (0, 50_000), way="replay")
    reach = reach_of_episode(first)
    assert reach.curve.listeners == 30
    assert [(part.title, part.begins, part.first, part.last) for part in reach.parts] == [
        ("여는 인사", 0, 100, 66),
        ("오늘의 실천", 20, 66, 66),
    ]
    assert reach.heard == 30
    # Three answers are a few; the next smallest is hidden with them.
    assert [answer.people for answer in reach.pulse] == [10, None, None]
    assert [answer.words for answer in count_pulse(first)] == ["10", "5명 미만", "5명 미만"]


def test_one_more_answer_does_not_move_a_number_by_one(people, episodes):
    def answer(person):
        said = {"question": "?", "choice": 0, "choice_text": "네", "answered_at": episodes[0].airs_at}
        PulseAnswer.objects.create(person=person, episode=episodes[0], **said)

    seen = set()
    for person in people["LIVELIHOOD"][:12]:
        answer(person)
        seen.add(count_pulse(episodes[0])[0].people)
    assert seen == {None, 5, 10}


def test_an_answer_stays_with_the_words_that_were_chosen(people, episodes, hr_officer, sign_in):
    episode = episodes[0]
    for number, person in enumerate(people["LIVELIHOOD"][:25]):
        answer_pulse(person=person, episode=episode, choice=0 if number < 15 else 1, at=episode.airs_at)
    # The first two change places, and the one that ten chose gets other words.
    episode.pulse = [{"type": "pulse", "value": {"question": "?", "choices": ["나중에", "네", "글쎄요"]}}]
    episode.save()
    counted = [(each.text, each.people) for each in count_pulse(Episode.objects.get(pk=episode.pk))]
    assert counted == [("나중에", 0), ("네", 15), ("글쎄요", 0), ("다음에", 10)]
    address = reverse("broadcasts_reach:episode", args=[episode.pk])
    assert "다음에" in sign_in(hr_officer).get(address).content.decode()


def test_the_screen_of_an_episode_shows_the_picture_and_its_table_from_five_on(
    people, episodes, administrator, sign_in
):
    client = sign_in(administrator)
    address = reverse("broadcasts_reach:episode", args=[episodes[0].pk])
    for person in people["BUILDING"][:4]:
        played(person, episodes[0], (0, LENGTH))
    few = client.get(address).content.decode()
    assert "reach-parts" not in few
    assert "5명부터 보입니다" in few
    played(people["BUILDING"][4], episodes[0], (0, LENGTH))
    html = client.get(address).content.decode()
    assert "reach-picture__line" in html
    assert "1. 여는 인사" in html


def test_an_episode_that_has_not_begun_or_does_not_exist_is_not_found(episodes, administrator, sign_in, clock):
    client = sign_in(administrator)
    clock.set(moment(2026, 3, 5, 8, 49))
    assert client.get(reverse("broadcasts_reach:episode", args=[episodes[0].pk])).status_code == 404
    assert client.get(reverse("broadcasts_reach:episode", args=[999_999])).status_code == 404


def test_a_head_sees_the_unit_and_below_and_no_other_and_no_episode(people, episodes, manager, sign_in):
    client = sign_in(manager)
    html = client.get(SHOW).content.decode()
    assert "복지국 생활보장과" in html
    assert "도시국" not in html
    assert reverse("broadcasts_reach:episode", args=[episodes[0].pk]) not in html
    for unit in ("WELFARE", "BUILDING", "GAON"):
        assert client.get(SHOW, {"unit": unit}).status_code == 403
        assert client.post(f"{EXPORT}?unit={unit}", REASON).status_code == 403
    assert not AccessRecord.objects.exists()


def test_who_makes_broadcasts_sees_the_totals_and_every_episode_and_no_unit(people, episodes, trainer, sign_in):
    makers = Group.objects.create(name="방송 담당")
    trainer.groups.add(makers)
    GroupPagePermission.objects.create(group=makers, page=episodes[0].get_parent(), permission_type="change")
    client = sign_in(trainer)
    html = client.get(SHOW).content.decode()
    assert "70" in html
    assert "도시국" not in html
    assert "reach-units" not in html
    address = reverse("broadcasts_reach:episode", args=[episodes[0].pk])
    assert address in html
    assert client.get(address).status_code == 200
    assert client.get(SHOW, {"unit": "URBAN"}).status_code == 403


def test_no_page_and_no_file_names_anybody(people, hr_officer, sign_in):
    client = sign_in(hr_officer)
    screens = client.get(SHOW).content + client.get(SHOW, {"unit": "LIVELIHOOD"}).content
    told_of_all = (screens + b"".join(client.post(EXPORT, REASON).streaming_content)).decode()
    for row in Listening.objects.select_related("person"):
        assert not re.search(rf"{row.person.name}\b", told_of_all)
        assert row.person.employee_number not in told_of_all


def _figures(html, table):
    rows = html.split(f'listing {table}"')[1].split("</table>")[0].split("<tr>")[2:]
    return [re.findall(r"reports-figure[^>]*>\s*([^<]*?)\s*<", row) for row in rows]


@pytest.mark.parametrize("query", ["", "?unit=WELFARE", "?basis=then", "?aired_from=2026-03-09&aired_to=2026-03-10"])
def test_files_hold_the_lines_of_the_screen_and_leave_a_record_with_a_reason(query, people, hr_officer, sign_in):
    client = sign_in(hr_officer)
    html = client.get(SHOW + query).content.decode()
    units, broadcasts = _figures(html, "reach-units"), _figures(html, "reach-days")
    assert units
    assert broadcasts

    def as_screen(row):
        if not row[4]:
            return [f"{row[8]}%", str(row[7]), str(row[6])]
        if row[7] == "알리지 않음":
            return ["알리지 않음", *["–"] * 5]
        return [f"{row[8]}%", str(row[7]), *(str(each) for each in row[9:])]

    content = b"".join(client.post(EXPORT + query, REASON).streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    assert [as_screen(line) for line in lines] == units + broadcasts
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.post(EXPORT + query, REASON | {"file_format": "xlsx"}).streaming_content))
    )
    assert [as_screen(row) for row in list(book.active.values)[1:]] == units + broadcasts
    record = AccessRecord.objects.first()
    assert (record.action, record.reason, record.subject_count) == ("export", REASON["reason"], 0)


def test_a_file_without_a_reason_stays_here(people, hr_officer, sign_in):
    response = sign_in(hr_officer).post(EXPORT, REASON | {"reason": " "})
    assert response.status_code == 200
    assert "csv" not in response.headers["Content-Type"]
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("aired_from=2026-03-12&aired_to=2026-03-30", "아직 오지 않은 날"),
        ("aired_from=2026-03-09&aired_to=2026-03-01", "시작하는 날보다 앞섭니다"),
        ("aired_from=2025-01-01&aired_to=2026-03-01", "92일 이내"),
        ("aired_from=뷁", ""),
        ("unit=NOWHERE", ""),
        ("basis=nobody", ""),
    ],
)
def test_a_condition_that_cannot_be_answered_is_marked_and_nothing_is_counted(query, said, people, hr_officer, sign_in):
    response = sign_in(hr_officer).get(f"{SHOW}?{query}")
    assert response.status_code == 200
    html = response.content.decode()
    assert 'role="alert"' in html
    assert said in html
    assert "reach-days" not in html


@pytest.mark.parametrize(
    ("query", "seen"),
    [("aired_from=2026-03-09", [9, 10]), ("aired_to=2026-03-09", [5, 9]), ("", [5, 9, 10])],
)
def test_a_day_that_is_left_out_follows_from_the_other_one(query, seen, people, hr_officer, sign_in):
    html = sign_in(hr_officer).get(f"{SHOW}?{query}").content.decode()
    assert [day for day in (5, 9, 10) if f"{day}일 방송" in html] == seen


def test_without_a_broadcast_the_screen_says_so(city, hr_officer, sign_in, clock):
    html = sign_in(hr_officer).get(SHOW).content.decode()
    assert "reports-empty" in html
    assert "방송이 없었습니다" in html


def test_counting_asks_no_more_as_people_units_and_broadcasts_grow(city, people, episodes):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            asked(last=TODAY)
        return len(captured)

    before = statements()
    series = build_series("둘째 프로그램")
    for day in (11, 12, 13):
        episode = build_episode(series, moment(2026, 3, day, 8, 50), title=f"{day}일 방송")
        for person in people["LIVELIHOOD"] + staff_of(city.building, 10):
            heard(person, episode)
    assert statements() == before <= 4


def test_one_episode_asks_no_more_as_listeners_grow(people, episodes):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            reach_of_episode(episodes[0])
        return len(captured)

    statements()
    before = statements()
    for person in people["LIVELIHOOD"]:
        played(person, episodes[0], (0, LENGTH))
    assert statements() == before <= 3


def test_recognised_listening_is_one_persons_between_two_local_days(people, episodes, learner, colleague):
    midnight = moment(2026, 3, 6, 0)
    recognise_together(person=learner, episode_id=episodes[0].pk, at=midnight - timedelta(seconds=1))
    recognise_together(person=learner, episode_id=episodes[1].pk, at=midnight)
    recognise_together(person=colleague, episode_id=episodes[0].pk, at=midnight)

    def found(first, last):
        rows = recognised_listening(person_id=learner.pk, first=date(2026, 3, first), last=date(2026, 3, last))
        return [(row.episode_id, row.way) for row in rows]

    assert found(5, 5) == [(episodes[0].pk, "roll_call")]
    assert found(6, 6) == [(episodes[1].pk, "roll_call")]
    assert [pk for pk, _way in found(1, 31)] == [episodes[0].pk, episodes[1].pk]


def test_the_demo_listens_the_same_whenever_it_is_asked(people, episodes):
    Listening.objects.all().delete()
    at = moment(2026, 3, 13, 10)
    seed_listening(at=at)
    once = (Listening.objects.count(), EpisodePlay.objects.count(), PulseAnswer.objects.count())
    seed_listening(at=at)
    assert (Listening.objects.count(), EpisodePlay.objects.count(), PulseAnswer.objects.count()) == once
    assert min(once) > 20
    assert asked().total.shown >= 25
    assert reach_of_episode(episodes[0]).curve.percent_at(99) < 100
