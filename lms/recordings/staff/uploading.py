"""The upload screen and the small protocol behind it: begin, ask, send pieces.

Begin: POST, with name, size and fingerprint. Send: PUT with ``?offset=``; a piece that does not follow is answered 409
with where to go on. Ask: GET. After a broken connection or a new sign-in the browser begins again with the same
fingerprint and is told how far it was. Wagtail lets nobody to these addresses who may not enter its admin.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from lms.core import clock
from lms.core.numbers import whole_number
from lms.people.requests import person_of

from .. import services
from ..errors import UploadMisplaced, UploadRefused
from ..models import Recording, Upload
from ..services.uploading import PIECE_BYTES
from .viewsets import recordings_edit_url

__all__ = ["UploadView", "begin", "piece"]

#: Sizes and places within a file; ids have fewer.
BYTES_DIGITS = 17


def _may(request: HttpRequest, recording: Recording | None) -> bool:
    policy = policy_registry.get_by_type(Recording)
    if recording is None:
        return bool(policy.user_has_permission(request.user, "add"))
    return bool(policy.user_has_permission_for_instance(request.user, "change", recording))


class UploadView(WagtailAdminTemplateMixin, View):
    """Choose a file, watch it go up. With a recording in the address the file replaces the one that is there."""

    page_title = gettext_lazy("Upload video or audio")
    header_icon = "upload"
    template_name = "recordings/staff/upload.html"
    recording: Recording | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "recording_id" in kwargs:
            self.recording = get_object_or_404(Recording, pk=kwargs["recording_id"])
        if not _may(request, self.recording):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen."""
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("recordings_staff:index"), "label": _("Video and audio")},
        ]
        if self.recording is not None:
            trail.append({"url": recordings_edit_url(self.recording), "label": self.recording.title})
        return [*trail, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            recording=self.recording,
            unfinished=Upload.objects.filter(person=person_of(self.request), state=Upload.State.ARRIVING),
            begin_url=reverse("recordings_staff:upload_begin"),
        )


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Where to send the file, and from which byte on."""
    chosen = request.POST.get("recording", "")
    recording = get_object_or_404(Recording, pk=whole_number(chosen)) if chosen else None
    if not _may(request, recording):
        raise PermissionDenied
    try:
        upload, _is_new = services.begin_upload(
            person=person_of(request),
            name=request.POST.get("name", ""),
            size=whole_number(request.POST.get("size"), most_digits=BYTES_DIGITS),
            fingerprint=request.POST.get("fingerprint", ""),
            title=request.POST.get("title", ""),
            recording=recording,
            at=clock.now(),
        )
    except UploadRefused as refusal:
        return JsonResponse({"message": str(refusal)}, status=400)
    return JsonResponse(_told(upload) | {"address": reverse("recordings_staff:upload_piece", args=[upload.pk])})


@require_http_methods(["GET", "PUT"])
def piece(request: HttpRequest, upload_id: UUID) -> JsonResponse:
    """One piece of a person's own upload, or how far it is."""
    upload = get_object_or_404(Upload, pk=upload_id, person=person_of(request))
    if request.method == "PUT":
        offset = whole_number(request.GET.get("offset"), most_digits=BYTES_DIGITS, otherwise=-1)
        length = whole_number(request.headers.get("Content-Length"), otherwise=-1)
        if offset < 0 or not 0 <= length <= PIECE_BYTES:
            return JsonResponse({"message": _("This piece is larger than agreed.")}, status=413)
        try:
            # Read past Django's limit for forms: this is no form, and its size was just checked.
            data = request.read(length)
            upload = services.receive_piece(upload=upload, offset=offset, data=data, at=clock.now())
            if upload.received == upload.size:
                upload = services.finish_upload(upload=upload, at=clock.now())
        except UploadMisplaced as misplaced:
            return JsonResponse({"received": misplaced.received}, status=409)
        except UploadRefused as refusal:
            return JsonResponse({"message": str(refusal)}, status=400)
    return JsonResponse(_told(upload))


def _told(upload: Upload) -> dict[str, Any]:
    told: dict[str, Any] = {
        "received": upload.received,
        "size": upload.size,
        "piece": PIECE_BYTES,
        "state": upload.state,
        "progress": upload.progress_percent,
        "message": upload.failure,
    }
    if upload.recording is not None:
        told["screen"] = recordings_edit_url(upload.recording)
    return told
