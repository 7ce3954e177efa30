"""검토: who is asked to review a page, and whoever asked is told what was decided. In place of Wagtail's own mails.

Wagtail connects its mails under fixed names. Ours stand under the same names, so that theirs find the place taken:
nobody gets two mails about one review.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from lms.core import clock
from lms.notices.kinds import NoticeKind, Subject, Words
from lms.notices.models import Notice
from lms.notices.services import Message, notify, notify_many
from lms.people.models import Person

__all__ = ["KINDS", "REVIEW_DECIDED", "REVIEW_REQUESTED", "replace_wagtail_mails"]

#: A mail about it makes sense for so long.
NEWS = timedelta(days=30)


def _requested_words(subject: Subject) -> Words:
    return Words(
        title=_("‘%(page)s’ awaits your review.") % {"page": subject["page"]},
        paragraphs=[_("%(name)s asks for it.") % {"name": subject["by"]}] if subject.get("by") else [],
        action=_("Review the page"),
    )


def _decided_words(subject: Subject) -> Words:
    if subject["approved"]:
        title = _("‘%(page)s’ was approved and published.") % {"page": subject["page"]}
    else:
        title = _("‘%(page)s’ was returned for changes.") % {"page": subject["page"]}
    return Words(
        title=title,
        paragraphs=[subject["comment"]] if subject.get("comment") else [],
        facts=[(_("Reviewer"), subject["by"])] if subject.get("by") else [],
        action=_("Open the page"),
    )


def _takes_part(person: Person) -> bool:
    return bool(person.has_perm("wagtailadmin.access_admin"))


def _still_waiting(notices: Sequence[Notice]) -> Iterable[UUID]:
    ids = {notice.subject["task"] for notice in notices}
    waiting = set(
        TaskState.objects.filter(pk__in=ids, status=TaskState.STATUS_IN_PROGRESS).values_list("pk", flat=True)
    )
    return [notice.pk for notice in notices if notice.subject["task"] in waiting]


REVIEW_REQUESTED = NoticeKind(
    key="courses.review_requested",
    title=gettext_lazy("Page awaits your review"),
    description=gettext_lazy("When an author sends a page for review to those who approve it."),
    words=_requested_words,
    sample=lambda: {"page": "특이민원 대응 실전", "by": "정다온"},
    concerns=_takes_part,
    still_holds=_still_waiting,
)
REVIEW_DECIDED = NoticeKind(
    key="courses.review_decided",
    title=gettext_lazy("Review decided"),
    description=gettext_lazy("When a page that you sent for review is approved or returned."),
    words=_decided_words,
    concerns=_takes_part,
    sample=lambda: {
        "page": "특이민원 대응 실전",
        "approved": False,
        "comment": "2차시 사례의 날짜를 확인해 주세요.",
        "by": "한결",
    },
)
KINDS = (REVIEW_REQUESTED, REVIEW_DECIDED)


def ask_reviewers(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """Everybody in the groups that approve this task, but whoever sent it."""
    task = instance.task.specific
    if not isinstance(task, AbstractGroupApprovalTask):
        return
    reviewers = get_user_model().objects.filter(groups__in=task.groups.all(), is_active=True).distinct()
    if user is not None:
        reviewers = reviewers.exclude(pk=user.pk)
    page = instance.workflow_state.content_object
    asker = instance.workflow_state.requested_by
    at = clock.now()
    message: dict[str, Any] = {
        "reason": f"task:{instance.pk}",
        "on": timezone.localdate(instance.started_at),
        "topic": _name(page),
        "subject": {"task": instance.pk, "page": _name(page), "by": asker.name if asker else ""},
        "link": _edit_link(page),
        "relevant_until": at + NEWS,
    }
    ids = reviewers.order_by("pk").values_list("pk", flat=True)
    notify_many(kind=REVIEW_REQUESTED.key, messages=[Message(person_id=pk, **message) for pk in ids], at=at)


def tell_approved(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Whoever asked learns that the page is published."""
    _tell_decision(instance, by=user, approved=True, comment="", at=clock.now())


def tell_rejected(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Whoever asked learns what has to change."""
    comment = instance.current_task_state.specific.get_comment() if instance.current_task_state else ""
    _tell_decision(instance, by=user, approved=False, comment=comment, at=clock.now())


def _tell_decision(state: WorkflowState, *, by: Any, approved: bool, comment: str, at: datetime) -> None:
    if state.requested_by is None or (by is not None and by.pk == state.requested_by_id):
        return
    page = state.content_object
    task_id = state.current_task_state_id or 0
    notify(
        kind=REVIEW_DECIDED.key,
        person=state.requested_by,
        # A returned page may be sent again: each decision is about one task state.
        reason=f"review:{state.pk}:{task_id}",
        on=timezone.localdate(at),
        at=at,
        topic=_name(page),
        subject={"page": _name(page), "approved": approved, "comment": comment, "by": by.name if by else ""},
        link=_edit_link(page),
        relevant_until=at + NEWS,
    )


def say_nothing(sender: Any, **kwargs: Any) -> None:
    """Wagtail writes here to every superuser, who has nothing to review."""


def _name(page: Any) -> str:
    """What the draft calls it: a new title is part of what is reviewed."""
    return getattr(page, "draft_title", "") or str(page)


def _edit_link(page: Any) -> str:
    return AdminURLFinder().get_edit_url(page) or ""


def replace_wagtail_mails() -> None:
    """Take the places of Wagtail's mails, whichever of the two rooms is made ready first."""
    for signal, ours, sender, place in (
        (task_submitted, ask_reviewers, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, say_nothing, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_approved, tell_approved, WorkflowState, "workflow_state_approved_email_notification"),
        (workflow_rejected, tell_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=place)
        signal.connect(ours, sender=sender, dispatch_uid=place)
