"""A person's certificates, the document, and public verification."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.core import clock
from lms.core.korean import mask_name
from lms.core.ratelimit import within_limit
from lms.people.models import AccessRecord
from lms.people.requests import client_ip, person_of
from lms.people.services import may_see_person, record_access

from .errors import CertificateDamaged
from .models import Certificate
from .rules import normal_code
from .services import certificate_bytes

logger = logging.getLogger(__name__)

PER_PAGE = 20
#: Guesses per address and minute on the public page: 54 bits of code stand behind it.
VERIFICATIONS_PER_MINUTE = 30


@require_safe
def list_certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate of the person who asks, the newest first."""
    found = Certificate.objects.filter(person=person_of(request)).select_related("completion")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/certificates.html", {"page_obj": page})


@require_safe
def download_certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """The frozen document, for its owner and for those who may see the person's records (which is recorded)."""
    certificate = get_object_or_404(Certificate.objects.select_related("person"), pk=certificate_id)
    reader = person_of(request)
    if certificate.person_id != reader.pk:
        if not may_see_person(reader, certificate.person, on=clock.today()):
            raise Http404
        record_access(
            actor=reader,
            at=clock.now(),
            ip=client_ip(request),
            action=AccessRecord.Action.VIEW,
            asked=_("certificate %(number)s") % {"number": certificate.number},
            subjects=[certificate.person_id],
        )
    try:
        pdf = certificate_bytes(certificate=certificate, at=clock.now())
    except CertificateDamaged:
        logger.exception("certificate %s is damaged", certificate.pk)
        return render(request, "certificates/damaged.html", {"certificate": certificate}, status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"이수증_{certificate.number}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header("inline" not in request.GET, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a typed one leads to its own address."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return HttpResponseRedirect(reverse("certificates:verify_code", args=[normal_code(typed) or "-"]))
    return render(request, "certificates/verify.html")


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine, with a masked name and nothing more."""
    if not within_limit(f"verify:{client_ip(request)}", limit=VERIFICATIONS_PER_MINUTE, window_seconds=60):
        return render(request, "429.html", status=429)
    found = Certificate.objects.select_related("completion").filter(verification_code=normal_code(code)).first()
    context = {"code": code[:40], "certificate": found}
    if found is not None:
        context["masked_name"] = mask_name(found.learner_name_at_issue)
    return render(request, "certificates/verify_code.html", context, status=200 if found else 404)
