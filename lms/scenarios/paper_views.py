"""On paper: the protocol card, and a practice report that is never kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lms.core.models import SiteSettings
from lms.core.pdf import render_pdf
from lms.courses.services import course_of
from lms.learning.state import course_state
from lms.learning.trials import may_try
from lms.people.requests import person_of

from .cards import card_of
from .graph import BadDocument, Graph
from .models import Scenario, ScenarioSettings

#: What happened, as the report names it. The act is classified, never the person.
KINDS = (
    "폭언·욕설",
    "협박·신변 위협",
    "폭행",
    "기물 파손",
    "성희롱",
    "위험물 소지",
    "반복",
    "장시간 통화·면담",
    "온라인·문서상 폭언",
    "무단 촬영·신상 공개",
    "주취 소란",
    "그 밖의 행위",
)


@require_safe
def download_card(request: HttpRequest, scenario_id: int) -> HttpResponse:
    """The protocol of a scenario on one page, under this institution's settings; for those who take the course."""
    scenario = get_object_or_404(Scenario.objects.live(), pk=scenario_id)
    may_read = course_state(request, course_of(scenario).pk).enrolment is not None
    if not may_read and not may_try(person_of(request), scenario):
        raise Http404
    try:
        graph = Graph.from_document(scenario.document())
    except BadDocument as fault:
        raise Http404 from fault
    settings = ScenarioSettings.for_request(request)
    institution = SiteSettings.for_request(request)
    pdf = render_pdf(
        "scenarios/card_pdf.html",
        {"card": card_of(graph, settings.played_under), "settings": settings, "institution": institution},
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"절차 카드_{scenario.title}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header("inline" not in request.GET, name) or ""
    return response


@require_safe
def practise_report(request: HttpRequest) -> HttpResponse:
    """연습용 발생보고서: filled in and printed in the browser. There is no address that would take it."""
    return render(
        request,
        "scenarios/incident_report.html",
        {"kinds": KINDS, "channel": ScenarioSettings.for_request(request).incident_channel},
    )
