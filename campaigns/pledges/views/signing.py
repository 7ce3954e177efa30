"""Reading and signing a pledge text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.core import clock
from lms.people.requests import person_of

from ..errors import SigningRefused, TextChanged
from ..forms.signing import SignForm
from ..models import CampaignPage
from ..overview import reading
from ..services.signing import current_text, living_pledge, sign, why_not_now

__all__ = ["sign_campaign"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The text, its lines to acknowledge, one's line, one's name. Whoever has signed is led to what they signed."""
    person, at = person_of(request), clock.now()
    campaign = get_object_or_404(CampaignPage.objects.live().select_related("audience"), slug=slug)
    address = campaign.get_url(request) or "/"
    if living_pledge(person, campaign) is not None:
        return HttpResponseRedirect(f"{address}#my-pledge")
    reason, text = why_not_now(campaign, person, at=at), current_text(campaign)
    if reason or text is None:
        context = {"campaign": campaign, "address": address, "reason": reason}
        return render(request, "pledges/not_now.html", context, status=409 if request.method == "POST" else 200)
    is_stale = request.method == "POST" and request.POST.get("text") != str(text.pk)
    typed = request.POST if request.method == "POST" else None
    form = SignForm(_anew(request, text.pk) if is_stale else typed, shown=text, name=person.name)
    if is_stale:
        form.add_error(
            None, _("The text was changed meanwhile. Please read it once more. What you typed is still here.")
        )
    elif form.is_bound and form.is_valid():
        try:
            sign(
                person=person,
                campaign=campaign,
                text=text,
                signed_name=form.cleaned_data["signed_name"],
                promise=form.cleaned_data["promise"],
                shows_name=form.cleaned_data["shows_name"],
                at=at,
            )
        except TextChanged as refusal:
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(request.path)
        except SigningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("You signed ‘%(title)s’. Your leaf is on the tree.") % {"title": campaign.title}
            )
            return HttpResponseRedirect(f"{address}#my-pledge")
    context = {"campaign": campaign, "address": address, "text": text, "reading": reading(text), "form": form}
    return render(request, "pledges/sign.html", context, status=422 if form.errors else 200)


def _anew(request: HttpRequest, text_id: int) -> dict[str, str]:
    """What was typed, below another text: its lines are to be acknowledged anew."""
    kept = {
        name: request.POST.get(name, "") for name in ("promise", "shows_name", "signed_name") if name in request.POST
    }
    return kept | {"text": str(text_id)}
