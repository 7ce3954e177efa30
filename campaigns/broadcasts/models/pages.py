"""방송: the room's front page, a series, an episode, and the one step that takes an episode off this morning."""

from __future__ import annotations

from datetime import datetime, time
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from lms.core.models import BasePage
from lms.recordings.publishing import ShowsRecordings

from ..blocks import PulseBlock, SegmentsBlock


class BroadcastIndexPage(BasePage):
    """``/broadcasts/``: what is on air, what comes, what was."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["broadcasts.BroadcastSeries"]
    max_count = 1
    template = "broadcasts/index_page.html"
    page_description = _("Shows what is on air, what comes and what was. There is one.")

    class Meta:
        verbose_name = _("broadcasts page")


class BroadcastSeries(BasePage):
    """A programme: on which weekdays, about what, by whom."""

    summary = models.CharField(_("summary"), max_length=120)
    cover = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    presenters = models.CharField(_("presenters"), max_length=120, blank=True)
    airs_at_time = models.TimeField(_("time of day"), default=time(8, 50))

    parent_page_types: ClassVar = ["broadcasts.BroadcastIndexPage"]
    subpage_types: ClassVar = ["broadcasts.Episode"]
    template = "broadcasts/series_page.html"
    page_description = _("A programme with its episodes below it.")
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("presenters"),
        FieldPanel("cover"),
        FieldPanel("airs_at_time"),
    ]

    class Meta:
        verbose_name = _("broadcast series")
        verbose_name_plural = _("broadcast series")


class EpisodeQuerySet(PageQuerySet):
    """Sets of episodes, as adjectives. Each compares with the clock: no job puts an episode on air."""

    def approved(self) -> Self:
        """Published, with a recording and a moment, and not taken off."""
        return self.live().filter(recording__isnull=False, airs_at__isnull=False, cancellation__isnull=True)

    def aired(self, *, at: datetime) -> Self:
        """Approved ones whose moment has come."""
        return self.approved().filter(airs_at__lte=at)

    def coming(self, *, at: datetime) -> Self:
        """Approved ones whose moment is still to come."""
        return self.approved().filter(airs_at__gt=at)

    def licensed(self, *, at: datetime) -> Self:
        """Those whose recording may be played on the day of ``at``, the last licensed day counted."""
        open_end = models.Q(recording__licensed_until__isnull=True)
        return self.filter(open_end | models.Q(recording__licensed_until__gte=timezone.localdate(at)))


EpisodeManager = PageManager.from_queryset(EpisodeQuerySet)


class Episode(ShowsRecordings, BasePage):
    """회차: one edition of a series. On air is whoever is approved and whose ``airs_at`` has come, while it lasts."""

    airs_at = models.DateTimeField(
        _("airs"),
        null=True,
        blank=True,
        help_text=_("Before this moment nobody but its makers sees or hears it, also when it is approved."),
    )
    recording = models.ForeignKey(
        "recordings.Recording",
        verbose_name=_("recording"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    summary = models.CharField(_("summary"), max_length=120, blank=True)
    segments = StreamField(SegmentsBlock(), verbose_name=_("parts"), blank=True)
    credits = models.CharField(_("credits"), max_length=200, blank=True, help_text=_("Who presents, writes, records."))
    pulse = StreamField([("pulse", PulseBlock())], verbose_name=_("pulse question"), blank=True, max_num=1)

    parent_page_types: ClassVar = ["broadcasts.BroadcastSeries"]
    subpage_types: ClassVar[list[str]] = []
    template = "broadcasts/episode_page.html"
    page_description = _("One edition of a series, heard by everybody at the same moment.")
    served_with: ClassVar = ("recording",)
    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("airs_at"), FieldPanel("recording"), FieldPanel("summary")], _("On air")),
        FieldPanel("segments"),
        FieldPanel("pulse"),
        FieldPanel("credits"),
    ]

    objects = EpisodeManager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        constraints: ClassVar = [
            # One loudspeaker: two episodes never begin at the same moment, whoever plans them.
            models.UniqueConstraint(fields=["airs_at"], name="episode_one_at_a_moment"),
        ]

    def recording_ids(self) -> list[int]:
        """The one recording, if it has one yet."""
        return [self.recording_id] if self.recording_id else []


class Cancellation(models.Model):
    """This morning's episode is taken off in one step, with or without another one in its place."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="cancellation")
    replaced_by = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled"))
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, help_text=_("Shown instead of the broadcast."))

    class Meta:
        verbose_name = _("cancelled broadcast")

    def __str__(self) -> str:
        return f"{self.episode_id}: {self.reason}"
