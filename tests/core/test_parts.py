"""A part is rendered once for the same values, and shows nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import mark_safe

from lms.core import parts
from lms.core.parts import part, with_token


@pytest.fixture(autouse=True)
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was rendered, in order; nothing kept from before."""
    seen: list[str] = []

    def render(template: str, context: dict[str, Any]) -> str:
        seen.append(template)
        return render_to_string(template, context)

    parts._render.cache_clear()
    monkeypatch.setattr(parts, "render_to_string", render)
    return seen


def badge(label: Any) -> str:
    return part("components/badge.html", label=label)


def test_the_same_values_are_rendered_once(rendered: list[str]) -> None:
    assert badge("가") == badge("가") != badge("나")
    assert len(rendered) == 2


def test_text_that_equals_safe_markup_is_still_escaped() -> None:
    assert "<b>가</b>" in badge(mark_safe("<b>가</b>"))
    assert "<b>가</b>" not in badge("<b>가</b>")


def test_each_language_has_its_own() -> None:
    korean = part("components/state_badge.html", state="completed")
    with translation.override("en"):
        assert part("components/state_badge.html", state="completed") != korean


@dataclass  # not frozen
class Loose:
    """Something that can change."""

    name: str

    def __hash__(self) -> int:
        return 1


@pytest.mark.parametrize("value", [Loose("가"), object(), (object(),), 1.5j])
def test_what_may_change_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="plain values"):
        badge(value)


def test_ids_are_set_in_as_the_part_leaves(rendered: list[str]) -> None:
    trials = [part("learning/trial_notice.html", ids={"course_id": number}) for number in (7, 12)]
    assert [f"/learning/courses/{number}/trial/" in html for number, html in zip((7, 12), trials, strict=True)] == [
        True,
        True,
    ]
    assert rendered == ["learning/trial_notice.html"]


def test_a_form_gets_the_token_of_its_request_only_when_it_leaves() -> None:
    kept = part("learning/trial_notice.html", ids={"course_id": 7})
    assert parts.TOKEN in kept
    request = RequestFactory().get("/")
    html = with_token(kept, request)
    assert parts.TOKEN not in html
    assert request.META["CSRF_COOKIE"]
    plain = badge("가")
    assert with_token(plain, RequestFactory().get("/")) is plain
