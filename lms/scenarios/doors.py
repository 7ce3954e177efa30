"""Ways in and on: back after the session has ended, and to the next lesson."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from lms.courses.models import CoursePage
from lms.courses.services import LessonCard, lessons_of

__all__ = ["lesson_after", "sign_in_again"]


def lesson_after(course: CoursePage, lesson_id: int) -> LessonCard | None:
    """The lesson that comes after this one in its course."""
    lessons = lessons_of(course)
    places = [place for place, card in enumerate(lessons) if card.id == lesson_id]
    return lessons[places[0] + 1] if places and places[0] + 1 < len(lessons) else None


def sign_in_again(request: HttpRequest, *, back: str) -> HttpResponse:
    """The session ended in the middle: the conversation is kept, sign-in leads back to it."""
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]
