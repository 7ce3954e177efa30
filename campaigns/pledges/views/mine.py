"""나의 다짐: what one signed, the line and what became of it, the document, the picture, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.people.requests import person_of

from ..documents import pledge_document, promise_picture
from ..errors import MendingRefused
from ..forms.signing import PromiseForm
from ..models import Pledge
from ..overview import reading
from ..phases import Phase
from ..services.signing import mend_promise, withdraw

__all__ = ["download_document", "list_pledges", "mend", "show_picture", "withdraw_pledge"]

#: Drawing costs a tenth of a second; nobody needs more.
DRAWINGS_PER_MINUTE = 20


@never_cache
@require_safe
def list_pledges(request: HttpRequest) -> HttpResponse:
    """Every pledge of the person who asks, the newest first; withdrawn ones only here."""
    return _list(request)


def _list(request: HttpRequest, *, wrong: PromiseForm | None = None, wrong_id: int = 0) -> HttpResponse:
    on = clock.today()
    found = Pledge.objects.filter(person=person_of(request)).order_by("-signed_at")
    rows = []
    for pledge in found.select_related("campaign", "text", "unit", "promise"):
        promise = getattr(pledge, "promise", None)
        is_living = pledge.withdrawn_at is None
        form = None
        if is_living and (promise is None or promise.may_be_mended):
            typed = {"promise": promise.words, "shows_name": promise.shows_name} if promise else {}
            form = (
                wrong if wrong_id == pledge.pk and wrong else PromiseForm(initial=typed, auto_id=f"id_{pledge.pk}_%s")
            )
        rows.append(
            {
                "pledge": pledge,
                "promise": promise,
                "lines": reading(pledge.text).lines,
                "form": form,
                "may_sign_again": pledge.campaign.phase(on) is Phase.SIGNING,
            }
        )
    return render(request, "pledges/mine.html", {"rows": rows}, status=422 if wrong else 200)


@require_POST
def withdraw_pledge(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """One click, no reason."""
    pledge = _own(request, pledge_id)
    withdraw(person=person_of(request), pledge_id=pledge.pk, at=clock.now())
    messages.success(request, _("The pledge was withdrawn. Nobody is told, and no number keeps a trace of it."))
    return HttpResponseRedirect(reverse("pledges:list_pledges"))


@require_POST
def mend(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """A line that is not approved yet: changed, added or emptied."""
    pledge = _own(request, pledge_id)
    form = PromiseForm(request.POST, auto_id=f"id_{pledge.pk}_%s")
    if not form.is_valid():
        return _list(request, wrong=form, wrong_id=pledge.pk)
    try:
        mend_promise(
            person=person_of(request),
            pledge_id=pledge.pk,
            words=form.cleaned_data["promise"],
            shows_name=form.cleaned_data["shows_name"],
            at=clock.now(),
        )
    except MendingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your line is saved. Others read it once it is approved."))
    return HttpResponseRedirect(reverse("pledges:list_pledges"))


@require_safe
def download_document(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """다짐서, one's own only."""
    pledge = _drawable(request, pledge_id)
    if pledge is None:
        return render(request, "429.html", status=429)
    return _file(
        pledge_document(pledge),
        "application/pdf",
        f"다짐서_{pledge.campaign.title}.pdf",
        inline="inline" in request.GET,
    )


@require_safe
def show_picture(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """One's line as a picture; there is none without a line."""
    pledge = _drawable(request, pledge_id)
    if pledge is None:
        return render(request, "429.html", status=429)
    if getattr(pledge, "promise", None) is None:
        raise Http404
    return _file(
        promise_picture(pledge), "image/png", f"나의_다짐_{pledge.campaign.title}.png", inline="inline" in request.GET
    )


def _own(request: HttpRequest, pledge_id: int) -> Pledge:
    found = Pledge.objects.select_related("campaign", "text", "unit", "promise")
    pledge = found.filter(pk=pledge_id, person=person_of(request)).first()
    if pledge is None:
        raise Http404
    return pledge


def _drawable(request: HttpRequest, pledge_id: int) -> Pledge | None:
    pledge = _own(request, pledge_id)
    if pledge.withdrawn_at is not None:
        raise Http404
    is_within = within_limit(f"pledge-drawing:{pledge.person_id}", limit=DRAWINGS_PER_MINUTE, window_seconds=60)
    return pledge if is_within else None


def _file(content: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
