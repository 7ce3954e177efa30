"""What notices show on pages that know nothing of them: the bell, and the way to one's choices."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lms.core import clock

from .models import Notice

__all__ = ["bell", "settings_section"]

#: The bell shows 99+ from here on, so nothing beyond needs counting.
COUNTED = 100


def bell(context: dict[str, Any], **kwargs: Any) -> str:
    """The bell with the number of unread notices that still make sense: one small statement."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return ""
    unread = Notice.objects.for_person(request.user).unread().relevant(at=clock.now()).order_by()[:COUNTED].count()
    return _bell(unread, reverse("notices:list_notices"), get_language() or "")


@lru_cache(maxsize=400)
def _bell(count: int, href: str, language: str) -> SafeString:
    """The same few bells for everybody: rendered once."""
    return mark_safe(render_to_string("components/notice_bell.html", {"count": count, "href": href}))  # noqa: S308


def settings_section(context: dict[str, Any], **kwargs: Any) -> str:
    """On 내 설정: the way to one's choices about mail."""
    return render_to_string("notices/settings_section.html", {}, request=context["request"])
