"""One person on one run: lessons, sittings, completions, and what staff may do about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lms.core import clock
from lms.courses.services import lessons_of
from lms.people.requests import person_of
from lms.people.services import current_unit, unit_label

from ..agenda import due_words
from ..errors import LearningRefused
from ..models import Completion, Enrolment, ExtraAttempt
from ..rules import decide_completion
from ..services import grant_attempt
from .entitlement import enrolment_or_403
from .listing import record_view

__all__ = ["grant", "show_enrolment"]


class GrantForm(forms.Form):
    """Why another sitting is right."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@require_safe
def show_enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Everything the run knows of one person. Leaves an access record."""
    enrolment = enrolment_or_403(request, enrolment_id)
    run_name = f"{enrolment.run.course.title} · {enrolment.run.label}"
    record_view(request, asked=_("learning record on %(run)s") % {"run": run_name}, subjects=[enrolment.person_id])
    return TemplateResponse(request, "learning/staff/enrolment.html", _context(request, enrolment))


def _context(request: HttpRequest, enrolment: Enrolment) -> dict[str, Any]:
    on = clock.today()
    lessons = lessons_of(enrolment.run.course)
    progress = {row.lesson_id: row for row in enrolment.progress.all()}
    attempts: dict[int, list[Any]] = {}
    for attempt in enrolment.attempts.order_by("lesson", "number"):
        attempts.setdefault(attempt.lesson_id, []).append(attempt)
    grants: dict[int, list[ExtraAttempt]] = {}
    for grant_row in ExtraAttempt.objects.filter(enrolment=enrolment).select_related("granted_by"):
        grants.setdefault(grant_row.lesson_id, []).append(grant_row)
    completions = list(
        Completion.objects.filter(person=enrolment.person, run=enrolment.run).select_related("recorded_by", "voided_by")
    )
    due = due_words(enrolment.due_on, on=on)
    may_grant = person_of(request).has_perm("learning.add_extraattempt") and enrolment.withdrawn_at is None
    return {
        "enrolment": enrolment,
        "unit": unit_label(current_unit(enrolment.person, on)),
        "due": "" if enrolment.withdrawn_at or any(each.voided_at is None for each in completions) else due,
        "decision": decide_completion(lessons=lessons, states=progress, policy=enrolment.run.policy),
        "lines": [
            {
                "lesson": card,
                "progress": progress.get(card.id),
                "attempts": attempts.get(card.id, []),
                "grants": grants.get(card.id, []),
                "may_grant": may_grant and card.completes_itself and bool(attempts.get(card.id)),
            }
            for card in lessons
        ],
        "completions": completions,
        "may_void": person_of(request).has_perm("learning.change_completion"),
        "may_enter_paper": person_of(request).has_perm("learning.add_completion"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("learning_staff:runs"), "label": _("Rosters")},
            {
                "url": reverse("learning_staff:roster", args=[enrolment.run_id]),
                "label": enrolment.run.course.title,
                "sublabel": enrolment.run.label,
            },
            {"url": "", "label": enrolment.person.name},
        ],
        "header_title": enrolment.person.name,
        "header_icon": "user",
    }


@require_POST
def grant(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """One more sitting, with the reason."""
    enrolment = enrolment_or_403(request, enrolment_id)
    if not request.user.has_perm("learning.add_extraattempt"):
        raise PermissionDenied
    form = GrantForm(request.POST)
    known = any(card.id == lesson_id and card.completes_itself for card in lessons_of(enrolment.run.course))
    if not known or not form.is_valid():
        messages.error(
            request, _("The attempt was not granted. The reason is missing. Please write why, and send it again.")
        )
    else:
        try:
            _extra, is_new = grant_attempt(
                enrolment=enrolment,
                lesson_id=lesson_id,
                by=person_of(request),
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            name = {"name": enrolment.person.name}
            if is_new:
                messages.success(request, _("%(name)s may sit the quiz once more.") % name)
            else:
                messages.info(request, _("%(name)s has a granted attempt already that is not used yet.") % name)
    return HttpResponseRedirect(reverse("learning_staff:enrolment", args=[enrolment.pk]))
