"""The private podcast and calendar, read by real parsers; and the word before the broadcast."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from uuid import UUID
from xml.etree import ElementTree

import podcastparser
import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.urls import reverse
from icalendar import Calendar
from PIL import Image

from campaigns.broadcasts.feed.morning import MORNING
from campaigns.broadcasts.feed.text import readable
from campaigns.broadcasts.jobs import tell_before_broadcast
from campaigns.broadcasts.models import Episode
from campaigns.broadcasts.services.airing import cancel
from lms.notices.choices import Cadence
from lms.notices.models import Notice
from lms.notices.services import set_preferences
from lms.people.models import RevocableAddress
from lms.people.services import revoke_address
from tests.broadcasts.sent import secret_of
from tests.broadcasts.test_making import PARTS
from tests.builders import MARCH_5, build_episode, build_recording, build_series, moment

AIRS = moment(2026, 3, 5, 8, 50)
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
LATER = moment(2026, 3, 5, 12)


@pytest.fixture
def episode(db, clock):
    clock.set(LATER)
    recording = build_recording(file_size=5000)
    recording.file.save("feed.m4a", ContentFile(bytes(range(250)) * 20))
    return build_episode(build_series(), AIRS, recording=recording, segments=PARTS)


@pytest.fixture
def feed(learner):
    return reverse("broadcasts:show_feed", args=[secret_of(learner, "podcast_feed")])


def parsed(response):
    return podcastparser.parse("http://testserver/feed.xml", BytesIO(response.content))


def test_a_podcast_program_finds_the_episode_with_all_that_belongs_to_it(client, episode, feed):
    found = parsed(client.get(feed))
    (item,) = found["episodes"]
    assert item["title"] == episode.title
    assert item["guid"] == f"urn:uuid:{episode.translation_key}"
    assert (item["published"], item["total_time"]) == (int(AIRS.timestamp()), 100)
    (enclosure,) = item["enclosures"]
    assert (enclosure["file_size"], enclosure["mime_type"]) == (5000, "audio/mp4")
    text = client.get(feed).content.decode()
    for element in (
        "<itunes:image",
        "<itunes:explicit>false",
        "<itunes:block>Yes",
        "<podcast:guid>",
        "<podcast:locked>",
    ):
        assert element in text
    assert 'type="text/vtt"' in text
    chapters = client.get(item["chapters_json_url"] if item.get("chapters_json_url") else _address(text, "chapters"))
    assert json.loads(chapters.content)["chapters"] == [{"startTime": 0, "title": "사연"}]
    assert client.get(_address(text, "captions")).content.startswith(b"WEBVTT")


def test_characters_that_no_program_accepts_are_left_out(client, episode, feed, learner):
    odd = "\x0b\x01\ufffe"
    Episode.objects.filter(pk=episode.pk).update(title=f"끝{odd}인사 🙂", summary=f"한 줄{odd}\t요약")
    episode.refresh_from_db()
    episode.segments = [{"type": "segment", "value": PARTS[0]["value"] | {"title": f"사{odd}연"}}]
    episode.save()
    (item,) = ElementTree.fromstring(client.get(feed).content).iter("item")
    assert item.findtext("title") == "끝인사 🙂"
    assert item.findtext("description").split("\n")[:2] == ["한 줄\t요약", "사연"]
    chapters = client.get(item.find(f"{PODCAST}chapters").get("url"))
    assert [each["title"] for each in chapters.json()["chapters"]] == ["사연"]
    calendar = client.get(reverse("broadcasts:show_calendar", args=[secret_of(learner, "broadcast_calendar")]))
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert str(event["summary"]).endswith("· 끝인사 🙂")


def test_half_a_character_is_left_out_and_the_end_of_a_line_stays():
    assert readable("사\ud800연\r\n") == "사연\r\n"


def test_a_feed_keeps_to_the_rules_of_strict_validators(client, episode, feed):
    answer = client.get(feed)
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(answer.content).find("channel")
    for name in ("title", "link", "description", "language", "lastBuildDate", f"{ITUNES}author", f"{ITUNES}type"):
        assert channel.findtext(name), name
    own = channel.find("{http://www.w3.org/2005/Atom}link")
    assert (own.get("rel"), own.get("href")) == ("self", f"http://testserver{feed}")
    assert channel.find(f"{ITUNES}category").get("text") == "Government"
    assert UUID(channel.findtext(f"{PODCAST}guid")).version == 5
    (item,) = channel.findall("item")
    guid, enclosure = item.find("guid"), item.find("enclosure")
    assert (guid.get("isPermaLink"), guid.text) == ("false", f"urn:uuid:{episode.translation_key}")
    assert parsedate_to_datetime(item.findtext("pubDate")) == AIRS
    assert (enclosure.get("type"), enclosure.get("length")) == ("audio/mp4", "5000")
    assert item.findtext(f"{ITUNES}duration") == "100"
    transcript, chapters = item.find(f"{PODCAST}transcript"), item.find(f"{PODCAST}chapters")
    assert dict(transcript.attrib, url="") == {"url": "", "type": "text/vtt", "language": "ko", "rel": "captions"}
    assert chapters.get("type") == "application/json+chapters"
    for address in (enclosure.get("url"), transcript.get("url"), chapters.get("url")):
        assert address.startswith("http://testserver/broadcasts/feed/")
        assert client.get(address).status_code == 200
    # Directories and programs ask for a square of 1400 to 3000 pixels, as PNG or JPEG.
    picture = channel.find(f"{ITUNES}image").get("href")
    assert picture.endswith("podcast.png")
    with Image.open(finders.find("img/brand/podcast.png")) as opened:
        assert (opened.format, opened.width == opened.height, 1400 <= opened.width <= 3000) == ("PNG", True, True)


def _address(text: str, last: str) -> str:
    end = text.index(f"/{last}/") + len(f"/{last}/")
    return text[text.rindex('"', 0, end) + 1 : end]


def test_a_broken_download_goes_on_where_it_stopped(client, episode, feed):
    address = parsed(client.get(feed))["episodes"][0]["enclosures"][0]["url"]
    whole = client.get(address)
    body = b"".join(whole) if whole.streaming else whole.content
    assert (whole.status_code, len(body)) == (200, 5000)
    head = client.head(address)
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, "5000", "bytes")
    rest = client.get(address, headers={"Range": "bytes=4000-", "If-Range": whole["ETag"]})
    assert (rest.status_code, rest["Content-Range"]) == (206, "bytes 4000-4999/5000")
    assert body[:4000] + rest.content == body
    assert client.get(address, headers={"Range": "bytes=9000-"}).status_code == 416


def test_a_program_that_has_the_latest_edition_gets_no_second_copy(client, episode, feed):
    first = client.get(feed)
    assert client.get(feed, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(feed, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    build_episode(build_series(), AIRS + timedelta(hours=1), title="둘째")
    assert client.get(feed, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_has_not_aired_or_is_not_licensed_is_in_no_feed(client, episode, feed, clock):
    address = parsed(client.get(feed))["episodes"][0]["enclosures"][0]["url"]
    clock.set(AIRS - timedelta(seconds=1))
    assert parsed(client.get(feed))["episodes"] == []
    assert client.get(address).status_code == 404
    clock.set(LATER)
    episode.recording.licensed_until = AIRS.date() - timedelta(days=1)
    episode.recording.save()
    assert parsed(client.get(feed))["episodes"] == []


def test_a_revoked_address_opens_nothing(client, episode, feed, learner):
    address = parsed(client.get(feed))["episodes"][0]["enclosures"][0]["url"]
    revoke_address(address=RevocableAddress.objects.get(), by=learner, at=LATER)
    assert [client.get(each).status_code for each in (feed, address)] == [404, 404]
    assert client.get(reverse("broadcasts:show_feed", args=["a" * 26])).status_code == 404


def test_the_settings_say_that_an_app_does_not_count(sign_in, learner):
    page = sign_in(learner).get(reverse("people:show_settings")).content.decode()
    assert "앱에서 들은 것은 청취로 기록되지 않습니다" in page


def test_the_feed_costs_the_same_for_one_episode_and_for_many(client, episode, feed, django_assert_max_num_queries):
    series = build_series()
    for number in range(1, 8):
        build_episode(series, AIRS - timedelta(days=number))
    client.get(feed)
    with django_assert_max_num_queries(14):
        assert len(parsed(client.get(feed))["episodes"]) == 8


def test_the_calendar_keeps_what_was_taken_off_and_tells_no_title_before_its_moment(client, episode, learner, trainer):
    tomorrow = build_episode(build_series(), AIRS + timedelta(days=1), title="아직 비밀", theme="문화")
    cancel(episode=tomorrow, by=trainer, reason="재난 대응으로 쉽니다.", at=LATER)
    address = reverse("broadcasts:show_calendar", args=[secret_of(learner, "broadcast_calendar")])
    answer = client.get(address)
    events = {str(each["uid"]).partition("@")[0]: each for each in Calendar.from_ical(answer.content).walk("VEVENT")}
    heard, off = events[str(episode.translation_key)], events[str(tomorrow.translation_key)]
    assert (str(heard["status"]), heard["dtstart"].dt) == ("CONFIRMED", AIRS)
    assert str(off["status"]) == "CANCELLED"
    assert "문화" in str(off["summary"])
    assert "아직 비밀" not in answer.content.decode()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_only_who_asked_for_it_is_told_before_the_broadcast(episode, learner, outsider, trainer):
    at = AIRS - timedelta(minutes=4)
    set_preferences(person_id=learner.pk, cadences={MORNING.key: Cadence.AT_ONCE}, at=MARCH_5)
    tell_before_broadcast(at=AIRS - timedelta(minutes=30))
    assert not Notice.objects.exists()
    for _ in range(2):
        tell_before_broadcast(at=at)
    assert Notice.objects.get(kind=MORNING.key).person == learner


def test_nobody_is_told_of_a_broadcast_that_was_taken_off(episode, learner, trainer):
    set_preferences(person_id=learner.pk, cadences={MORNING.key: Cadence.AT_ONCE}, at=MARCH_5)
    cancel(episode=episode, by=trainer, reason="쉽니다.", at=AIRS - timedelta(minutes=5))
    tell_before_broadcast(at=AIRS - timedelta(minutes=4))
    assert not Notice.objects.exists()
