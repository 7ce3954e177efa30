"""What belongs to mail rather than to one message: the institution's settings, the pace, addresses that refuse."""

from __future__ import annotations

from datetime import datetime, time
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from ..rules import Hours


@register_setting(icon="mail", order=20)
class MailSettings(BaseSiteSetting):
    """Who mails come from, and when they may come. Days off are the calendar's (``core.working_days``)."""

    sender_name = models.CharField(
        _("sender name"), max_length=60, blank=True, help_text=_("Empty: the name of the product.")
    )
    sender_address = models.EmailField(
        _("sender address"), blank=True, help_text=_("Empty: the address the server was set up with.")
    )
    mails_from = models.TimeField(_("mails go out from"), default=time(9, 0))
    mails_until = models.TimeField(_("until"), default=time(18, 0))
    digest_at = models.TimeField(_("digest at"), default=time(9, 0))
    daily_ceiling = models.PositiveSmallIntegerField(
        _("mails per person and day, at most"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("What is more comes together in one mail."),
    )

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("sender_name"), FieldPanel("sender_address")], _("Sender")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("mails_from"), FieldPanel("mails_until"), FieldPanel("digest_at")]),
                FieldPanel("daily_ceiling"),
            ],
            _("Times, on working days"),
        ),
    ]

    class Meta:
        verbose_name = _("mail settings")

    def clean(self) -> None:
        """A digest outside the hours would never go out; an address in Korean letters most mail servers refuse."""
        if not self.sender_address.isascii():
            message = _("Mail servers do not take this address. Write it in Latin letters, such as no-reply@city.kr.")
            raise ValidationError({"sender_address": message})
        if self.mails_until <= self.mails_from:
            raise ValidationError({"mails_until": _("Mails could never go out. Choose a time after the first one.")})
        if not self.mails_from <= self.digest_at < self.mails_until:
            raise ValidationError({"digest_at": _("The digest would fall into quiet hours. Choose a time in between.")})

    @classmethod
    def of_institution(cls) -> Self:
        """The settings of the default site: mail knows no request."""
        found: Self = cls.for_site(Site.objects.get(is_default_site=True))
        return found

    @property
    def hours(self) -> Hours:
        """When mail may go out."""
        return Hours(self.mails_from, self.mails_until, self.digest_at)


class Pace(models.Model):
    """The one row under whose lock mails are claimed: how fast we send, and whether the server wants us to wait."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    minute_began_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0, help_text="Mails claimed in that minute.")
    troubles = models.PositiveSmallIntegerField(default=0, help_text="How often in a row the server failed.")
    paused_until = models.DateTimeField(null=True)
    last_trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("pace of sending")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="pace_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.taken}"

    def is_paused(self, *, at: datetime) -> bool:
        """Whether the server was given time to come back."""
        return self.paused_until is not None and self.paused_until > at


class Bounce(models.Model):
    """An address that the mail server says does not exist. It gets no mail until staff take it off the list."""

    address = models.CharField(_("address"), max_length=254, unique=True, help_text="In lower case.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    answer = models.CharField(_("answer of the mail server"), max_length=300, blank=True)
    bounced_at = models.DateTimeField(_("refused"))

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        ordering: ClassVar = ["-bounced_at"]
        default_permissions: ClassVar = ("view", "delete")

    def __str__(self) -> str:
        return self.address


class UnsubscribeKey(models.Model):
    """What the unsubscribe addresses in a person's mails are signed with; a new key revokes them all."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    renewed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsubscribe key")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.person_id}"
