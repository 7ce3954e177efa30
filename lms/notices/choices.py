"""The fixed words of notices: how often mail comes, what became of it, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["Cadence", "Cause", "State"]


class Cadence(models.TextChoices):
    """How often a person wants mail of one kind. The site shows every notice, whatever is chosen here."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, together")
    WEEKLY = "weekly", _("once a week, together")
    OFF = "off", _("no mail")


class State(models.TextChoices):
    """What became of a delivery."""

    PLANNED = "planned", _("planned")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", pgettext_lazy("delivery", "failed")
    UNKNOWN = "unknown", _("unknown whether it arrived")
    SKIPPED = "skipped", _("not sent")
    BOUNCED = "bounced", _("address refused")


class Cause(models.TextChoices):
    """Why a delivery is in its state; empty where the state says it all."""

    NONE = "", ""
    SWITCHED_OFF = "switched_off", _("the person wants no mail of this kind")
    SETTLED = "settled", _("it no longer held when it was to be sent")
    TOO_LATE = "too_late", _("the time in which it made sense was over")
    ALREADY_READ = "already_read", _("read on the site before the digest")
    NO_ADDRESS = "no_address", _("no work mail in the register")
    LEFT = "left", _("the person can no longer sign in")
    KNOWN_BOUNCE = "known_bounce", _("the address is on the bounce list")
    UNKNOWN_KIND = "unknown_kind", _("no room knows this kind any more")
    REFUSED = "refused", _("the mail server refused the address")
    REFUSED_CONTENT = "refused_content", _("the mail server refused the content")
    NOT_WRITTEN = "not_written", _("the text could not be made")
    POLICY = "policy", _("the mail server wants no such mail from us")
    NOT_YET = "not_yet", _("the mail server asked for another try later")
    TRIES_USED_UP = "tries_used_up", _("every try was refused")
    SERVER_AWAY = "server_away", _("the mail server did not answer")
    LINE_BROKE = "line_broke", _("the line broke while the mail was handed over")
    WORKER_LOST = "worker_lost", _("the worker stopped while the mail was handed over")
    CEILING = "ceiling", _("the person got enough mails that day")
    BY_HAND = "by_hand", _("decided by staff")
