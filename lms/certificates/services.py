"""Issue a certificate once, freeze its bytes once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from lms.core.korean import format_minutes, josa
from lms.core.models import SiteSettings
from lms.core.pdf import render_pdf
from lms.core.qr import qr_data_uri
from lms.learning.models import Completion

from . import rules
from .errors import CertificateDamaged
from .models import Certificate, CertificateSequence
from .notices import tell_issued

__all__ = ["certificate_bytes", "issue_certificate", "issue_missing_certificates", "render_certificate"]


def issue_certificate(*, completion: Completion, at: datetime) -> tuple[Certificate, bool]:
    """The certificate of a completion and whether this call issued it.

    Safe to repeat and in a race: the year's row is the lock under which a number is taken, and a second insert for
    the same completion rolls its number back, so numbers have neither doubles nor gaps.
    """
    existing = Certificate.objects.filter(completion=completion).first()
    if existing is not None:
        return existing, False
    institution = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    year = timezone.localdate(at).year
    CertificateSequence.objects.get_or_create(year=year)
    try:
        with transaction.atomic():
            CertificateSequence.objects.filter(year=year).update(last_number=F("last_number") + 1)
            certificate = Certificate.objects.create(
                completion=completion,
                person_id=completion.person_id,
                year=year,
                sequence=CertificateSequence.objects.values_list("last_number", flat=True).get(year=year),
                verification_code=rules.new_verification_code(secrets.choice),
                issued_at=at,
                learner_name_at_issue=completion.person_name_at_completion,
                unit_name_at_issue=completion.unit_name_at_completion,
                rank_title_at_issue=completion.rank_title_at_completion,
                course_title_at_issue=completion.course_title_at_completion,
                started_on_at_issue=timezone.localdate(completion.started_at),
                completed_on_at_issue=timezone.localdate(completion.completed_at),
                recognised_minutes_at_issue=completion.recognised_minutes,
                organisation_name_at_issue=institution.organisation_name,
                issuer_name_at_issue=institution.issuer_name,
            )
            tell_issued(certificate, at=at)
    except IntegrityError:
        return Certificate.objects.get(completion=completion), False
    return certificate, True


def render_certificate(*, certificate: Certificate, at: datetime) -> Certificate:
    """Freeze the bytes of an issued certificate. Rendering holds no lock; of two renderers the first to finish wins."""
    if certificate.sha256:
        return certificate
    pdf = _render(certificate)
    name = certificate.pdf.field.generate_filename(certificate, f"{certificate.year}/{certificate.pk}.pdf")
    stored = certificate.pdf.storage.save(name, ContentFile(pdf))
    won = Certificate.objects.filter(pk=certificate.pk, sha256="").update(
        pdf=stored, sha256=hashlib.sha256(pdf).hexdigest(), rendered_at=at
    )
    if not won:
        certificate.pdf.storage.delete(stored)
    certificate.refresh_from_db()
    return certificate


def _render(certificate: Certificate) -> bytes:
    site = Site.objects.get(is_default_site=True)
    institution = SiteSettings.for_site(site)
    address = site.root_url + reverse("certificates:verify_code", args=[certificate.verification_code])
    fonts = rules.font_family(certificate.learner_name_at_issue, certificate.unit_name_at_issue)
    return render_pdf(
        "certificates/certificate_pdf.html",
        {
            "certificate": certificate,
            "address": address,
            "fonts": fonts,
            "seal": institution.seal.name if institution.seal else "",
            "qr": qr_data_uri(address),
            "minutes": format_minutes(certificate.recognised_minutes_at_issue),
            "body_noun": (body := rules.issuing_body(certificate.organisation_name_at_issue)),
            "body_particle": josa(body, "이"),
        },
    )


def certificate_bytes(*, certificate: Certificate, at: datetime) -> bytes:
    """The frozen bytes, checked against their SHA-256; rendered first where the worker has not come to it yet.

    Raises CertificateDamaged when the stored file is missing or differs from what was frozen.
    """
    certificate = render_certificate(certificate=certificate, at=at)
    try:
        with certificate.pdf.open("rb") as opened:
            pdf: bytes = opened.read()
    except OSError as error:
        raise CertificateDamaged(certificate.number) from error
    if hashlib.sha256(pdf).hexdigest() != certificate.sha256:
        raise CertificateDamaged(certificate.number)
    return pdf


def issue_missing_certificates(*, at: datetime) -> int:
    """Heal what a crash between completion and certificate left: issue and render; returns how many were issued.

    An idle run costs two queries, however many certificates there are.
    """
    issued = 0
    has_one = Certificate.objects.values("completion_id")
    for completion in Completion.objects.standing().exclude(pk__in=has_one).order_by("completed_at").iterator():
        issued += issue_certificate(completion=completion, at=at)[1]
    for certificate in Certificate.objects.filter(sha256="").iterator():
        render_certificate(certificate=certificate, at=at)
    return issued
