"""Today's broadcast is taken off in one step, or another episode is put in its place; undone before its moment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from lms.core import clock
from lms.core.clock import local_day
from lms.people.requests import person_of

from ..models import Cancellation, Episode
from ..services.airing import cancel, fitting_replacements, undo
from .entitlement import episode_or_404, may_take_off

__all__ = ["TakeOffForm", "take_off"]


class TakeOffForm(forms.Form):
    """Why, and what is played instead."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Everybody reads it instead of hearing the broadcast. One sentence."),
        widget=forms.TextInput(attrs={"list": "usual-reasons", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Everybody reads the reason instead of hearing the broadcast. Enter one.")
        },
    )
    replaced_by = forms.TypedChoiceField(label=gettext_lazy("Played in its place"), required=False, coerce=int)

    def __init__(self, data: Any, *, offers: list[Episode]) -> None:
        super().__init__(data)
        self.offers = {offer.pk: offer for offer in offers}
        nothing = ("", _("Nothing: the reason stands instead"))
        self.fields["replaced_by"].choices = [nothing, *((pk, _offer_words(each)) for pk, each in self.offers.items())]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Episode | None:
        """The episode that was chosen instead."""
        return self.offers.get(self.cleaned_data.get("replaced_by") or 0)


def _offer_words(episode: Episode) -> str:
    if episode.airs_at is None:
        return _("Spare: %(title)s") % {"title": episode.title}
    day = local_day(episode.airs_at)
    return f"{episode.title} ({day.year}. {day.month}. {day.day}.)"


@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, episode_id: int) -> HttpResponse:
    """The form, what was decided, and the way back while there is one."""
    episode, at = episode_or_404(episode_id), clock.now()
    if not may_take_off(request.user, episode):
        raise PermissionDenied
    standing = Cancellation.objects.filter(episode=episode).select_related("replaced_by", "cancelled_by").first()
    offers = fitting_replacements(episode, at=at) if standing is None else []
    form = TakeOffForm(request.POST if request.method == "POST" else None, offers=offers)
    if request.method == "POST":
        if request.POST.get("do") == "undo":
            return _undone(request, episode)
        if standing is not None:
            return _back(request, episode, _("It was already taken off. What was decided first stands."))
        if form.is_valid():
            try:
                _made, is_new = cancel(
                    episode=episode,
                    by=person_of(request),
                    reason=form.cleaned_data["reason"],
                    at=at,
                    replaced_by=form.chosen,
                )
            except ValidationError as refusal:
                _show(form, refusal)
            else:
                done = _("‘%(title)s’ was taken off.") if is_new else _("‘%(title)s’ was already taken off.")
                return _back(request, episode, done % {"title": episode.title})
    context = {
        "episode": episode,
        "form": form,
        "standing": standing,
        "may_undo": standing is not None and episode.airs_at is not None and episode.airs_at > at,
        "is_today": episode.airs_at is not None and local_day(episode.airs_at) == local_day(at),
        "reasons": [
            _("The broadcast is off during the days of mourning."),
            _("The broadcast is off because of an emergency."),
        ],
        "header_title": _("Take off the broadcast"),
        "header_icon": "cross",
        "page_subtitle": episode.title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("broadcasts_staff:plan"), "label": _("Broadcast plan")},
            {"url": reverse("wagtailadmin_pages:edit", args=[episode.pk]), "label": episode.title},
            {"url": "", "label": _("Take off")},
        ],
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "broadcasts/admin/take_off.html", context, status=status)


def _undone(request: HttpRequest, episode: Episode) -> HttpResponse:
    try:
        is_back = undo(episode=episode, by=person_of(request), at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("broadcasts_staff:take_off", args=[episode.pk]))
    said = _("‘%(title)s’ is broadcast after all.") if is_back else _("‘%(title)s’ had not been taken off.")
    return _back(request, episode, said % {"title": episode.title})


def _back(request: HttpRequest, episode: Episode, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("broadcasts_staff:take_off", args=[episode.pk]))


def _show(form: TakeOffForm, refusal: ValidationError) -> None:
    if hasattr(refusal, "error_dict"):
        for field, errors in refusal.error_dict.items():
            form.add_error(field, errors)
    else:
        form.add_error(None, refusal)
