"""How many statements a request asks, and that a longer conversation and a larger graph ask for no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.templatetags.static import static
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.core import stamps
from lms.scenarios.models import Practice
from lms.scenarios.services import finish_scenario
from tests import builders
from tests.scenarios.playground import MODEL, begun, build_scenario, played

pytestmark = pytest.mark.django_db

#: No page of a learner asks more, session and person included.
CEILING = 12
#: Nor does one reply.
REPLY = 8
HTMX = {"HX-Request": "true"}


def url(name, pk):
    return reverse(f"scenarios:{name}", args=[pk])


@pytest.fixture
def scenario(db):
    return build_scenario(builders.build_course("특이민원 대응 실전", lessons=1))


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


def statements(ask, *args, **kwargs):
    """What one request asks of the database, transactions aside."""
    with CaptureQueriesContext(connection) as captured:
        response = ask(*args, **kwargs)
    assert response.status_code in (200, 204, 302), response.status_code
    framing = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [each["sql"] for each in captured if not each["sql"].startswith(framing)]


def shown(asked):
    return "\n".join(each[:160] for each in asked)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_one_reply_asks_at_most_eight_also_the_last_one(browser, learner, scenario, headers):
    attempt = begun(learner, scenario)
    browser.get(url("show_attempt", attempt.pk))
    for move, key in enumerate(MODEL, start=1):
        asked = statements(browser.post, url("give_reply", attempt.pk), {"move": move, "reply": key}, headers=headers)
        assert len(asked) <= REPLY, shown(asked)


def test_a_stale_reply_asks_no_more(browser, learner, scenario):
    attempt = played(begun(learner, scenario), MODEL)
    asked = statements(browser.post, url("give_reply", attempt.pk), {"move": 1, "reply": "a"}, headers=HTMX)
    assert len(asked) <= REPLY, shown(asked)


def test_a_practice_reply_asks_at_most_eight(browser, learner, scenario):
    builders.enrolled(learner, scenario.course)
    browser.post(url("begin_practice", scenario.pk))
    practice = Practice.objects.get()
    browser.get(url("show_practice", practice.pk))
    for move, key in enumerate(MODEL, start=1):
        asked = statements(browser.post, url("practise_reply", practice.pk), {"move": move, "reply": key}, headers=HTMX)
        assert len(asked) <= REPLY, shown(asked)


def test_the_pages_of_a_play_keep_the_ceiling(browser, learner, scenario):
    attempt = begun(learner, scenario)
    for address in (scenario.url, url("show_attempt", attempt.pk)):
        browser.get(address)
        asked = statements(browser.get, address)
        assert len(asked) <= CEILING, shown(asked)
    finish_scenario(attempt=played(attempt, MODEL), at=attempt.started_at)
    for address in (scenario.url, url("show_debrief", attempt.pk)):
        browser.get(address)
        asked = statements(browser.get, address)
        assert len(asked) <= CEILING, shown(asked)


def test_the_served_page_is_shared_and_says_to_each_of_two_people_where_they_stand(learner, scenario, sign_in, clock):
    """Through the address, as a browser asks: what is kept is the same for both, what is personal is put into it."""
    mine = begun(learner, scenario)
    other = builders.build_person()
    builders.enrolled(other, scenario.course)
    assert stamps.current(stamps.CONTENT)
    went_on, may_begin = url("show_attempt", mine.pk), url("begin_scenario", scenario.pk)
    pages = {}
    for person in (learner, other, learner, other):
        browser = sign_in(person)
        with CaptureQueriesContext(connection) as captured:
            response = browser.get(scenario.url)
        assert response.status_code == 200
        pages[person.pk], asked = response.content.decode(), [each["sql"] for each in captured]
    # Both have come once before: from then on nobody pays for the page itself.
    assert len(asked) <= CEILING, shown(asked)
    assert sum('FROM "scenarios_scenario"' in sql for sql in asked) == 1, "columns are missing in Scenario.known_by"
    assert (went_on in pages[learner.pk], may_begin in pages[learner.pk]) == (True, False)
    assert (went_on in pages[other.pk], may_begin in pages[other.pk]) == (False, True)
    assert (learner.name in pages[other.pk], other.name in pages[other.pk]) == (False, True)
    assert all("오○○ 님" in each and static("img/citizens/mr-oh-3.svg") in each for each in pages.values())


def test_a_longer_conversation_asks_for_no_more(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    browser.get(url("show_attempt", attempt.pk))
    short = len(statements(browser.get, url("show_attempt", attempt.pk)))
    played(attempt, ["listen"] * 30)
    assert len(statements(browser.get, url("show_attempt", attempt.pk))) == short
    asked = statements(browser.post, url("give_reply", attempt.pk), {"move": 32, "reply": "listen"}, headers=HTMX)
    assert len(asked) <= REPLY, shown(asked)


def test_more_plays_ask_for_no_more_on_the_lesson_page(browser, learner, scenario):
    counts = []
    for _round in range(3):
        finish_scenario(attempt=played(begun(learner, scenario), ["c"]), at=builders.MARCH_5)
        browser.get(scenario.url)
        counts.append(len(statements(browser.get, scenario.url)))
    assert len(set(counts)) == 1
    assert counts[0] <= CEILING
