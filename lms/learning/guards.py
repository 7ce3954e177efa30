"""Why a page cannot be deleted: what people did there stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from .models import Attempt, Enrolment, ExtraAttempt, LessonPlayedSpans, LessonProgress, MistakeReport

__all__ = ["records_on"]


def records_on(pages: Iterable[Page]) -> list[str]:
    """One sentence per kind of record that these pages, or pages below them, hold; empty when they hold none."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    held = Page.objects.filter(below).values("pk")
    enrolments = Enrolment.objects.filter(run__course__in=held)
    learners = enrolments.real().values("person").distinct().count()
    # Whoever played something on a page counts as having read it.
    opened = LessonProgress.objects.filter(lesson__in=held).values("enrolment")
    played = LessonPlayedSpans.objects.filter(lesson__in=held).values("enrolment")
    read = Enrolment.objects.filter(Q(pk__in=opened) | Q(pk__in=played))
    readers = read.real().values("person").distinct().count()
    sat = Attempt.objects.filter(lesson__in=held)
    attempts = sat.filter(enrolment__is_trial=False).count()
    trials = Enrolment.objects.filter(
        Q(pk__in=enrolments.values("pk")) | Q(pk__in=read.values("pk")) | Q(attempts__lesson__in=held), is_trial=True
    )
    walkers = trials.values("person").distinct().count()
    reports = MistakeReport.objects.filter(lesson__in=held).count()
    grants = ExtraAttempt.objects.filter(lesson__in=held).count()
    reasons = []
    if learners:
        reasons.append(
            ngettext("%(n)s person is or was enrolled.", "%(n)s people are or were enrolled.", learners)
            % {"n": learners}
        )
    elif readers:
        reasons.append(ngettext("%(n)s person has read it.", "%(n)s people have read it.", readers) % {"n": readers})
    if attempts or grants:
        count = max(attempts, grants)
        reasons.append(ngettext("It holds %(n)s attempt.", "It holds %(n)s attempts.", count) % {"n": count})
    if reports:
        reasons.append(
            ngettext("It holds %(n)s mistake report.", "It holds %(n)s mistake reports.", reports) % {"n": reports}
        )
    if walkers:
        text = ngettext(
            "%(n)s trainer walked it as a trial; that can be reset.",
            "%(n)s trainers walked it as a trial; that can be reset.",
            walkers,
        )
        reasons.append(text % {"n": walkers})
    if reasons:
        reasons.append(_("What people did there stands. Unpublish the page instead of deleting it."))
    return reasons
