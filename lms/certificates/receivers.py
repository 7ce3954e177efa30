"""Completion → certificate."""

from __future__ import annotations

import logging
from typing import Any

from django.dispatch import receiver

from lms.core import clock
from lms.learning.models import Completion
from lms.learning.signals import enrolment_completed

from .services import issue_certificate
from .tasks import render_certificate_pdf

logger = logging.getLogger(__name__)


@receiver(enrolment_completed)
def issue_on_completion(sender: Any, completion: Completion, **kwargs: Any) -> None:
    """Number and date at once, the document by the worker. A failure here never undoes the completion."""
    try:
        certificate, _ = issue_certificate(completion=completion, at=clock.now())
        render_certificate_pdf.enqueue(str(certificate.pk))
    except Exception:
        # issue_missing_certificates heals it; the person's completion has already been committed.
        logger.exception("certificate of completion %s was not issued", completion.pk)
