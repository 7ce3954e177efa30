"""Health, the personal fragment, author's pictures, the language switch and the page for a stale form."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from . import clock
from .scheduling import workers


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache and storage answer, a worker is alive; 503 names what is missing."""
    checks = {"database": _database_answers, "cache": _cache_answers, "storage": _storage_answers}
    if settings.READY_WORKER_SECONDS:
        checks["worker"] = _worker_is_alive
    state = {}
    for name, check in checks.items():
        try:
            state[name] = bool(check())
        except Exception:  # whatever the backend raises means "not ready"
            state[name] = False
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache_answers() -> bool:
    cache.set("readyz", "1", 10)
    return cache.get("readyz") == "1"


def _storage_answers() -> bool:
    default_storage.exists("readyz")
    return True


def _worker_is_alive() -> bool:
    return workers.any_alive(at=clock.now(), within_seconds=settings.READY_WORKER_SECONDS)


@require_safe
def show_me(request: HttpRequest) -> HttpResponse:
    """The one small personal part of a page whose other bytes are the same for everybody."""
    return render(request, "core/me.html")


@require_safe
def serve_media(request: HttpRequest, path: str) -> FileResponse:
    """An author's picture, for people who signed in. Vector pictures are served so that they cannot run scripts.

    Documents are handed out by Wagtail, which asks who may see their collection; here they do not exist.
    """
    steps = path.split("/")
    # A detour such as ./documents/ leads to the same file.
    if steps[0] == "documents" or not {"", ".", ".."}.isdisjoint(steps):
        raise Http404
    try:
        opened = default_storage.open(path)
    except (OSError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(opened)
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere: say so and keep the way back, if it is one of ours."""
    back = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=hosts, require_https=request.is_secure())
    return render(request, "403_csrf.html", {"back": back if is_ours else ""}, status=403)
