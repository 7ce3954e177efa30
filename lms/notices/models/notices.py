"""알림, 발송 and what a person chose about them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import kinds
from ..choices import Cadence, Cause, State


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Sets of notices, as adjectives."""

    def for_person(self, person: object) -> Self:
        """One person's notices."""
        return self.filter(person=person)

    def unread(self) -> Self:
        """Notices that nobody has marked as read."""
        return self.filter(read_at__isnull=True)

    def relevant(self, *, at: datetime) -> Self:
        """Notices that still make sense."""
        return self.filter(Q(relevant_until__isnull=True) | Q(relevant_until__gt=at))

    def unplanned(self) -> Self:
        """Notices of which the worker has not decided yet whether and when they are mailed."""
        return self.filter(planned_at__isnull=True)


class Notice(models.Model):
    """One message to one person about one fact on one date. Its words are made from ``subject`` by its kind."""

    # Given before the row is written, so that one statement can say which of a batch are new.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=60)
    reason = models.CharField(max_length=120, help_text="The fact it is about, e.g. enrolment:5:d-7.")
    on = models.DateField(help_text="The date of that fact.")
    topic = models.CharField(_("about"), max_length=200, blank=True)
    subject = models.JSONField(default=dict, help_text="What the words need, as it was when it happened.")
    link = models.CharField(max_length=300, blank=True)
    relevant_until = models.DateTimeField(_("makes sense until"), null=True, blank=True)
    created_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-created_at", "-pk"]
        default_permissions: ClassVar = ("view",)
        constraints: ClassVar = [
            # A retried, doubled or replayed job tells once.
            models.UniqueConstraint(fields=["person", "kind", "reason", "on"], name="notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["created_at"], condition=Q(planned_at=None), name="notice_unplanned"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.reason}"

    @property
    def words(self) -> kinds.Words:
        """What it says, in the language that is active; only its topic where no room knows the kind any more."""
        kind = kinds.find(self.kind)
        return kind.words(self.subject) if kind else kinds.Words(title=self.topic)

    def is_past(self, *, at: datetime) -> bool:
        """Whether the time in which it made sense is over."""
        return self.relevant_until is not None and self.relevant_until <= at


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Sets of deliveries, as adjectives."""

    def planned(self) -> Self:
        """Deliveries that will be sent."""
        return self.filter(state=State.PLANNED)

    def due(self, *, at: datetime) -> Self:
        """Planned deliveries whose moment has come and that no worker holds."""
        return self.planned().filter(Q(lease_until__isnull=True) | Q(lease_until__lt=at), next_try_at__lte=at)


class Delivery(models.Model):
    """발송: the mail of one notice. Several of one digest share ``message_id`` and fate."""

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="delivery")
    #: The same as the notice's: whose turn it is and how many mails a person got is asked without a join.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    cause = models.CharField(_("reason"), max_length=20, choices=Cause.choices, default=Cause.NONE, blank=True)
    answer = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("to be sent"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last change"))
    message_id = models.CharField(_("Message-ID"), max_length=120, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-changed_at", "-pk"]
        default_permissions: ClassVar = ("view", "change")
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="planned"), name="delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_under_way"),
            models.Index(fields=["person", "sent_at"], name="delivery_of_day"),
            models.Index(fields=["state", "-changed_at"], name="delivery_by_state"),
            models.Index(fields=["-changed_at", "-id"], name="delivery_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.state}"


class Preference(models.Model):
    """How often a person wants mail of one kind. Without a row the kind's own cadence holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    cadence = models.CharField(max_length=10, choices=Cadence.choices)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            # Two tabs that save at once leave one row; it also finds a person's choices.
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.cadence}"
