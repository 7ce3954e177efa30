"""What certificates tell people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.services import notify

from .models import Certificate

__all__ = ["ISSUED", "tell_issued"]

#: A mail about it makes sense for so long.
NEWS = timedelta(days=14)


def _words(subject: Subject) -> Words:
    return Words(
        title=_("The certificate for the course ‘%(course)s’ was issued.") % {"course": subject["course"]},
        paragraphs=[_("Well done. You can download it whenever you need it.")],
        facts=[(_("Certificate number"), subject["number"])],
        action=_("See the certificate"),
    )


ISSUED = NoticeKind(
    key="certificates.issued",
    title=gettext_lazy("Certificate issued"),
    description=gettext_lazy("When you complete a course and its certificate is issued."),
    words=_words,
    sample=lambda: {"course": "특이민원 대응 실전", "number": "제2026-00123호"},
)


def tell_issued(certificate: Certificate, *, at: datetime) -> None:
    """Tell the person, once."""
    notify(
        kind=ISSUED.key,
        person=certificate.person_id,
        reason=f"certificate:{certificate.pk}",
        on=timezone.localdate(certificate.issued_at),
        at=at,
        topic=certificate.course_title_at_issue,
        subject={"course": certificate.course_title_at_issue, "number": certificate.number},
        link=reverse("certificates:list_certificates"),
        relevant_until=at + NEWS,
    )
