"""이수증: the document that freezes a completion."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record


def private_storage() -> Storage:
    """Where certificates lie: never addressed by path."""
    return storages["private"]


class CertificateSequence(models.Model):
    """The last number given in a year. Its row is the lock under which the next one is taken."""

    year = models.PositiveIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Sets of certificates, as adjectives."""

    def standing(self) -> Self:
        """Certificates whose completion nobody voided."""
        return self.filter(completion__voided_at__isnull=True)


class Certificate(Record):
    """One certificate. What is printed is frozen in ``*_at_issue``; the bytes are frozen once rendered."""

    closing_columns: ClassVar = ("pdf", "sha256", "rendered_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    completion = models.OneToOneField("learning.Completion", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    verification_code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField(_("issued"))

    learner_name_at_issue = models.CharField(max_length=40)
    unit_name_at_issue = models.CharField(max_length=200, blank=True)
    rank_title_at_issue = models.CharField(max_length=30, blank=True)
    course_title_at_issue = models.CharField(max_length=255)
    started_on_at_issue = models.DateField()
    completed_on_at_issue = models.DateField()
    recognised_minutes_at_issue = models.PositiveIntegerField()
    organisation_name_at_issue = models.CharField(max_length=40)
    issuer_name_at_issue = models.CharField(max_length=40)

    pdf = models.FileField(storage=private_storage, upload_to="certificates", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar = ["-issued_at"]
        constraints: ClassVar = [
            # A number is never given twice, whatever happens to the sequence row.
            models.UniqueConstraint(fields=["year", "sequence"], name="certificate_number_once"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """증서번호, as printed."""
        return f"제{self.year}-{self.sequence:05d}호"

    @property
    def is_standing(self) -> bool:
        """Whether the completion behind it stands. Asks for ``completion``: select it along."""
        return self.completion.voided_at is None
