"""What notices show on pages that know nothing of them: the bell, and the tab of one's choices."""

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

__all__ = ["account_tab", "bell"]

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


def account_tab(context: dict[str, Any], **kwargs: Any) -> str:
    """Among the pages about one's own account: how often mail comes."""
    href = reverse("notices:show_preferences")
    is_current = context["request"].path == href
    return render_to_string("notices/account_tab.html", {"href": href, "is_current": is_current})
