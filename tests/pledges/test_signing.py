"""Signing, withdrawing, and what the database itself refuses."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import accumulate

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from campaigns.pledges.board import news_of, whole_of
from campaigns.pledges.errors import MendingRefused, SigningRefused, TextChanged
from campaigns.pledges.forest import forest_of, version_of
from campaigns.pledges.models import Pledge, PledgeText, Promise
from campaigns.pledges.services.moderating import Seen, approve, give_back
from campaigns.pledges.services.signing import is_same_name, living_pledge, mend_promise, sign, withdraw
from campaigns.pledges.services.texts import copy_to_next_year, save_text
from campaigns.pledges.tree import TRUNK
from lms.notices.models import Notice
from lms.people.models import Audience, Membership, Person
from tests.builders import MARCH_5, build_person, moment
from tests.pledges.builders import LINES, build_campaign, draft, signed, text_of


@pytest.mark.django_db
def test_signing_keeps_the_text_the_unit_and_the_rank_of_the_day(learner, city):
    campaign = build_campaign()
    pledge = signed(learner, campaign, promise="먼저 웃겠습니다.", shows_name=True)
    assert (pledge.unit, pledge.rank_title, pledge.signed_name) == (city.livelihood, learner.rank_title, learner.name)
    assert pledge.promise.state == Promise.State.WAITING
    again, is_new = sign(
        person=learner,
        campaign=campaign,
        text=text_of(campaign),
        signed_name="?",
        promise="",
        shows_name=False,
        at=MARCH_5,
    )
    assert (again, is_new) == (pledge, False)


@pytest.mark.parametrize(
    ("typed", "is_same"),
    [("홍길동", True), (" 홍 길동 ", True), ("홍\u3000길동", True), ("홍길둥", False), ("", False), ("  ", False)],
)
def test_a_name_is_compared_without_its_spaces(typed, is_same):
    assert is_same_name(typed, "홍길동") is is_same


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "fields"),
    [
        (moment(2026, 2, 20), {}),
        (moment(2026, 4, 1), {}),
        (moment(2026, 7, 1), {}),
    ],
    ids=["announced", "practice", "closed"],
)
def test_outside_the_signing_phase_nothing_is_signed(learner, at, fields):
    campaign = build_campaign(**fields)
    with pytest.raises(SigningRefused):
        signed(learner, campaign, at=at)
    assert not Pledge.objects.exists()


@pytest.mark.django_db
def test_people_who_are_not_invited_are_told_so(learner, manager):
    audience = Audience.objects.create(name="간부공무원", clauses=[("executive", {"join": "or", "value": "yes"})])
    campaign = build_campaign(audience=audience)
    with pytest.raises(SigningRefused):
        signed(learner, campaign)
    assert signed(manager, campaign)


@pytest.mark.django_db
def test_withdrawing_leaves_no_trace_in_numbers_and_one_can_sign_again(learner):
    campaign = build_campaign()
    first = signed(learner, campaign, promise="먼저 웃겠습니다.")
    assert withdraw(person=learner, pledge_id=first.pk, at=MARCH_5) is True
    assert withdraw(person=learner, pledge_id=first.pk, at=MARCH_5) is False
    assert living_pledge(learner, campaign) is None
    assert not Pledge.objects.living().exists()
    second = signed(learner, campaign)
    assert second.pk != first.pk
    assert Pledge.objects.living().get() == second


@pytest.mark.django_db
def test_nobody_withdraws_for_somebody_else(learner, outsider):
    pledge = signed(learner, build_campaign())
    assert withdraw(person=outsider, pledge_id=pledge.pk, at=MARCH_5) is False


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_text_that_was_signed(learner):
    campaign = build_campaign()
    text = text_of(campaign)
    PledgeText.objects.filter(pk=text.pk).update(preamble_ko="아직 아무도 서명하지 않았습니다.")
    signed(learner, campaign)
    for change in (
        lambda: PledgeText.objects.filter(pk=text.pk).update(preamble_ko="다른 말"),
        lambda: PledgeText.objects.filter(pk=text.pk)._raw_delete("default"),
        lambda: Pledge.objects.update(signed_name="남"),
        lambda: Pledge.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_a_changed_text_is_a_new_edition_only_where_somebody_signed(learner):
    campaign = build_campaign()
    first = text_of(campaign)
    assert save_text(campaign=campaign, draft=draft(), by=None, at=MARCH_5) == (first, False)
    changed, _ = save_text(campaign=campaign, draft=draft(preamble_ko="새 머리말"), by=None, at=MARCH_5)
    assert (changed.number, campaign.texts.count()) == (1, 1)
    pledge = signed(learner, campaign)
    second, is_new = save_text(campaign=campaign, draft=draft(preamble_ko="또 다른 머리말"), by=None, at=MARCH_5)
    assert (second.number, is_new) == (2, True)
    assert [line["key"] for line in second.lines] == [line["key"] for line in LINES]
    pledge.refresh_from_db()
    assert pledge.text.preamble_ko == "새 머리말"
    with pytest.raises(TextChanged):
        sign(
            person=build_person("홍길동"),
            campaign=campaign,
            text=changed,
            signed_name="홍길동",
            promise="",
            shows_name=False,
            at=MARCH_5,
        )


@pytest.mark.django_db
def test_next_years_campaign_is_a_draft_a_year_later_with_the_same_text(learner, trainer):
    campaign = build_campaign()
    signed(learner, campaign)
    copy = copy_to_next_year(campaign=campaign, by=trainer, at=MARCH_5)
    assert (copy.title, copy.slug, copy.live) == ("2027 친절 다짐", "kindness-2027", False)
    assert (copy.signs_on.year, copy.signs_on.month) == (2027, 3)
    assert (text_of(copy).number, text_of(copy).lines) == (1, text_of(campaign).lines)
    assert not copy.pledges.exists()
    assert copy_to_next_year(campaign=campaign, by=trainer, at=MARCH_5).slug == "kindness-2027-2"


@pytest.mark.django_db
def test_a_line_can_be_mended_until_it_is_approved(learner, hr_officer):
    pledge = signed(learner, build_campaign(), promise="먼저 웃곘습니다.")
    seen = Seen.of(pledge.promise)
    later = MARCH_5 + timedelta(minutes=5)
    mended = mend_promise(person=learner, pledge_id=pledge.pk, words="먼저 웃겠습니다.", shows_name=True, at=later)
    assert approve(seen=[seen], by=hr_officer, at=later) == 0, "nobody read the new words yet"
    assert approve(seen=[Seen.of(mended)], by=hr_officer, at=later) == 1
    with pytest.raises(MendingRefused):
        mend_promise(person=learner, pledge_id=pledge.pk, words="다른 말", shows_name=True, at=later)


@pytest.mark.parametrize(
    "word", ["", "1", "1-", "-1", "x-y", "²-1", f"1-{'9' * 37}", f"{'9' * 20}-1", f"1-{'9' * 5000}"]
)
def test_what_no_moderator_saw_is_nothing(word):
    assert Seen.parse(word) is None


@pytest.mark.django_db
def test_two_moderators_decide_once_and_only_the_author_is_told(learner, hr_officer, administrator):
    pledge = signed(learner, build_campaign(), promise="먼저 웃겠습니다.")
    seen = [Seen.parse(str(Seen.of(pledge.promise)))]
    assert give_back(seen=seen, by=hr_officer, at=MARCH_5, reason="사람을 알아볼 수 있습니다.") == 1
    assert approve(seen=seen, by=administrator, at=MARCH_5) == 0
    assert give_back(seen=seen, by=administrator, at=MARCH_5, reason="다른 까닭") == 0
    told = Notice.objects.filter(kind__startswith="pledges.promise")
    assert [(each.person_id, each.subject["reason"]) for each in told] == [(learner.pk, "사람을 알아볼 수 있습니다.")]


@pytest.mark.django_db
def test_nobody_approves_their_own_line(hr_officer):
    pledge = signed(hr_officer, build_campaign(), promise="먼저 웃겠습니다.")
    assert approve(seen=[Seen.of(pledge.promise)], by=hr_officer, at=MARCH_5) == 0


def _at_once(act, times):
    def run(each):
        close_old_connections()
        try:
            return act(each)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_ten_clicks_at_once_one_signs(city):
    campaign, person = build_campaign(), build_person("홍길동")
    results = _at_once(
        lambda _: sign(
            person=person,
            campaign=campaign,
            text=text_of(campaign),
            signed_name="홍길동",
            promise="먼저 웃겠습니다.",
            shows_name=False,
            at=MARCH_5,
        ),
        10,
    )
    assert sum(is_new for _pledge, is_new in results) == 1
    assert len({pledge.pk for pledge, _ in results}) == 1
    assert Promise.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_five_hundred_signatures_and_withdrawals_at_once_every_counter_is_exact(city):
    campaign = build_campaign()
    people = Person.objects.bulk_create(
        Person(employee_number=f"signs{number}", name="홍길동", password="!") for number in range(500)
    )
    Membership.objects.bulk_create(
        Membership(person=person, unit=[city.livelihood, city.building][place % 2], valid_from=MARCH_5.date())
        for place, person in enumerate(people)
    )

    def act(place):
        pledge = signed(people[place], campaign, promise="먼저 웃겠습니다.")
        if place % 5 < 2:
            assert withdraw(person=people[place], pledge_id=pledge.pk, at=MARCH_5)
        if place % 5 == 0:
            signed(people[place], campaign)

    _at_once(act, 500)
    living = list(Pledge.objects.living().order_by("pk").values_list("pk", flat=True))
    assert (Pledge.objects.count(), len(living), Promise.objects.count()) == (600, 400, 500)
    later = MARCH_5 + timedelta(minutes=1)
    news = json.loads(news_of(campaign, at=later).plain)
    assert (news["signed"], news["numbers"]) == (400, sum(living))
    whole = json.loads(whole_of(campaign, at=later).plain)
    assert list(accumulate(whole["steps"])) == living
    growth = forest_of(campaign, version_of(campaign.pk, at=later)).growth
    assert growth.totals[TRUNK] == 400
    assert growth.totals[city.livelihood.path] == growth.totals[city.building.path] == 200


@pytest.mark.django_db(transaction=True)
def test_whoever_signs_while_the_text_is_replaced_signed_what_they_read(city):
    campaign = build_campaign()
    people = [build_person("홍길동") for _ in range(20)]

    def act(place):
        if place % 4 == 0:
            save_text(campaign=campaign, draft=draft(preamble_ko=f"머리말 {place}"), by=None, at=MARCH_5)
            return
        read = text_of(campaign)
        try:
            pledge, _ = sign(
                person=people[place],
                campaign=campaign,
                text=read,
                signed_name="홍길동",
                promise="",
                shows_name=False,
                at=MARCH_5,
            )
        except SigningRefused:
            return
        assert Pledge.objects.get(pk=pledge.pk).text.preamble_ko == read.preamble_ko

    _at_once(act, 20)
    numbers = list(campaign.texts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
