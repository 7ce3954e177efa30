"""What ``seed_demo`` plants of campaigns: two of them, a rally, a text that is read aloud."""

import pytest
from django.urls import reverse

from campaigns.pledges.demo.campaigns import seed_campaigns
from campaigns.pledges.demo.content import promises
from campaigns.pledges.demo.rally import seed_rally
from campaigns.pledges.demo.reading import read_aloud
from campaigns.pledges.models import CampaignPage, Pledge, PledgeText, Promise, Rally
from campaigns.pledges.services.rallies import board_of
from lms.people.models import Person
from lms.people.services import address_secret
from lms.recordings.services import current_captions
from tests.builders import MARCH_5, build_recording
from tests.cast import hire

pytestmark = pytest.mark.django_db


class Out:
    def write(self, text):
        """Nobody reads it."""


def test_the_demo_plants_two_campaigns_and_a_rally_once(
    client, clock, city, learner, colleague, manager, trainer, hr_officer, monkeypatch
):
    monkeypatch.setattr("campaigns.pledges.demo.campaigns.read_aloud", lambda **_said: build_recording())
    Person.objects.filter(pk=hr_officer.pk).update(employee_number="hr")
    for _ in range(60):
        hire(f"9{_:07d}", "강나래", city.support)
    for _ in range(2):
        seed_campaigns(at=MARCH_5, stdout=Out())
        seed_rally(at=MARCH_5, stdout=Out())
    assert CampaignPage.objects.live().count() == 2
    assert Pledge.objects.values("campaign").distinct().count() == 2
    assert Promise.objects.filter(state=Promise.State.WAITING).exists()
    lines = promises()
    assert len(lines) == len(set(lines)) > 150
    texts = PledgeText.objects.order_by("made_at")
    assert [(text.number, text.recording is not None) for text in texts] == [(1, False), (1, True)]
    rally = Rally.objects.get()
    assert rally.starts_at < MARCH_5
    assert rally.attendances.filter(entered_by=None).count() > 5
    assert rally.attendances.exclude(entered_by=None).exists()
    board = board_of(rally)
    assert client.get(reverse("pledges:show_board", args=[address_secret(board)])).status_code == 200


def test_the_demo_reads_the_text_aloud_line_by_line_with_captions(clock, trainer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lines = ["우리는 다짐합니다.", "하나, 먼저 인사하겠습니다."]
    recording = read_aloud(slug="spring", title="다짐문 낭독", lines=lines, by=trainer, at=MARCH_5)
    captions = current_captions([recording.pk])[recording.pk]
    assert [cue.text for cue in captions.cues] == lines
    assert recording.published_at == MARCH_5
