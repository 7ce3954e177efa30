"""The front page, the institution behind it, the personal fragment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.models import Page, Site

from lms.core import registry
from lms.core.greetings import greeting
from lms.core.models import HomePage, SiteSettings
from tests.cast import SEOUL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "오늘도 수고하셨습니다"),
        (5, "좋은 아침입니다"),
        (11, "좋은 아침입니다"),
        (12, "안녕하세요"),
        (17, "안녕하세요"),
        (18, "오늘도 수고하셨습니다"),
        (23, "오늘도 수고하셨습니다"),
    ],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 3, 5, hour, 59, tzinfo=SEOUL)) == words


def test_the_site_begins_with_our_home_page_alone() -> None:
    site = Site.objects.get()
    assert site.is_default_site
    assert isinstance(site.root_page.specific, HomePage)
    assert site.root_page.title == "나의 학습"
    assert Page.objects.filter(depth=2).count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_home_greets_the_person_by_name(learner: Any, sign_in: Any, clock: Any) -> None:
    response = sign_in(learner).get("/")
    assert "좋은 아침입니다, 김하늘 주무관님" in response.content.decode()


def test_home_shows_what_the_rooms_above_say(learner: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def card(context: dict[str, Any], **kwargs: Any) -> str:
        return "<p>오늘의 카드</p>"

    monkeypatch.setitem(registry._slots, "home", [(1, "card", card)])
    assert "<p>오늘의 카드</p>" in sign_in(learner).get("/").content.decode()


def test_home_is_not_empty_when_nobody_has_anything_to_say(
    learner: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._slots, "home", [])
    assert "아직 할 일이 없습니다." in sign_in(learner).get("/").content.decode()


def test_the_personal_fragment_is_only_the_personal_part(learner: Any, sign_in: Any) -> None:
    html = sign_in(learner).get("/me/").content.decode()
    assert "김하늘" in html
    assert "<html" not in html


def test_markup_in_a_name_is_shown_not_run(learner: Any, sign_in: Any) -> None:
    learner.name = "<script>alert(1)</script>"
    learner.save()
    assert "<script>alert(1)" not in sign_in(learner).get("/").content.decode()


def test_the_institution_is_asked_once_a_minute(django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    SiteSettings.for_request(request)
    with django_assert_num_queries(0):
        SiteSettings.for_request(request)
        again = RequestFactory().get("/")
        assert SiteSettings.for_request(again).organisation_name == "가온시"
        assert Site.find_for_request(again).root_page.url_path == "/home/"


def test_a_new_name_is_seen_at_once() -> None:
    settings = SiteSettings.for_request(RequestFactory().get("/"))
    settings.organisation_name = "나루시"
    settings.save()
    assert SiteSettings.for_request(RequestFactory().get("/")).organisation_name == "나루시"


def test_the_settings_row_exists_before_anybody_looks() -> None:
    """A GET must not write it."""
    assert SiteSettings.objects.count() == 1
