"""다짐문 and 다짐: what is signed, who signed it, and the line a person adds."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.records import Record

from .pages import CampaignPage

LONGEST_PROMISE = 80


class PledgeText(models.Model):
    """다짐문: one edition of a campaign's text, a preamble and four to six lines. The highest number is today's.

    Once it is signed the database refuses every change of it: what people signed stays what they read.

    ``lines`` is a list of ``{"key", "ko", "en"}``; the key is stable across editions.
    """

    campaign = models.ForeignKey(CampaignPage, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField(_("edition"))
    preamble_ko = models.TextField(_("preamble"), max_length=400)
    preamble_en = models.TextField(_("preamble in English"), max_length=600, blank=True)
    lines = models.JSONField(_("lines"))
    recording = models.ForeignKey(
        "recordings.Recording",
        verbose_name=_("read aloud"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("saved"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pledge text")
        verbose_name_plural = _("pledge texts")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="pledge_text_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.number}"


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Sets of pledges, as adjectives."""

    def living(self) -> Self:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class Pledge(Record):
    """다짐: one person's signature of one text, with the unit and rank of that day.

    Withdrawing closes it and asks for no reason; signing again makes a new one.
    """

    closing_columns: ClassVar = ("withdrawn_at",)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(CampaignPage, on_delete=models.PROTECT, related_name="pledges")
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="pledges")
    signed_at = models.DateTimeField(_("signed"))
    signed_name = models.CharField(_("signed as"), max_length=40)
    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+")
    rank_title = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            # Two phones, a double click: one living signature per person and campaign.
            models.UniqueConstraint(
                fields=["person", "campaign"], condition=Q(withdrawn_at=None), name="pledge_one_living"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "signed_at"], name="pledge_by_time"),
            models.Index(fields=["campaign", "withdrawn_at"], name="pledge_by_withdrawal"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.person_id}"


class Promise(models.Model):
    """나의 한 줄 다짐. Others see its words once approved, and its author's name only where the author chose so."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be read")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, related_name="promise")
    words = models.CharField(_("my promise"), max_length=LONGEST_PROMISE * 8)
    shows_name = models.BooleanField(_("with my name"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        permissions: ClassVar = [("moderate_promise", _("Can approve and return promises"))]
        indexes: ClassVar = [models.Index(fields=["state", "written_at"], name="promise_by_state")]

    def __str__(self) -> str:
        return self.words

    @property
    def may_be_mended(self) -> bool:
        """Its author may still change the words: once others can see them they stay, or go with the pledge."""
        return self.state != self.State.APPROVED
