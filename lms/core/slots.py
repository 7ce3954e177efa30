"""What the ground floor itself says to the person: the greeting, and messages of what has just happened."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.utils import timezone

from . import clock, greetings
from .parts import part

__all__ = ["greeting", "messages"]


def greeting(context: dict[str, Any], **kwargs: Any) -> str:
    """The words of the hour, and the name."""
    words = greetings.greeting(timezone.localtime(clock.now()))
    return part("core/greeting.html", greeting=words, name=context["request"].user.addressed_name)


def messages(context: dict[str, Any], **kwargs: Any) -> str:
    """Django's messages, each shown once."""
    waiting = get_messages(context["request"])
    return render_to_string("components/messages.html", {"messages": waiting}) if len(waiting) else ""
