"""The addresses of a lesson's recordings: the file behind the gate, where one was, and reports of what was played."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.courses.models import Lesson
from lms.people.requests import person_of
from lms.recordings.errors import ReportRefused
from lms.recordings.files import captions_response
from lms.recordings.models import Recording
from lms.recordings.services import current_captions
from lms.recordings.tickets import file_address, poster_address

from . import services
from .models import Enrolment
from .services.enrolments import current_of
from .trials import may_try

__all__ = ["keep_played", "play_recording", "show_captions", "show_file", "show_poster"]

#: Twenty plays with as many spans as are kept of each; a player sends no more at once.
MOST_BYTES = 200_000
MOST_REPORTS = 50
#: A player reports every 100 seconds; a person with five devices stays far below.
REPORTS_IN_TEN_MINUTES = 120


@require_safe
def show_file(request: HttpRequest, lesson_id: int, recording_id: int) -> HttpResponse:
    """Leads to the file with a fresh ticket. The page that holds this address is the same for everybody."""
    _lesson, recording, _enrolment = _behind_the_gate(request, lesson_id, recording_id)
    if not recording.file:
        raise Http404
    return _not_kept(file_address(recording, person_id=person_of(request).pk, at=clock.now()))


@require_safe
def show_poster(request: HttpRequest, lesson_id: int, recording_id: int) -> HttpResponse:
    """The same for the poster."""
    _lesson, recording, _enrolment = _behind_the_gate(request, lesson_id, recording_id)
    if not recording.thumbnail:
        raise Http404
    return _not_kept(poster_address(str(recording.thumbnail.name), person_id=person_of(request).pk, at=clock.now()))


@require_safe
def show_captions(request: HttpRequest, lesson_id: int, recording_id: int) -> HttpResponse:
    """The captions as a text track."""
    _lesson, recording, _enrolment = _behind_the_gate(request, lesson_id, recording_id)
    captions = current_captions([recording.pk]).get(recording.pk)
    if captions is None:
        raise Http404
    return captions_response(captions)


@require_http_methods(["GET", "POST"])
def play_recording(request: HttpRequest, lesson_id: int, recording_id: int) -> JsonResponse:
    """GET: where the person was and what is played so far. POST: the token of a play that begins now.

    An editor who looks without being enrolled gets neither: nothing of that is counted.
    """
    lesson, recording, enrolment = _behind_the_gate(request, lesson_id, recording_id)
    if enrolment is None:
        return JsonResponse({"token": "", "place": 0})
    if request.method == "POST":
        try:
            token = services.start_play(
                enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=clock.now()
            )
        except ReportRefused as refusal:
            return JsonResponse({"token": "", "message": str(refusal)}, status=429)
        return JsonResponse({"token": token})
    told = _told(enrolment, lesson, [recording.pk])
    return JsonResponse(told.get(str(recording.pk), {"place": 0}))


@require_POST
def keep_played(request: HttpRequest) -> JsonResponse:
    """Reports of what was played, also late ones of earlier plays. What was refused is told and need not come again."""
    person = person_of(request)
    if not within_limit(f"played:{person.pk}", limit=REPORTS_IN_TEN_MINUTES, window_seconds=600):
        return JsonResponse({"wait": 120}, status=429)
    text = request.POST.get("reports", "")
    try:
        reports = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        reports = None
    if not isinstance(reports, list) or not all(isinstance(each, dict) for each in reports):
        return JsonResponse({"refused": 1}, status=400)
    touched, refused = services.keep_played(person_id=person.pk, reports=reports[:MOST_REPORTS], at=clock.now())
    shown = request.POST.get("lesson", "")
    recordings: dict[str, Any] = {}
    for enrolment, lesson_id in touched:
        if str(lesson_id) == shown and (lesson := _lesson(lesson_id)) is not None:
            recordings = _told(enrolment, lesson, lesson.recording_ids())
    return JsonResponse({"recordings": recordings, "refused": len(refused), "messages": sorted(set(refused))})


def _lesson(lesson_id: int) -> Lesson | None:
    page = Page.objects.filter(pk=lesson_id).first()
    specific = page.specific if page else None
    return specific if isinstance(specific, Lesson) else None


def _behind_the_gate(
    request: HttpRequest, lesson_id: int, recording_id: int
) -> tuple[Lesson, Recording, Enrolment | None]:
    """The lesson's recording, for who takes the course or may edit the lesson. Anybody else finds nothing here."""
    lesson = _lesson(lesson_id)
    if lesson is None:
        raise Http404
    person, on = person_of(request), clock.today()
    rows = Enrolment.objects.living().for_person(person).filter(run__course=lesson.course.pk)
    enrolment = current_of(rows.select_related("run").order_by(), on=on)
    is_editor = may_try(person, lesson) and _holds(lesson, recording_id)
    opens_on = enrolment.run.opens_on if enrolment else None
    is_early = enrolment is not None and not enrolment.is_trial and opens_on is not None and on < opens_on
    is_learner = enrolment is not None and not is_early and lesson.live and recording_id in lesson.recording_ids()
    recording = Recording.objects.filter(pk=recording_id).first()
    if recording is None or not (is_learner or is_editor):
        raise Http404
    # What was withdrawn, or whose licence has ended, is gone at once, also from pages that are kept.
    if not is_editor and not (recording.published_at and recording.is_licensed(on=on)):
        raise Http404
    return lesson, recording, enrolment if is_learner else None


def _holds(lesson: Lesson, recording_id: int) -> bool:
    """Whether the lesson shows the recording, or will once its draft is published: an editor may try no other."""
    if recording_id in lesson.recording_ids():
        return True
    return recording_id in lesson.get_latest_revision_as_object().recording_ids()


def _told(enrolment: Enrolment, lesson: Lesson, recording_ids: list[int]) -> dict[str, Any]:
    found = services.watching(
        enrolment=enrolment,
        lesson_id=lesson.pk,
        recording_ids=recording_ids,
        asked_percent=lesson.watch_percent,
        on=clock.today(),
    )
    return {
        str(each.recording_id): {
            "place": each.place_ms,
            "percent": each.coverage.percent,
            "asked": each.asked_percent,
            "enough": each.is_enough,
            "spans": each.coverage.spans,
        }
        for each in found
    }


def _not_kept(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "no-store"
    return response
