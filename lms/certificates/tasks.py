"""What the worker does for certificates."""

from __future__ import annotations

from django_tasks import task

from lms.core import clock

from .models import Certificate
from .services import render_certificate


@task()
def render_certificate_pdf(certificate_id: str) -> None:
    """Freeze the bytes of one certificate. Idempotent: a retried task finds them frozen."""
    render_certificate(certificate=Certificate.objects.get(pk=certificate_id), at=clock.now())
