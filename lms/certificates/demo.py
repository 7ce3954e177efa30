"""Certificates of the demo city's completions, issued when each was earned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lms.learning.models import Completion

from .models import Certificate
from .services import issue_certificate


def seed_certificates(*, at: datetime, stdout: Any) -> None:
    """Numbers follow the order of completion. Documents are rendered when they are first opened."""
    has_one = Certificate.objects.values("completion_id")
    missing = Completion.objects.standing().exclude(pk__in=has_one).order_by("completed_at")
    count = sum(issue_certificate(completion=completion, at=completion.completed_at)[1] for completion in missing)
    stdout.write(f"  certificates: {count} issued")
