"""A session says when it ends, and can be made longer before it does."""

from __future__ import annotations

import re

from django.urls import reverse

HOUR = 3600


def seconds_shown(client) -> int:
    found = re.search(r'data-session-ends-in="(\d+)"', client.get(reverse("core:show_me")).content.decode())
    assert found
    return int(found.group(1))


def test_the_header_counts_down_from_the_sign_in_whatever_is_read_meanwhile(client, learner, clock, settings):
    client.force_login(learner)
    assert seconds_shown(client) == settings.SESSION_COOKIE_AGE == 9 * HOUR
    clock.advance(hours=3)
    client.get(reverse("people:show_settings"))
    assert seconds_shown(client) == 6 * HOUR


def test_extending_starts_the_time_anew_and_says_how_long_it_is(client, learner, clock):
    client.force_login(learner)
    clock.advance(hours=8, minutes=58)
    answer = client.post(reverse("people:extend_session"))
    assert answer.status_code == 204
    assert answer.headers["X-Session-Ends-In"] == str(9 * HOUR)
    assert seconds_shown(client) == 9 * HOUR


def test_whoever_has_no_session_is_sent_to_sign_in_instead(client, db):
    assert reverse("account_login") in client.post(reverse("people:extend_session")).headers["Location"]
