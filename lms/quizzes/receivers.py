"""What Wagtail announces and this room answers."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from lms.core import clock

from .models import Quiz
from .services import freeze_questions


@receiver(page_published, sender=Quiz, dispatch_uid="quizzes.freeze_published_questions")
def freeze_published_questions(sender: type[Quiz], instance: Quiz, **kwargs: Any) -> None:
    """Whatever goes live is frozen, so that an edition exists before the first person meets it."""
    freeze_questions(quiz=instance, at=clock.now())
