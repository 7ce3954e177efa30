"""The bell and the list: a person's own, cheap, and marked as read by pressing only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.notices.models import Notice
from lms.notices.services import notify

from .conftest import ON, OPTIONAL, THURSDAY

pytestmark = pytest.mark.django_db
LIST = "/my/notices/"


def tell(person, reason="course:1", at=THURSDAY, **fields):
    return notify(kind=OPTIONAL, person=person, reason=reason, on=ON, at=at, subject={"course": reason}, **fields)


@pytest.fixture
def browser(sign_in, learner, clock):
    clock.set(THURSDAY)
    return sign_in(learner)


def bell(browser):
    return browser.get("/me/").content.decode()


def test_the_bell_counts_what_is_unread_and_still_makes_sense(browser, learner, outsider):
    assert "읽지 않은 알림" not in bell(browser)
    tell(learner, "a")
    tell(learner, "b")
    tell(learner, "past", relevant_until=THURSDAY - timedelta(days=1))
    tell(outsider, "c")
    assert "읽지 않은 알림 2건" in bell(browser)


def test_the_bell_stops_counting_at_a_hundred(browser, learner):
    for number in range(130):
        tell(learner, f"n{number}")
    assert "99+" in bell(browser)


def test_the_list_stands_day_by_day_the_latest_first(browser, learner):
    tell(learner, "어제", at=THURSDAY - timedelta(days=1))
    tell(learner, "오늘 일찍", at=THURSDAY - timedelta(hours=2))
    tell(learner, "방금")
    page = browser.get(LIST).content.decode()
    order = [page.index(each) for each in ("방금", "오늘 일찍", "2026. 3. 4.(수)", "어제")]
    assert order == sorted(order)


def test_nothing_yet_says_what_will_come(browser):
    assert "아직 알림이 없습니다" in browser.get(LIST).content.decode()


def test_looking_marks_nothing_and_pressing_marks_one(browser, learner):
    first, second = tell(learner, "a", link="/my/settings/"), tell(learner, "b")
    browser.get(LIST)
    assert Notice.objects.unread().count() == 2
    answer = browser.post(reverse("notices:open_notice", args=[first.pk]))
    assert answer.url == "/my/settings/"
    assert list(Notice.objects.unread()) == [second]
    browser.post(reverse("notices:mark_all_read"))
    assert not Notice.objects.unread().exists()
    assert 'href="/my/settings/"' in browser.get(LIST).content.decode()


def test_nobody_opens_what_was_told_to_another(browser, outsider):
    theirs = tell(outsider)
    assert browser.post(reverse("notices:open_notice", args=[theirs.pk])).status_code == 404
    assert Notice.objects.unread().count() == 1
    assert "course:1" not in browser.get(LIST).content.decode()


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", ""])
def test_a_link_that_leaves_the_site_leads_back_to_the_list(browser, learner, link):
    told = tell(learner, link=link)
    assert browser.post(reverse("notices:open_notice", args=[told.pk])).url == LIST


def test_the_list_costs_the_same_for_few_and_many(browser, learner, django_assert_max_num_queries):
    for number in range(45):
        tell(learner, f"n{number}")
    browser.get(LIST)
    with django_assert_max_num_queries(12):
        browser.get(LIST + "?page=2")


def test_words_follow_the_language_of_the_reader(browser, learner):
    notify(
        kind="learning.due",
        person=learner,
        reason="enrolment:1:d-7",
        on=ON,
        at=THURSDAY,
        subject={"enrolment": 1, "course": "민원", "due_on": "2026-03-12", "step": "d-7"},
    )
    assert "‘민원’ 교육과정을 2026. 3. 12.(목)까지 이수해 주세요." in browser.get(LIST).content.decode()
    browser.cookies["django_language"] = "en"
    assert "Please complete the course ‘민원’" in browser.get(LIST).content.decode()
