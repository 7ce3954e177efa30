"""An address that opens one thing without sign-in until it is revoked: a feed, a calendar, a screen in a hall."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RevocableAddressQuerySet(models.QuerySet["RevocableAddress"]):
    """Sets of addresses, as adjectives."""

    def living(self) -> Self:
        """Those that nobody revoked."""
        return self.filter(revoked_at__isnull=True)


class RevocableAddress(models.Model):
    """The secret of an address is derived from ``key`` and the installation's own secret: a copy of the table opens
    nothing. ``person`` is empty for a screen that belongs to nobody; ``subject`` names what it opens.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=80, blank=True)
    key = models.UUIDField(default=uuid4, editable=False, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the secret.")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RevocableAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("revocable address")
        verbose_name_plural = _("revocable addresses")
        constraints: ClassVar = [
            # Two clicks make one address. Empty persons never equal each other, so they have a rule of their own.
            models.UniqueConstraint(
                fields=["person", "kind", "subject"],
                condition=Q(revoked_at=None, person__isnull=False),
                name="address_one_living_of_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(revoked_at=None, person__isnull=True),
                name="address_one_living_of_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.subject or self.person_id}"
