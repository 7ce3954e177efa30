"""What notices show on pages that know nothing of them: the bell, and the tab of one's choices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from lms.core import clock
from lms.core.parts import part
from lms.core.prepared import prepared

from .models import Notice

__all__ = ["account_tab", "bell"]

#: The bell shows 99+ from here on, so nothing beyond needs counting.
COUNTED = 100


def bell(context: dict[str, Any], **kwargs: Any) -> str:
    """The bell with the number of unread notices that still make sense: one small statement."""
    request: HttpRequest = context["request"]
    if not request.user.is_authenticated:
        return ""
    unread = len(_unread(request.user.pk, clock.now()))
    return part("components/notice_bell.html", count=unread, href=reverse("notices:list_notices"))


@prepared
def _unread(person_id: int, at: datetime) -> QuerySet[Any, Any]:
    notices = Notice.objects.for_person(person_id).unread().relevant(at=at)
    return notices.order_by().values_list("pk")[:COUNTED]


def account_tab(context: dict[str, Any], **kwargs: Any) -> str:
    """Among the pages about one's own account: how often mail comes."""
    href = reverse("notices:show_preferences")
    is_current = context["request"].path == href
    return render_to_string("notices/account_tab.html", {"href": href, "is_current": is_current})
