"""What people meet: the campaign's page by phase, the form, their own pledges, the moderators' queue."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from fontTools.ttLib import TTFont

from campaigns.pledges.errors import PromiseRefused
from campaigns.pledges.models import CampaignPage, Pledge, Promise
from campaigns.pledges.notices import SIGNING_BEGINS, SIGNING_ENDS, tell_signing
from campaigns.pledges.receivers import DEPUTIES
from campaigns.pledges.services.moderating import Seen, approve
from campaigns.pledges.services.texts import save_text
from campaigns.pledges.words import clean_promise, is_printed
from lms.notices.models import Notice
from lms.people.models import Person
from lms.recordings.services import withdraw_recording
from tests.builders import MARCH_5, build_person, build_recording, moment
from tests.cast import hire
from tests.pledges.builders import DAYS, build_campaign, draft, signed, typed

pytestmark = pytest.mark.django_db

GOOD = [
    ("먼저 웃겠습니다.", "먼저 웃겠습니다."),
    ("  두   칸  띄어도 ", "두 칸 띄어도"),
    ("가" * 80, "가" * 80),
    ("뷁 똠 펲 남궁", "뷁 똠 펲 남궁"),
    ("웃음 ♥ 親切 ① → “Café”", "웃음 ♥ 親切 ① → “Café”"),
    ("<친절 주간> & 웃겠습니다", "<친절 주간> & 웃겠습니다"),
    ("즉시 발송하고 다시 발급하겠습니다", "즉시 발송하고 다시 발급하겠습니다"),
    (unicodedata.normalize("NFD", "먼저 웃겠습니다."), "먼저 웃겠습니다."),
    ("2026년 3월 5일부터 120번 전화를 3번 안에 받겠습니다", "2026년 3월 5일부터 120번 전화를 3번 안에 받겠습니다"),
]
#: What was typed, a word of its reason, and what stands in the field for the next try where that is something else.
BAD = [
    ("가" * 81, "81", None),
    ("제 번호는 010-1234-5678입니다", "전화번호", None),
    ("전화 ０１０ １２３４ ５６７８", "전화번호", None),
    ("공일공 일이삼사 오육칠팔로 전화합니다", "전화번호", None),
    ("900101-1234567", "주민등록번호", None),
    ("name@gaon.example로 연락 주세요", "전자우편", None),
    ("계좌 123-456-78901", "계좌", None),
    ("https://evil.example 방문", "인터넷 주소", None),
    ("이런 씨\u200b발", "상처", "이런 씨발"),
    ("이런 씨 발 열심히", "상처", None),
    ("ㅅㅂ 열심히", "상처", None),
    ("<b>굵게</b> 웃겠습니다", "태그", None),
    ("친\u200b절하게 웃겠습니다", "보이지 않는", "친절하게 웃겠습니다"),
    ("\u200b\u200d\ufeff", "보이지 않는", ""),
    ("\u202e뒤집어 웃겠습니다", "보이지 않는", "뒤집어 웃겠습니다"),
    ("سأبتسم أولا", "인쇄할 수 없는", None),
    ("웃겠습니다 👍🏽", "👍🏽", None),
    ("가족처럼 👨‍👩‍👧‍👦 모시겠습니다", "👨‍👩‍👧‍👦", None),
    ("우리나라 🇰🇷 최고", "🇰🇷", None),
    ("ᄒᆞᆫ글로 쓰겠습니다", "인쇄할 수 없는", None),
]


@pytest.mark.parametrize(("typed_line", "kept"), GOOD)
def test_a_line_is_kept_as_a_reader_sees_it(typed_line, kept):
    assert clean_promise(typed_line) == kept


@pytest.mark.parametrize(("line", "reason", "left"), BAD, ids=[ascii(line) for line, *_rest in BAD])
def test_a_bad_line_is_refused_with_its_reason_and_the_rest_stays(client, clock, learner, line, reason, left):
    campaign = build_campaign()
    client.force_login(learner)
    answer = client.post(
        reverse("pledges:sign_campaign", args=[campaign.slug]), typed(campaign, learner.name, promise=line)
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["promise"]
    assert reason in form.errors["promise"][0]
    assert form["promise"].value() == (line if left is None else left)
    assert form["signed_name"].value() == learner.name
    assert all(field.value() for field in form.line_fields)
    assert not Pledge.objects.exists()


def test_every_letter_a_line_may_hold_is_in_the_fonts_of_the_paper():
    fonts = [TTFont(path) for path in Path("/usr/share/fonts/truetype/nanum").glob("NanumGothic.ttf")]
    assert fonts, "fonts-nanum is missing"
    letters = {chr(number) for number in range(0x20, 0x30000) if not 0xD800 <= number < 0xE000}
    allowed = {letter for letter in letters if is_printed(letter) and clean_promise_or_none(letter) == letter}
    assert len(allowed) > 11_172 + 4_888
    assert not {letter for letter in allowed if ord(letter) not in fonts[0].getBestCmap()}


def clean_promise_or_none(line):
    """The line as it is kept; None where it is refused."""
    try:
        return clean_promise(line)
    except PromiseRefused:
        return None


def test_every_line_and_the_name_are_asked_for(client, clock, learner):
    campaign = build_campaign()
    client.force_login(learner)
    address = reverse("pledges:sign_campaign", args=[campaign.slug])
    fields = typed(campaign, "다른 사람", promise="먼저 웃겠습니다.")
    del fields["line_plain"]
    answer = client.post(address, fields)
    assert set(answer.context["form"].errors) == {"line_plain", "signed_name"}
    page = answer.content.decode()
    assert "먼저 웃겠습니다." in page
    summary = page.partition('role="alert"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#id_(\w+)"', summary) == ["line_plain", "signed_name"]
    assert page.count("autofocus") == 1
    answer = client.post(address, typed(campaign, " ".join(learner.name)))
    assert answer.status_code == 302
    assert client.post(address, typed(campaign, learner.name)).status_code == 302
    assert Pledge.objects.count() == 1


def test_a_text_that_was_replaced_is_read_once_more(client, clock, learner):
    campaign = build_campaign()
    client.force_login(learner)
    answer = client.post(
        reverse("pledges:sign_campaign", args=[campaign.slug]),
        typed(campaign, learner.name, text="999", promise="안녕"),
    )
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form["promise"].value() == "안녕"
    assert not any(field.value() for field in form.line_fields)


@pytest.mark.parametrize(
    ("at", "may_sign"),
    [
        (moment(2026, 2, 20), False),
        (moment(2026, 3, 5), True),
        (moment(2026, 4, 2), False),
        (moment(2026, 6, 2), False),
        (moment(2026, 8, 1), False),
    ],
)
def test_the_page_offers_to_sign_in_its_phase_and_can_be_read_in_all(client, clock, learner, at, may_sign):
    campaign = build_campaign()
    clock.set(at)
    client.force_login(learner)
    page = client.get(campaign.url).content.decode()
    assert "먼저 인사하고 끝까지 듣겠습니다." in page
    assert (reverse("pledges:sign_campaign", args=[campaign.slug]) in page) is may_sign


def test_each_phase_says_from_when_to_when_it_goes(client, clock, learner):
    build_campaign()
    clock.set(MARCH_5)
    client.force_login(learner)
    page = client.get(CampaignPage.objects.get().url).content.decode()
    days = [" ".join(each.split("<")[0].split()) for each in page.split('class="phases__day">')[1:]]
    assert days == ["2026. 2. 16. ~ 3. 1.", "2026. 3. 2. ~ 3. 31.", "2026. 4. 1. ~ 5. 31.", "2026. 6. 1. ~ 6. 30."]


def test_a_kept_page_shows_each_person_their_own(client, clock, learner, outsider):
    campaign = build_campaign()
    signed(learner, campaign, promise="먼저 웃겠습니다.")
    client.force_login(learner)
    assert "먼저 웃겠습니다." in client.get(campaign.url).content.decode()
    client.force_login(outsider)
    assert "먼저 웃겠습니다." not in client.get(campaign.url).content.decode()


def test_home_shows_ones_line_and_never_that_somebody_has_not_signed(client, clock, learner, outsider):
    campaign = build_campaign()
    signed(learner, campaign, promise="먼저 웃겠습니다.")
    client.force_login(learner)
    assert "먼저 웃겠습니다." in client.get("/").content.decode()
    client.force_login(outsider)
    page = client.get("/").content.decode()
    assert campaign.title in page
    assert "서명하지 않" not in page
    clock.set(moment(2026, 4, 2))
    assert campaign.title not in client.get("/").content.decode()


def test_ones_document_and_picture_are_made_and_withdrawing_takes_them_back(client, clock, city):
    person = hire("20990001", "남궁뷁똠펲", city.livelihood)
    pledge = signed(person, build_campaign(), promise="뷁 똠 펲 먼저 웃겠습니다.", shows_name=True)
    client.force_login(person)
    document = client.get(reverse("pledges:download_document", args=[pledge.pk]))
    assert document.content.startswith(b"%PDF")
    picture = client.get(reverse("pledges:show_picture", args=[pledge.pk]))
    assert picture.content.startswith(b"\x89PNG")
    client.post(reverse("pledges:withdraw_pledge", args=[pledge.pk]))
    client.post(reverse("pledges:withdraw_pledge", args=[pledge.pk]))
    assert client.get(reverse("pledges:download_document", args=[pledge.pk])).status_code == 404
    assert not Pledge.objects.living().exists()


def test_whoever_signed_nothing_is_led_from_their_page_to_the_campaigns(client, clock, learner):
    client.force_login(learner)
    mine = client.get("/my/").content.decode()
    assert 'aria-labelledby="my-pledges-title"' in mine
    assert reverse("pledges:list_pledges") in mine
    empty = client.get(reverse("pledges:list_pledges")).content.decode()
    assert 'href="/campaigns/"' in empty.partition('class="empty_state"')[2]


def test_nobody_reaches_anothers_pledge(client, clock, learner, outsider):
    pledge = signed(learner, build_campaign(), promise="먼저 웃겠습니다.")
    client.force_login(outsider)
    for name in ("withdraw_pledge", "mend_promise"):
        assert client.post(reverse(f"pledges:{name}", args=[pledge.pk]), {"promise": "x"}).status_code == 404
    assert Pledge.objects.living().count() == 1


def test_a_stand_in_reads_lines_without_their_authors_and_decides_many_at_once(
    client, clock, learner, outsider, colleague
):
    campaign = build_campaign()
    stand_in = build_person("홍길동")
    stand_in.groups.add(Group.objects.get(name=DEPUTIES))
    lines = [
        signed(each, campaign, promise=f"{each.pk}번 웃겠습니다.").promise for each in (learner, outsider, colleague)
    ]
    client.force_login(stand_in)
    address = reverse("pledges_staff:moderate_promises")
    page = client.get(address).content.decode()
    assert all(line.words in page for line in lines)
    assert learner.name not in page
    assert "생활보장과" not in page
    client.post(address, {"decision": "return", "seen": [str(Seen.of(lines[0]))]})
    assert Promise.objects.filter(state=Promise.State.RETURNED).count() == 0, "a reason is asked for"
    client.post(address, {"decision": "approve", "seen": [str(Seen.of(each)) for each in lines[:2]] + ["x-y"]})
    client.post(address, {"decision": "return", "seen": [str(Seen.of(lines[2]))], "reason": "누구인지 보입니다."})
    assert sorted(Promise.objects.values_list("state", flat=True)) == ["approved", "approved", "returned"]
    client.force_login(colleague)
    assert "누구인지 보입니다." in client.get(reverse("pledges:list_pledges")).content.decode()


def test_trainers_and_hr_read_promises_and_nobody_else_does(client, learner, manager, trainer, hr_officer):
    address = reverse("pledges_staff:moderate_promises")
    answers = []
    for person in (learner, manager, trainer, hr_officer):
        client.force_login(person)
        answers.append(client.get(address).status_code)
    assert answers == [302, 302, 200, 200]


def test_the_queue_costs_the_same_for_one_line_and_for_twenty(
    client, clock, hr_officer, learner, django_assert_max_num_queries
):
    campaign = build_campaign()
    for _ in range(20):
        signed(build_person(), campaign, promise="먼저 웃겠습니다.")
    client.force_login(hr_officer)
    client.get(reverse("pledges_staff:moderate_promises"))
    with django_assert_max_num_queries(25):
        client.get(reverse("pledges_staff:moderate_promises"))


def test_everybody_is_told_twice_whoever_has_signed_and_an_idle_run_tells_nobody(clock, learner, outsider, colleague):
    campaign = build_campaign()
    signed(learner, campaign)
    for at, total in (
        (MARCH_5, 3),
        (MARCH_5, 3),
        (moment(2026, 3, 29), 6),
        (moment(2026, 3, 30), 6),
        (moment(2026, 4, 2), 6),
    ):
        tell_signing(at=at)
        assert Notice.objects.filter(kind__startswith="pledges.signing").count() == total
    assert (
        len({str(sorted(each.subject.items())) for each in Notice.objects.filter(kind="pledges.signing_begins")}) == 1
    )


def test_the_preview_of_sendings_counts_the_whole_audience_whoever_has_signed(clock, learner, outsider, trainer):
    campaign = build_campaign()
    everybody = Person.objects.present(on=campaign.signs_on).count()
    signed(learner, campaign)
    expected = [list(kind.expected(date(2026, 3, 1), date(2026, 4, 30))) for kind in (SIGNING_BEGINS, SIGNING_ENDS)]
    assert [[(each.on, each.count) for each in found] for found in expected] == [
        [(date(2026, 3, 2), everybody)],
        [(date(2026, 3, 28), everybody)],
    ]


def test_the_front_page_counts_down_what_runs_and_keeps_past_years_readable(client, clock, learner):
    last_year = {name: day.replace(year=2025) for name, day in DAYS.items()}
    old = build_campaign("2025 먼저 인사", slug="kindness-2025", **last_year)
    build_campaign("2026 끝까지 경청")
    client.force_login(learner)
    page = client.get("/campaigns/").content.decode()
    running, past = page.split("past-title", 1)
    assert "2026 끝까지 경청" in running
    assert "서명 마감까지 26일" in running
    assert "2025 먼저 인사" in past
    closed = client.get(old.url).content.decode()
    assert "먼저 인사하고 끝까지 듣겠습니다." in closed
    assert client.get(reverse("pledges:show_tree", args=[old.slug])).status_code == 200


def test_last_years_campaign_becomes_a_draft_of_this_year_in_two_clicks(client, clock, administrator):
    old = build_campaign("2025 먼저 인사", slug="kindness-2025")
    client.force_login(administrator)
    address = reverse("pledges_staff:copy_campaign", args=[old.pk])
    assert "2027. 3. 2." in client.get(address).content.decode()
    assert CampaignPage.objects.count() == 1
    answer = client.post(address)
    copy = CampaignPage.objects.exclude(pk=old.pk).get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert (copy.live, copy.signs_on) == (False, date(2027, 3, 2))
    assert client.get(answer.headers["Location"]).status_code == 200


def test_dates_out_of_order_and_a_missing_text_are_told_at_the_field(client, clock, administrator):
    campaign = build_campaign(text=False)
    client.force_login(administrator)
    address = reverse("wagtailadmin_pages:edit", args=[campaign.pk])
    fields = {
        "title": "새 캠페인",
        "slug": "new",
        "summary": "한 문장",
        "target_percent": "70",
        "story-count": "0",
        "announces_on": "2026-02-16",
        "signs_on": "2026-03-02",
        "practises_on": "2026-03-01",
        "looks_back_on": "2026-06-01",
        "closes_on": "2026-06-30",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    form = client.post(address, fields).context["form"]
    assert list(form.errors) == ["practises_on"]
    assert "2026. 3. 2." in str(form.errors["practises_on"])
    form = client.post(address, fields | {"practises_on": "2026-04-01", "action-publish": "1"}).context["form"]
    assert "다짐문" in str(form.non_field_errors())


def test_a_text_is_written_in_the_admin_and_stands_on_the_kept_page(client, clock, administrator):
    campaign = build_campaign()
    client.force_login(administrator)
    client.get(campaign.url)
    address = reverse("pledges_staff:edit_text", args=[campaign.pk])
    form = client.get(address).context["form"]
    fields = {name: field.initial or "" for name, field in form.fields.items()} | {
        "preamble_ko": "새로 쓴 머리말입니다."
    }
    assert client.post(address, fields).status_code == 302
    assert "새로 쓴 머리말입니다." in client.get(campaign.url).content.decode()
    wrong = client.post(address, fields | {"line_3_ko": ""})
    assert list(wrong.context["form"].errors) == ["line_3_ko"]


def test_a_text_with_a_recording_is_heard_in_the_shared_player_with_its_captions(client, clock, learner, outsider):
    recording = build_recording(title="다짐문 낭독")
    campaign = build_campaign(text=False)
    save_text(campaign=campaign, draft=draft(recording=recording), by=None, at=MARCH_5)
    client.force_login(learner)
    track = reverse("pledges:show_captions", args=[campaign.slug, recording.pk])
    source = reverse("pledges:show_file", args=[campaign.slug, recording.pk])
    for address in (campaign.url, reverse("pledges:sign_campaign", args=[campaign.slug])):
        page = client.get(address).content.decode()
        player = page[page.index("data-player") : page.index("</figure>")]
        assert source in player
        assert "다짐문 낭독" in player
        assert "안녕하십니까." in player, "an audio's captions are the text that follows what is heard"
    assert "안녕하십니까." in client.get(track).content.decode()
    assert client.get(source).status_code == 302
    other = build_recording(file_digest="e" * 64)
    assert client.get(reverse("pledges:show_file", args=[campaign.slug, other.pk])).status_code == 404
    withdraw_recording(recording=recording, by=None)
    assert "data-player" not in client.get(campaign.url).content.decode()


def test_words_of_a_withdrawn_pledge_are_in_no_queue(clock, learner, hr_officer):
    pledge = signed(learner, build_campaign(), promise="먼저 웃겠습니다.")
    Pledge.objects.update(withdrawn_at=MARCH_5)
    assert approve(seen=[Seen.of(pledge.promise)], by=hr_officer, at=MARCH_5) == 0
