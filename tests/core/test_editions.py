"""What is kept belongs to the release that rendered it, and a session to the database where nothing is shared."""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches

from lms.core import editions


def test_what_is_kept_comes_back_under_its_own_key() -> None:
    editions.set_many({"page": "rendered"}, 60)
    assert editions.get_many(["page", "another"]) == {"page": "rendered"}


def test_what_another_release_rendered_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    editions.set_many({"page": "with the old style sheet"}, 60)
    monkeypatch.setattr(editions, "_release", lambda: "next")
    assert editions.get_many(["page"]) == {}


@pytest.mark.parametrize(
    ("environment", "kept_in"),
    [
        ({"WORKERS": "1"}, "default"),
        ({"WORKERS": "2"}, "nothing"),
        ({"WORKERS": "2", "CACHE_URL": "redis://127.0.0.1:6379/9"}, "default"),
    ],
)
def test_a_session_is_only_kept_where_every_process_sees_it_end(
    environment: dict[str, str], kept_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    read: dict[str, Any] = runpy.run_path(str(settings.BASE_DIR / "lms/settings/base.py"))
    assert read["SESSION_CACHE_ALIAS"] == kept_in
    assert kept_in in read["CACHES"]


def test_nothing_is_kept_where_nothing_is_shared() -> None:
    caches["nothing"].set("session", "living")
    assert caches["nothing"].get("session") is None


def test_a_process_gets_back_the_very_thing_it_kept_until_its_time_is_over() -> None:
    kept, value = caches["process"], object()
    assert kept.add("thing", value, 60)
    assert not kept.add("thing", object(), 60)
    assert kept.get("thing") is value
    assert kept.get_or_set("another thing of any length " * 20, lambda: value, 60) is value
    kept.set("thing", value, 0)
    assert kept.get("thing", "over") == "over"
    assert kept.add("thing", "anew", 60)
