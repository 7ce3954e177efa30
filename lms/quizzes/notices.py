"""What quizzes tell people: a wrong key was set right, and their sitting has other points."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.models import Attempt
from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.services import notify

from .models import KeyCorrection, Quiz

__all__ = ["KEY_CORRECTED", "tell_key_corrected"]

#: A mail about it makes sense for so long.
NEWS = timedelta(days=14)


def _words(subject: Subject) -> Words:
    return Words(
        title=_("A right answer in ‘%(quiz)s’ was corrected; your attempt was marked again.")
        % {"quiz": subject["quiz"]},
        paragraphs=[_("What you had passed or completed stays as it was.")],
        facts=[
            (_("Score"), _("%(before)s → %(after)s points") % {"before": subject["before"], "after": subject["after"]}),
            (_("Reason"), subject["reason"]),
        ],
        action=_("See the result"),
    )


KEY_CORRECTED = NoticeKind(
    key="quizzes.key_corrected",
    title=gettext_lazy("Right answer corrected"),
    description=gettext_lazy("When a wrong key is set right and your attempt gets other points."),
    words=_words,
    sample=lambda: {"quiz": "마무리 평가", "before": 50, "after": 60, "reason": "3번 문항의 정답 오류"},
)


def tell_key_corrected(
    correction: KeyCorrection, attempt: Attempt, *, before: int, after: int, quiz: Quiz, at: datetime
) -> None:
    """Tell the person whose sitting got other points; a trainer's trial tells nobody."""
    if attempt.enrolment.is_trial:
        return
    notify(
        kind=KEY_CORRECTED.key,
        person=attempt.enrolment.person_id,
        reason=f"correction:{correction.pk}:attempt:{attempt.pk}",
        on=timezone.localdate(correction.corrected_at),
        at=at,
        topic=quiz.title,
        subject={"quiz": quiz.title, "before": before, "after": after, "reason": correction.reason},
        link=reverse("quizzes:show_result", args=[attempt.pk]),
        relevant_until=at + NEWS,
    )
