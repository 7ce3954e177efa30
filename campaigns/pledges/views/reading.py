"""The text read aloud: the file and its captions, for everybody who may read the text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.people.requests import person_of
from lms.recordings.files import captions_response
from lms.recordings.models import Recording
from lms.recordings.services import current_captions
from lms.recordings.tickets import file_address

from ..models import CampaignPage

__all__ = ["show_captions", "show_file"]


@require_safe
def show_file(request: HttpRequest, slug: str, recording_id: int) -> HttpResponse:
    """Leads to the file with a fresh ticket."""
    recording = _of_campaign(slug, recording_id)
    response = HttpResponseRedirect(file_address(recording, person_id=person_of(request).pk, at=clock.now()))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def show_captions(request: HttpRequest, slug: str, recording_id: int) -> HttpResponse:
    """The captions as a text track."""
    captions = current_captions([recording_id]).get(_of_campaign(slug, recording_id).pk)
    if captions is None:
        raise Http404
    return captions_response(captions)


def _of_campaign(slug: str, recording_id: int) -> Recording:
    campaign = CampaignPage.objects.live().filter(slug=slug).first()
    recording = Recording.objects.filter(pk=recording_id).first()
    if campaign is None or recording is None or not recording.file or recording_id not in campaign.recording_ids():
        raise Http404
    return recording
