"""Language by cookie, the door of the house, what is turned away there, and the headers that keep a page from reaching
another host.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]

SITE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
# Wagtail's editor writes inline scripts and evaluates them; it still may not contact another host.
ADMIN_POLICY = SITE_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'")


class CookieLocaleMiddleware:
    """Korean unless the language cookie says otherwise; the browser's own preference is not asked."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.languages = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.languages else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class DoorMiddleware(LoginRequiredMiddleware):
    """Everything is behind sign-in but the views that say otherwise; for those nobody's row is read.

    Django's own asks who it is first, and only then whether the view wants to know.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: tuple[Any, ...], view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class HandMadeRequestMiddleware:
    """What no page of ours sends and no database takes: NUL characters, and keys of twenty digits.

    No address holds a NUL; in a query it is left out, as it cannot be seen. Bodies are not read here: forms refuse it,
    and the services that keep text without a form leave it out.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404("a NUL character in the address")
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """SQLite finds no row with a key that it cannot even hold, as PostgreSQL finds none."""
        if isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception):
            raise Http404 from exception


class SecurityHeadersMiddleware:
    """A content security policy for every answer, and no storing of pages behind sign-in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = ADMIN_POLICY if request.path.startswith("/admin/") else SITE_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # The next person at a shared counter PC must not find this one's page behind the back button.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
