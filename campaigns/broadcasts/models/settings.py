"""What an institution decides once about its broadcasts."""

from __future__ import annotations

from datetime import time
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="media", order=40)
class BroadcastSettings(BaseGenericSetting):
    """The times of replay and rerun. Read with ``BroadcastSettings.current()``."""

    replays_from = models.TimeField(
        _("replay from"),
        default=time(9, 0),
        help_text=_("Until then the day's episode is only heard together; it never begins before the end."),
    )
    has_reruns = models.BooleanField(
        _("rerun on the next working day"),
        default=True,
        help_text=_("For shifts that were not there. A day on which a broadcast was taken off has none."),
    )
    rerun_time = models.TimeField(_("time of the rerun"), default=time(17, 30))

    panels: ClassVar = [
        FieldPanel("replays_from"),
        MultiFieldPanel([FieldPanel("has_reruns"), FieldPanel("rerun_time")], _("Rerun")),
    ]

    class Meta:
        verbose_name = _("broadcast settings")

    @classmethod
    def current(cls) -> Self:
        """What holds; the usual values where nobody has decided. Unlike Wagtail's ``load`` it never writes a row."""
        return cls.objects.first() or cls()
