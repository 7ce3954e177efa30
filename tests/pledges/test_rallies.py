"""다짐 대회: what the board is told and misses nothing of, who may open it, and who was there."""

from __future__ import annotations

import gzip
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.pledges.board import ASK_SECONDS, NEWS_SECONDS
from campaigns.pledges.forest import forest_of, version_of
from campaigns.pledges.models import Pledge, Promise, RallyAttendance
from campaigns.pledges.posters import SIZES, columns_of, picture_png, poster_pdf
from campaigns.pledges.services import rallies
from lms.core import clock as core_clock
from lms.people.models import AccessRecord
from lms.people.services import address_secret
from tests.cast import PASSWORD
from tests.pledges.builders import build_campaign, build_rally, signatures


class Board:
    """What rally_board.js keeps: numbers of leaves, the word of the last answer, and when it must read the whole."""

    def __init__(self, client, key):
        self.client, self.key = client, key
        self.numbers, self.etag, self.misses, self.wholes = set(), "", 0, 0
        self.read_whole()

    def get(self, name, **headers):
        return self.client.get(reverse(f"pledges:{name}", args=[self.key]), headers=headers)

    def read_whole(self):
        number, self.numbers = 0, set()
        for step in self.get("read_whole").json()["steps"]:
            number += step
            self.numbers.add(number)
        self.etag, self.misses, self.wholes = "", 0, self.wholes + 1

    def ask(self):
        answer = self.get("tell_news", **({"if-none-match": self.etag} if self.etag else {}))
        if answer.status_code == 304:
            return
        news = answer.json()
        self.numbers |= {leaf[0] for leaf in news["leaves"]}
        self.numbers -= set(news["gone"])
        if (len(self.numbers), sum(self.numbers)) == (news["signed"], news["numbers"]):
            self.etag, self.misses = answer.headers["ETag"], 0
            return
        self.etag, self.misses = "", self.misses + 1
        if self.misses > 1:
            self.read_whole()


@pytest.fixture
def rally(city, clock):
    """A rally that goes on now, with thirty leaves from before."""
    campaign = build_campaign()
    signatures(campaign, [city.livelihood, city.building] * 15, at=clock.now - timedelta(hours=1))
    return build_rally(campaign, at=clock.now)


@pytest.fixture
def key(rally, hr_officer, clock):
    """The key of its board."""
    return address_secret(rallies.open_board(rally=rally, by=hr_officer, at=clock.now))


@pytest.fixture
def board(client, key):
    """A board that is open."""
    return Board(client, key)


def living(rally):
    return set(Pledge.objects.living().filter(campaign=rally.campaign).values_list("pk", flat=True))


@pytest.mark.django_db
def test_leaves_arrive_and_fall_without_reading_the_whole_again(board, rally, city, clock):
    board.ask()
    new = signatures(rally.campaign, [city.livelihood] * 3, at=clock.now)
    clock.advance(seconds=1)
    board.ask()
    assert board.numbers == living(rally)
    Pledge.objects.filter(pk=new[0].pk).update(withdrawn_at=clock.now)
    clock.advance(seconds=1)
    board.ask()
    assert board.numbers == living(rally)
    assert board.wholes == 1


@pytest.mark.django_db
@pytest.mark.parametrize("asked_before", [0.01, 0.2, 0.49])
def test_a_leaf_is_on_every_board_within_two_seconds_whoever_asked_just_before(
    asked_before, board, client, key, rally, city, clock
):
    """The worst that can happen: another board had the news worked out right before the signature."""
    assert f'data-every="{ASK_SECONDS * 1000}"' in board.get("show_board").content.decode()
    board.ask()
    clock.advance(seconds=ASK_SECONDS - asked_before)
    Board(client, key).ask()
    signed_at = clock.now
    new = signatures(rally.campaign, [city.livelihood], at=signed_at)[0].pk
    clock.advance(seconds=asked_before)
    board.ask()
    while new not in board.numbers:
        clock.advance(seconds=ASK_SECONDS)
        board.ask()
    assert clock.now - signed_at <= timedelta(seconds=ASK_SECONDS + NEWS_SECONDS) < timedelta(seconds=2)


@pytest.mark.django_db
def test_nothing_new_is_told_in_no_bytes(board, client, key, rally, clock):
    board.ask()
    clock.advance(seconds=60)
    answer = board.get("tell_news", **{"if-none-match": board.etag})
    assert (answer.status_code, answer.content) == (304, b"")
    packed = client.get(reverse("pledges:tell_news", args=[key]), headers={"accept-encoding": "gzip"})
    plain = client.get(reverse("pledges:tell_news", args=[key]))
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.django_db
def test_a_board_that_was_away_catches_up_by_itself(board, rally, city, clock):
    board.ask()
    old = board.numbers.copy()
    signatures(rally.campaign, [city.building] * 4, at=clock.now)
    Pledge.objects.filter(pk=min(old)).update(withdrawn_at=clock.now)
    clock.advance(minutes=10)
    for _second in range(3):
        board.ask()
        clock.advance(seconds=1)
    assert board.numbers == living(rally)
    assert board.wholes == 2


@pytest.mark.django_db(transaction=True)
def test_a_signature_that_commits_late_is_not_missed(board, rally, city, clock):
    """Its number and its time are older than what the board has seen: no cursor would find it."""
    signed_at, drawn = clock.now, max(living(rally)) + 1
    begun, may_commit, trouble = threading.Event(), threading.Event(), []

    def sign_slowly():
        try:
            with transaction.atomic():
                signatures(rally.campaign, [city.livelihood], at=signed_at, first_number=drawn)
                begun.set()
                assert may_commit.wait(30)
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    slow = threading.Thread(target=sign_slowly)
    if connection.vendor == "postgresql":
        # SQLite lets one writer in at a time: there the number is drawn, and the row comes when the others are through.
        slow.start()
        assert begun.wait(30)
    signatures(rally.campaign, [city.building] * 2, at=clock.now, first_number=drawn + 10)
    for _second in range(30):
        clock.advance(seconds=1)
        board.ask()
    assert board.numbers == living(rally)
    assert drawn not in board.numbers
    may_commit.set()
    if connection.vendor == "sqlite":
        slow.start()
    slow.join()
    assert not trouble
    for _second in range(3):
        clock.advance(seconds=1)
        board.ask()
    assert board.numbers == living(rally)
    assert drawn in board.numbers
    assert board.wholes == 2


@pytest.mark.django_db
def test_the_board_costs_the_same_at_twenty_and_at_two_thousand(board, key, rally, city, clock, client):
    def statements(name):
        # Somebody signs, so that there is something to work out.
        signatures(rally.campaign, [city.livelihood], at=clock.now)
        clock.advance(seconds=30)
        with CaptureQueriesContext(connection) as first:
            client.get(reverse(f"pledges:{name}", args=[key]))
        with CaptureQueriesContext(connection) as second:
            client.get(reverse(f"pledges:{name}", args=[key]))
        return len(first), len(second)

    names = ("show_board", "tell_news", "read_whole")
    client.get(reverse("pledges:show_board", args=[key]))
    few = [statements(name) for name in names]
    signatures(rally.campaign, [city.livelihood, city.building] * 1000, at=clock.now - timedelta(hours=1))
    many = [statements(name) for name in names]
    assert many == few
    assert [again for _first, again in many[1:]] == [2, 2]


@pytest.mark.django_db
def test_the_board_tells_approved_words_and_names_of_those_who_chose_so(board, rally, city, clock):
    said = signatures(rally.campaign, [city.livelihood] * 2, at=clock.now, words=["웃겠습니다.", "듣겠습니다 <i>"])
    signatures(rally.campaign, [city.livelihood], at=clock.now, words=["기다립니다"], state=Promise.State.WAITING)
    Promise.objects.filter(pledge=said[0]).update(shows_name=True)
    clock.advance(seconds=1)
    words = board.get("tell_news").json()["words"]
    assert [[words_, name] for _number, words_, name in words] == [["듣겠습니다 <i>", ""], ["웃겠습니다.", "강나래"]]
    page = board.get("show_board").content.decode()
    assert "20210007" not in page
    assert "하늘" not in page


@pytest.mark.django_db
def test_a_revoked_or_renewed_address_opens_nothing(client, rally, key, hr_officer, clock):
    shown = rallies.board_of(rally).pk
    renewed = address_secret(rallies.renew_board(rally=rally, by=hr_officer, at=clock.now, seen=str(shown)))
    for name in ("show_board", "tell_news", "read_whole", "show_code"):
        assert client.get(reverse(f"pledges:{name}", args=[key])).status_code == 404
        assert client.get(reverse(f"pledges:{name}", args=[renewed])).status_code == 200
    # The second click on the button still shows the first address: it must not close the new one.
    again = rallies.renew_board(rally=rally, by=hr_officer, at=clock.now, seen=str(shown))
    assert address_secret(again) == renewed
    rallies.revoke_board(rally=rally, by=hr_officer, at=clock.now)
    assert client.get(reverse("pledges:show_board", args=[renewed])).status_code == 404


@pytest.mark.django_db
def test_a_scanned_code_survives_signing_in_and_one_button_says_i_am_here(client, rally, key, learner, clock):
    word = rallies.attendance_word(rally, at=clock.now)
    page = client.get(reverse("pledges:scan_code", args=[rally.pk, word]))
    asked = client.get(page.headers["Location"])
    assert asked.headers["Location"].startswith("/accounts/login/")
    clock.advance(minutes=4)
    signed = client.post(asked.headers["Location"], {"login": learner.employee_number, "password": PASSWORD})
    shown = client.get(signed.headers["Location"])
    assert "claim" in shown.content.decode()
    assert not RallyAttendance.objects.exists()
    claim = parse_qs(urlsplit(page.headers["Location"]).query)["claim"][0]
    for _click in range(2):
        client.post(reverse("pledges:attend_rally", args=[rally.pk]), {"claim": claim})
    attendance = RallyAttendance.objects.get()
    assert (attendance.person, attendance.unit.code) == (learner, "LIVELIHOOD")


@pytest.mark.django_db
def test_an_old_code_another_rallys_and_a_made_up_one_are_refused(rally, key, learner, sign_in, clock):
    client, address = sign_in(learner), reverse("pledges:attend_rally", args=[rally.pk])
    old = rallies.attendance_code(rally, at=clock.now)
    other = build_rally(rally.campaign, at=clock.now)
    elsewhere = rallies.attendance_claim(other, rallies.attendance_code(other, at=clock.now), at=clock.now)
    clock.advance(minutes=1)
    for sent in ({"code": old}, {"code": "뷁똠 남궁"}, {"claim": elsewhere}, {"claim": "x"}):
        answer = client.post(address, sent)
        assert answer.status_code == 422
    assert not RallyAttendance.objects.exists()
    typed = client.post(address, {"code": rallies.attendance_code(rally, at=clock.now).lower()})
    assert typed.status_code == 302
    assert RallyAttendance.objects.count() == 1


@pytest.mark.django_db
def test_there_is_no_code_before_and_after_the_rally(client, rally, key, clock):
    clock.set(rally.starts_at - timedelta(hours=2))
    assert client.get(reverse("pledges:show_code", args=[key])).status_code == 204
    clock.set(rally.ends_at + timedelta(minutes=1))
    assert client.get(reverse("pledges:show_code", args=[key])).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_person_make_one_attendance(rally, learner):
    at, barrier, found = core_clock.now(), threading.Barrier(2), []

    def press():
        try:
            barrier.wait(30)
            found.append(rallies.attend(rally=rally, person=learner, at=at)[0].pk)
        finally:
            connection.close()

    phones = [threading.Thread(target=press) for _phone in range(2)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert len(set(found)) == 1 == RallyAttendance.objects.count()


@pytest.mark.django_db
def test_a_sheet_with_an_unknown_number_names_it_and_keeps_what_was_typed(
    rally, learner, colleague, hr_officer, sign_in
):
    client, address = sign_in(hr_officer), reverse("rally_staff:enter_sheet", args=[rally.pk])
    typed = f"{learner.employee_number}, 99999999\n{colleague.employee_number}"
    page = client.post(address, {"numbers": typed, "confirmed": "1"}).content.decode()
    assert "99999999" in page
    assert page.count(learner.employee_number) == 1
    assert not RallyAttendance.objects.exists()
    typed = typed.replace("99999999", learner.employee_number)
    checked = client.post(address, {"numbers": typed}).content.decode()
    assert "뷁똠펲" in checked
    assert AccessRecord.objects.get().subject_count == 2
    for _click in range(2):
        assert client.post(address, {"numbers": typed, "confirmed": "1"}).status_code == 302
    assert RallyAttendance.objects.filter(entered_by=hr_officer).count() == 2


@pytest.mark.django_db
def test_fewer_than_five_are_not_counted(rally, learner, colleague, hr_officer, sign_in):
    for person in (learner, colleague):
        rallies.attend(rally=rally, person=person, at=core_clock.now())
    page = sign_in(hr_officer).get(reverse("rally_staff:show_rally", args=[rally.pk])).content.decode()
    assert "복지국" not in page
    assert "김하늘" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", SIZES)
def test_a_poster_of_every_size_is_one_sheet_with_count_words_and_address_whatever_was_said(size, rally, city):
    campaign = rally.campaign
    campaign.title = "우리 시민 모두가 함께 만들어 가는 더욱 따뜻하고 친절한 가온시 실천 다짐 캠페인 " * 3
    words = [*(f"{'남궁' * 38}{number}" for number in range(10)), "문을 열어 드리겠습니다."]
    signatures(campaign, [city.building] * len(words), at=core_clock.now(), words=words)
    Promise.objects.update(shows_name=True)
    forest = forest_of(campaign, version_of(campaign.pk, at=core_clock.now()))
    said = {"organisation": "가온시", "on": core_clock.today(), "address": "http://gaon.example/campaigns/spring/"}
    sheets = pypdfium2.PdfDocument(poster_pdf(campaign, forest, size=size, **said))
    width, height, _scale = SIZES[size]
    millimetres = [round(side / 72 * 25.4) for side in sheets[0].get_size()]
    text = "".join(sheets[0].get_textpage().get_text_range().split())
    assert (len(sheets), millimetres) == (1, [width, height])
    for part in ("41장의잎이자랐습니다", "문을열어드리겠습니다.강나래", "gaon.example/campaigns/spring/", "서명하기"):
        assert part in text
    assert picture_png(campaign, forest, organisation="가온시", on=core_clock.today()).startswith(b"\x89PNG")


def test_a_column_of_the_poster_takes_what_fits_and_passes_over_what_does_not():
    short, long = ("먼저 인사하겠습니다.", ""), ("가" * 57, "남궁뷁")
    assert columns_of([long, long, short, long, *[short] * 20]) == [[long, short, short]] * 2
    assert columns_of([]) == [[], []]
