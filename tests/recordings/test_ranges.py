"""Bytes: what is answered to which question, and that the bytes are the right ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.recordings.ranges import PIECE, decide
from lms.recordings.storages import recording_storage
from lms.recordings.tickets import SECONDS, mint_ticket

ETAG, MODIFIED = '"abc"', "Thu, 05 Mar 2026 00:00:00 GMT"
SIZE = 3 * PIECE


def asked(text: str, if_range: str = "", size: int = SIZE):
    answer = decide(asked=text, if_range=if_range, size=size, etag=ETAG, modified=MODIFIED)
    return answer.status, answer.start, answer.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (200, 0, SIZE - 1)),
        ("bytes=0-99", (206, 0, 99)),
        ("bytes=100-100", (206, 100, 100)),
        ("bytes=0-", (206, 0, PIECE - 1)),
        (f"bytes={SIZE - 10}-", (206, SIZE - 10, SIZE - 1)),
        (f"bytes={SIZE - 10}-99999999999", (206, SIZE - 10, SIZE - 1)),
        ("bytes=-10", (206, SIZE - 10, SIZE - 1)),
        ("bytes=-99999999999", (206, 0, PIECE - 1)),
        ("bytes=-0", (416, 0, -1)),
        (f"bytes={SIZE}-", (416, 0, -1)),
        # No range, several ranges, another unit: the whole file, as the standard allows.
        ("bytes=9-2", (200, 0, SIZE - 1)),
        ("bytes=0-1,5-9", (200, 0, SIZE - 1)),
        ("lines=0-1", (200, 0, SIZE - 1)),
        ("bytes=a-b", (200, 0, SIZE - 1)),
    ],
)
def test_ranges(text, expected):
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("if_range", "status"),
    [(ETAG, 206), (MODIFIED, 206), ('"other"', 200), ('W/"abc"', 200), ("Thu, 05 Mar 2026 00:00:01 GMT", 200)],
)
def test_if_range_holds_only_for_the_same_file(if_range, status):
    assert asked("bytes=0-9", if_range)[0] == status


def test_an_empty_file_has_no_range():
    assert asked("bytes=0-", size=0)[0] == 416
    assert asked("bytes=-5", size=0)[0] == 416


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_is_never_outside_of_the_file(first, last, size):
    answer = decide(asked=f"bytes={first}-{last}", if_range="", size=size, etag=ETAG, modified=MODIFIED)
    if answer.status == 206:
        assert 0 <= answer.start <= answer.end < size


DATA = bytes(range(256)) * 5000


@pytest.fixture
def address(learner):
    name = recording_storage().save("x.m4a", ContentFile(DATA))
    ticket = mint_ticket(name=name, digest="d" * 64, file_type="audio/mp4", person_id=learner.pk, at=timezone.now())
    return f"/recordings/files/{ticket}/"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("bytes=0-0", 0, 0), ("bytes=1000-70000", 1000, 70000), (f"bytes=-{7}", len(DATA) - 7, len(DATA) - 1)],
)
def test_the_bytes_are_those_that_were_asked_for(client, learner, address, text, start, end):
    client.force_login(learner)
    response = client.get(address, headers={"Range": text})
    assert response.status_code == 206
    assert body(response) == DATA[start : end + 1]
    assert response["Content-Range"] == f"bytes {start}-{end}/{len(DATA)}"
    assert response["Content-Length"] == str(end - start + 1)


def test_a_file_is_put_together_from_open_ranges(client, learner, address):
    client.force_login(learner)
    got = b""
    while len(got) < len(DATA):
        response = client.get(address, headers={"Range": f"bytes={len(got)}-"})
        assert response.status_code == 206
        got += body(response)
    assert got == DATA


def test_without_a_range_everything_comes_and_the_next_visit_costs_nothing(client, learner, address):
    client.force_login(learner)
    whole = client.get(address)
    assert (whole.status_code, body(whole), whole["Accept-Ranges"]) == (200, DATA, "bytes")
    again = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    resumed = client.get(address, headers={"Range": "bytes=5-9", "If-Range": whole["ETag"]})
    assert (resumed.status_code, body(resumed)) == (206, DATA[5:10])
    changed = client.get(address, headers={"Range": "bytes=5-9", "If-Range": '"older"'})
    assert (changed.status_code, body(changed)) == (200, DATA)


def test_past_the_end_and_head(client, learner, address):
    client.force_login(learner)
    past = client.get(address, headers={"Range": f"bytes={len(DATA)}-"})
    assert (past.status_code, past["Content-Range"]) == (416, f"bytes */{len(DATA)}")
    head = client.head(address, headers={"Range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(DATA)), b"")


def test_without_a_valid_ticket_nothing_leaves(client, learner, outsider, address):
    assert client.get(address).status_code == 403, "nobody signed in"
    client.force_login(outsider)
    assert client.get(address).status_code == 403, "somebody else's"
    client.force_login(learner)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("/files/W", "/files/X")).status_code == 403, "a changed word"
    with clock.set_to(timezone.now() + timedelta(seconds=SECONDS + 1)):
        assert client.get(address).status_code == 403, "too old"


def test_a_file_that_is_gone_is_not_found(client, learner, address):
    for name in recording_storage().listdir("")[1]:
        recording_storage().delete(name)
    client.force_login(learner)
    assert client.get(address).status_code == 404


def test_behind_nginx_the_server_only_points_at_the_file(client, learner, address, settings):
    settings.RECORDINGS_ACCEL_PREFIX = "/internal/recordings/"
    client.force_login(learner)
    response = client.get(address)
    assert response["X-Accel-Redirect"].startswith("/internal/recordings/x")
    assert (response.content, response["Content-Type"]) == (b"", "audio/mp4")
    client.logout()
    assert "X-Accel-Redirect" not in client.get(address)


def test_serving_needs_the_session_and_the_person_only(client, learner, address, django_assert_max_num_queries):
    client.force_login(learner)
    client.get(address)
    with django_assert_max_num_queries(2):
        client.get(address, headers={"Range": "bytes=0-9"})
