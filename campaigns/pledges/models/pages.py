"""캠페인: the room's front page and a campaign with its phases."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from lms.core.models import BasePage
from lms.recordings.blocks import recording_ids
from lms.recordings.publishing import ShowsRecordings

from ..blocks import CampaignStoryBlock


class CampaignIndexPage(BasePage):
    """``/campaigns/``: the campaign that runs, and those of past years."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["pledges.CampaignPage"]
    max_count = 1
    template = "pledges/index_page.html"
    page_description = _("Shows the campaign that runs and those of past years. There is one.")

    class Meta:
        verbose_name = _("campaigns page")


class CampaignPage(ShowsRecordings, BasePage):
    """A time-boxed effort at chosen people: announced, signed, practised, looked back on, closed.

    Phases are compared with today when asked; each date is the first day of its phase, ``closes_on`` the last day.
    """

    summary = models.CharField(_("summary"), max_length=120, help_text=_("One sentence: what is it for?"))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    story = StreamField(CampaignStoryBlock(), verbose_name=_("why we do it"), blank=True)
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whom the campaign invites. Empty: everybody."),
    )
    target_percent = models.PositiveSmallIntegerField(
        _("target (%)"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    announces_on = models.DateField(_("announced from"))
    signs_on = models.DateField(_("signing from"))
    practises_on = models.DateField(_("practice from"))
    looks_back_on = models.DateField(_("looking back from"))
    closes_on = models.DateField(_("last day"))
    linked_course = models.ForeignKey(
        "courses.CoursePage",
        verbose_name=_("course"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    linked_episode = models.ForeignKey(
        "broadcasts.Episode",
        verbose_name=_("broadcast"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    parent_page_types: ClassVar = ["pledges.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pledges/campaign_page.html"
    page_description = _("A kindness pledge with its text, its tree and its phases.")
    served_with: ClassVar = ("audience", "picture")
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("story"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("announces_on"), FieldPanel("signs_on")]),
                FieldRowPanel([FieldPanel("practises_on"), FieldPanel("looks_back_on")]),
                FieldPanel("closes_on"),
            ],
            _("Phases"),
        ),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("target_percent")], _("Who")),
        MultiFieldPanel([FieldPanel("linked_course"), FieldPanel("linked_episode")], _("Goes with")),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(signs_on__gte=models.F("announces_on"))
                & models.Q(practises_on__gte=models.F("signs_on"))
                & models.Q(looks_back_on__gte=models.F("practises_on"))
                & models.Q(closes_on__gte=models.F("looks_back_on")),
                name="campaign_phases_in_order",
            ),
        ]

    def recording_ids(self) -> list[int]:
        """The recordings of the campaign's story."""
        return recording_ids(self.story)
