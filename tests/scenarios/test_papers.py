"""On paper: the protocol card says what this institution does; the practice report is kept nowhere."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import Site

from lms.scenarios.cards import card_of
from lms.scenarios.engine import Settings
from lms.scenarios.models import ScenarioSettings
from tests import builders
from tests.scenarios.playground import build_scenario, graph

GRAPH = graph()


@pytest.fixture
def scenario(db):
    return build_scenario(builders.build_course("특이민원 대응 실전", lessons=0))


def card_text(browser, scenario):
    response = browser.get(reverse("scenarios:download_card", args=[scenario.pk]))
    assert response.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) == 1
    return "".join(page.extract_text() for page in reader.pages)


def test_the_card_has_the_protocol_in_order_with_the_words_of_the_model_path():
    card = card_of(GRAPH, Settings())
    assert [(step.number, step.title, step.words, step.is_applicable) for step in card.steps] == [
        (1, "경청", "응대 b", True),
        (2, "녹음 고지", "응대 record", True),
        (3, "경고 1회", "경고는 1회입니다.", True),
        (4, "종료 안내", "응대 end", True),
    ]


def test_a_step_that_a_setting_spares_is_marked():
    card = card_of(GRAPH, Settings(always_record=True, warn_count=2))
    assert [step.is_applicable for step in card.steps] == [True, False, True, True]
    assert card.steps[2].title == "경고 2회"


@pytest.mark.django_db
def test_the_card_is_printed_under_todays_settings(sign_in, clock, learner, scenario):
    settings = ScenarioSettings.for_site(Site.objects.get(is_default_site=True))
    settings.warn_count, settings.always_record, settings.support_contacts = 3, True, "상담창구 051-000-1234"
    settings.save()
    caches["process"].clear()
    builders.enrolled(learner, scenario.course)
    text = card_text(sign_in(learner), scenario)
    for words in ("과태료 전화", "경고 3회", "우리 기관은 해당 없음", "상담창구 051-000-1234", "실제로 겪은 일"):
        assert words in text, text


@pytest.mark.django_db
def test_the_card_is_for_those_who_take_the_course(sign_in, clock, outsider, scenario):
    assert sign_in(outsider).get(reverse("scenarios:download_card", args=[scenario.pk])).status_code == 404


@pytest.mark.django_db
def test_no_field_of_the_practice_report_stands_in_a_form(sign_in, clock, learner):
    page = sign_in(learner).get(reverse("scenarios:practise_report")).text
    sheet = page[page.index('class="report_sheet"') : page.index("</main>")]
    fields = re.findall(r"<(?:input|textarea)\b", sheet)
    assert len(fields) > 15
    assert "<form" not in sheet
    assert " name=" not in sheet
    assert "저장되거나 전송되지 않습니다" in sheet


@pytest.mark.django_db
def test_the_practice_report_says_where_real_incidents_go_and_takes_nothing(sign_in, clock, learner):
    settings = ScenarioSettings.for_site(Site.objects.get(is_default_site=True))
    settings.incident_channel = "감사담당관에 알려 주세요."
    settings.save()
    caches["process"].clear()
    browser = sign_in(learner)
    assert "감사담당관에 알려 주세요." in browser.get(reverse("scenarios:practise_report")).text
    assert browser.post(reverse("scenarios:practise_report"), {"words": "x"}).status_code == 405
