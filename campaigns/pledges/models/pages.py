"""캠페인: the room's front page and a campaign with its phases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from lms.core import clock
from lms.core.models import BasePage
from lms.recordings.blocks import recording_ids
from lms.recordings.publishing import ShowsRecordings

from ..blocks import CampaignStoryBlock
from ..forms.campaign import CampaignForm
from ..overview import overview, reading
from ..panels import AudienceCountPanel
from ..phases import Days, Phase, phase_on

#: First pieces of addresses below /campaigns/ that are no campaign.
RESERVED_SLUGS = frozenset({"rallies", "moderation", "calendar", "board", "units"})


class CampaignIndexPage(BasePage):
    """``/campaigns/``: the campaign that runs, and those of past years."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["pledges.CampaignPage"]
    max_count = 1
    template = "pledges/index_page.html"
    page_description = _("Shows the campaign that runs and those of past years. There is one.")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What runs, what is planned to be announced, and the archive, the latest first."""
        on = clock.today()
        below = CampaignPage.objects.child_of(self).select_related("picture")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "running": [overview(page, on) for page in below.running(on=on).order_by("-announces_on")],
            "past": [overview(page, on) for page in below.over(on=on).order_by("-closes_on")],
        }

    class Meta:
        verbose_name = _("campaigns page")


class CampaignQuerySet(PageQuerySet):
    """Sets of campaigns, as adjectives. Each compares with a day: no job moves a campaign on."""

    def running(self, *, on: date) -> Self:
        """Published, announced and not over."""
        return self.live().filter(announces_on__lte=on, closes_on__gte=on)

    def signing(self, *, on: date) -> Self:
        """Published and in the phase in which one signs."""
        return self.live().filter(signs_on__lte=on, practises_on__gt=on, closes_on__gte=on)

    def over(self, *, on: date) -> Self:
        """Published and over."""
        return self.live().filter(closes_on__lt=on)


CampaignManager = PageManager.from_queryset(CampaignQuerySet)


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
        verbose_name=pgettext_lazy("of a campaign", "broadcast"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    parent_page_types: ClassVar = ["pledges.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pledges/campaign_page.html"
    page_description = _("A kindness pledge with its text, its tree and its phases.")
    served_with: ClassVar = ("audience", "picture", "linked_course", "linked_episode")
    known_by: ClassVar = (
        "audience_id",
        "announces_on",
        "signs_on",
        "practises_on",
        "looks_back_on",
        "closes_on",
        "title",
    )
    base_form_class = CampaignForm
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
        MultiFieldPanel([FieldPanel("audience"), AudienceCountPanel(), FieldPanel("target_percent")], _("Who")),
        MultiFieldPanel([FieldPanel("linked_course"), FieldPanel("linked_episode")], _("Goes with")),
    ]

    objects = CampaignManager()

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

    @property
    def days(self) -> Days:
        """The dates that make the phases."""
        return Days(self.announces_on, self.signs_on, self.practises_on, self.looks_back_on, self.closes_on)

    def phase(self, on: date) -> Phase:
        """Where the campaign is on that day."""
        return phase_on(self.days, on)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The text of today and the phases; what is personal stands in holes."""
        text = self.texts.select_related("recording").order_by("-number").first()
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"overview": overview(self, clock.today()), "text": text, "reading": text and reading(text)}

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": gettext("This address belongs to another page. Please choose another one.")})

    def recording_ids(self) -> list[int]:
        """The recordings of the story, and that of the text read aloud."""
        read_aloud = self.texts.exclude(recording=None).order_by("-number").values_list("recording_id", flat=True)[:1]
        return list(dict.fromkeys([*recording_ids(self.story), *_numbers(read_aloud)]))


def _numbers(ids: Iterable[int | None]) -> list[int]:
    return [number for number in ids if number]
