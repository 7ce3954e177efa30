"""What others announce and this room answers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from wagtail.signals import page_published

from lms.core import clock
from lms.learning.models import Attempt
from lms.people.models import Person

from .answers import kept_attempt_ids, own_kept_only
from .models import Quiz
from .services import freeze_questions

__all__ = ["connect"]


def freeze_published_questions(sender: type[Quiz], instance: Quiz, **kwargs: Any) -> None:
    """Whatever goes live is frozen, so that an edition exists before the first person meets it."""
    freeze_questions(quiz=instance, at=clock.now())


def leave_own_answers(sender: type[Person], request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Answers kept while nobody was signed in stay only if they are this person's: counters share a computer."""
    waiting = kept_attempt_ids(request.session)
    if waiting:
        own = Attempt.objects.filter(pk__in=waiting, enrolment__person=user).values_list("pk", flat=True)
        own_kept_only(request.session, set(own))


def connect() -> None:
    """Called once, when the applications are ready."""
    page_published.connect(freeze_published_questions, sender=Quiz, dispatch_uid="quizzes.freeze_published_questions")
    user_logged_in.connect(leave_own_answers, dispatch_uid="quizzes.leave_own_answers")
