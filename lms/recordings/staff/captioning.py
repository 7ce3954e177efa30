"""The caption editor: paste the script, play, tap at each line, correct, save."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from lms.core import clock
from lms.people.requests import person_of

from .. import services
from ..captions import MOST_BYTES, decode
from ..errors import CaptionsRefused, NotPublishable
from ..models import Recording
from ..tickets import file_address, mint_ticket
from .standing import Standing, standing_of
from .viewsets import recordings_edit_url

__all__ = ["CaptionsView", "publish"]


def own_recording(request: HttpRequest, recording_id: int) -> Recording:
    """The recording, for who may change it. Raises Http404 and PermissionDenied."""
    recording = get_object_or_404(Recording, pk=recording_id)
    policy = policy_registry.get_by_type(Recording)
    if not policy.user_has_permission_for_instance(request.user, "change", recording):
        raise PermissionDenied
    return recording


class CaptionsView(WagtailAdminTemplateMixin, View):
    """One text field with WebVTT that works by itself; the script on the page makes an editor of it."""

    page_title = gettext_lazy("Captions and transcript")
    header_icon = "edit"
    template_name = "recordings/staff/captions.html"
    recording: Recording

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.recording = own_recording(request, kwargs["recording_id"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The latest edition."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; publish as well when the button says so. Faults leave the text as it was written."""
        text = request.POST.get("webvtt", "")
        try:
            if (chosen := request.FILES.get("file")) is not None:
                text = decode(chosen.read(MOST_BYTES + 1))
            _captions, is_new = services.save_captions(
                recording=self.recording, text=text, by=person_of(request), at=clock.now()
            )
        except CaptionsRefused as refusal:
            context = self.get_context_data(faults=refusal.faults, text=text)
            return self.render_to_response(context, status=422)
        messages.success(request, _("The captions were saved.") if is_new else _("Nothing had changed."))
        if "publish" in request.POST:
            return publish(request, recording_id=self.recording.pk)
        return HttpResponseRedirect(reverse("recordings_staff:captions", args=[self.recording.pk]))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("recordings_staff:index"), "label": _("Video and audio")},
            {"url": recordings_edit_url(self.recording), "label": self.recording.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = standing_of(self.recording)
        text = standing.captions.webvtt if standing.captions else ""
        waiting = standing.waiting
        is_video = waiting.type == "video" if waiting else self.recording.is_video
        context = {"text": text, "faults": [], "standing": standing, "recording": self.recording, "is_video": is_video}
        return super().get_context_data(**(context | {"source": self._source(standing)} | kwargs))

    def _source(self, standing: Standing) -> str:
        """What is timed: the replacement that waits, else the file."""
        person, at, waiting = person_of(self.request), clock.now(), standing.waiting
        if waiting is not None:
            ticket = mint_ticket(
                name=str(waiting.file.name),
                digest=waiting.digest,
                file_type=waiting.file_type,
                person_id=person.pk,
                at=at,
            )
            return reverse("recordings:serve_file", args=[ticket])
        return file_address(self.recording, person_id=person.pk, at=at) if self.recording.file else ""


@require_POST
def publish(request: HttpRequest, recording_id: int) -> HttpResponse:
    """게시 and 게시 취소."""
    recording = own_recording(request, recording_id)
    if request.POST.get("do") == "withdraw":
        services.withdraw_recording(recording=recording, by=person_of(request))
        messages.success(request, _("‘%(title)s’ was withdrawn. Pages no longer play it.") % {"title": recording})
    elif request.POST.get("do") == "confirm":
        try:
            services.confirm_captions(recording=recording, by=person_of(request), at=clock.now())
            messages.success(request, _("The new file plays from now on, with the captions as they were."))
        except CaptionsRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("recordings_staff:captions", args=[recording.pk]))
    else:
        try:
            services.publish_recording(recording=recording, by=person_of(request), at=clock.now())
            messages.success(request, _("‘%(title)s’ was published. Pages may show it.") % {"title": recording})
        except NotPublishable as refusal:
            messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(recordings_edit_url(recording))
