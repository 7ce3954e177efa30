"""The rally board: a screen for the hall under an address of its own. Nobody signs in, nothing is written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.qr import qr_svg
from lms.core.rotating import seconds_left

from .board import ASK_SECONDS, Answer, news_of, whole_of
from .models import Rally
from .services.rallies import attendance_code, attendance_word, rally_on_board

__all__ = ["read_whole", "show_board", "show_code", "tell_news"]


@login_not_required
@require_safe
def show_board(request: HttpRequest, key: str) -> HttpResponse:
    """The screen itself. An address that was revoked shows that, and nothing of the campaign."""
    rally = rally_on_board(key, at=clock.now())
    if rally is None:
        return render(request, "people/screen_closed.html", status=404)
    text = rally.campaign.texts.first()
    address = request.build_absolute_uri(rally.campaign.url)
    context = {
        "rally": rally,
        "campaign": rally.campaign,
        "preamble": text.preamble_ko if text else "",
        "lines": [line["ko"] for line in text.lines] if text else [],
        "sign_address": address.removeprefix("https://").removeprefix("http://"),
        "sign_code": qr_svg(address),
        "every": ASK_SECONDS * 1000,
        "news_address": reverse("pledges:tell_news", args=[key]),
        "whole_address": reverse("pledges:read_whole", args=[key]),
        "code_address": reverse("pledges:show_code", args=[key]),
    }
    return render(request, "pledges/rally_board.html", context)


@login_not_required
@require_safe
def tell_news(request: HttpRequest, key: str) -> HttpResponse:
    """What a board asks for every ASK_SECONDS."""
    return _send(request, news_of(_rally_or_404(key).campaign, at=clock.now()))


@login_not_required
@require_safe
def read_whole(request: HttpRequest, key: str) -> HttpResponse:
    """What a board reads when it opens, and when it missed something."""
    return _send(request, whole_of(_rally_or_404(key).campaign, at=clock.now()))


@login_not_required
@require_safe
def show_code(request: HttpRequest, key: str) -> HttpResponse:
    """The code of this moment by which people who are in the hall say so; none before and after the rally."""
    rally, at = _rally_or_404(key), clock.now()
    word = attendance_word(rally, at=at)
    if word is None:
        return HttpResponse(status=204)
    typed_at = request.build_absolute_uri(reverse("pledges:attend_rally", args=[rally.pk]))
    scanned_at = request.build_absolute_uri(reverse("pledges:scan_code", args=[rally.pk, word]))
    response = JsonResponse(
        {
            "svg": qr_svg(scanned_at),
            "code": attendance_code(rally, at=at),
            "address": typed_at.partition("://")[2],
            "seconds": seconds_left(at),
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _rally_or_404(key: str) -> Rally:
    rally = rally_on_board(key, at=clock.now())
    if rally is None:
        raise Http404
    return rally


def _send(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answer, compressed for whoever can read that; nothing but its word for who has it already."""
    if request.headers.get("If-None-Match") == answer.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(answer.compressed, content_type="application/json")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(answer.plain, content_type="application/json")
    response.headers["ETag"] = answer.etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response
