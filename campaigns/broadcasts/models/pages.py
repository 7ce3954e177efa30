"""방송: the room's front page, a series, an episode, and the one step that takes an episode off this morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from lms.core import clock
from lms.core.korean import ngrams
from lms.core.models import BasePage
from lms.courses.models.catalogue import whole_list
from lms.recordings.errors import NotPublishable
from lms.recordings.publishing import ShowsRecordings
from lms.recordings.services import check_playable, current_captions

from ..blocks import PulseBlock, SegmentsBlock, WeekdaysBlock
from ..forms import EpisodeForm

#: First words of addresses below ``/broadcasts/`` that are no pages: a series of that name would never be seen.
RESERVED_SLUGS = frozenset(
    ["on-air", "episodes", "stories", "desk", "feed", "feeds", "lobby", "roll-call", "calendar", "settings", "my"]
)


class TimedPage(BasePage):
    """A page that the clock changes: what is on it depends on which episodes are on the air by now."""

    class Meta:
        abstract = True

    def shell_edition(self, at: datetime) -> str:
        """The last turn of the day's timetable: between two turns the page stays the same."""
        from ..timetable import last_turn  # noqa: PLC0415 - it asks these models

        return last_turn(self.content_stamp, at=at)


class BroadcastIndexPage(TimedPage):
    """``/broadcasts/``: what is on air, what comes, what was; and the search in what was said."""

    parent_page_types: ClassVar = ["core.HomePage"]
    subpage_types: ClassVar = ["broadcasts.BroadcastSeries"]
    max_count = 1
    template = "broadcasts/index_page.html"
    page_description = _("Shows what is on air, what comes and what was. There is one.")

    class Meta:
        verbose_name = _("broadcasts page")

    def shell_variant(self, request: HttpRequest) -> str | None:
        """The front page; what somebody searches for is rendered for that one request."""
        return None if request.GET.keys() & {"q", "page"} else ""


class BroadcastSeries(TimedPage):
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
    weekdays = StreamField(
        WeekdaysBlock(),
        verbose_name=_("template by weekday"),
        blank=True,
        help_text=_(
            "On which weekdays it is broadcast, and what a new episode of that day begins with. "
            "Empty: every working day, with nothing prepared."
        ),
    )

    parent_page_types: ClassVar = ["broadcasts.BroadcastIndexPage"]
    subpage_types: ClassVar = ["broadcasts.Episode"]
    template = "broadcasts/series_page.html"
    page_description = _("A programme with its episodes below it.")
    served_with: ClassVar = ("cover",)
    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("presenters"), FieldPanel("airs_at_time")]),
        FieldPanel("cover"),
        FieldPanel("weekdays"),
    ]

    class Meta:
        verbose_name = _("broadcast series")
        verbose_name_plural = _("broadcast series")

    def shell_variant(self, request: HttpRequest) -> str | None:
        """The archive, a page at a time."""
        return whole_list(request.GET)

    def clean(self) -> None:
        """An address that something else answers is refused at its field."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word stands for another screen. Choose another address.")})

    def template_of(self, weekday: int) -> dict[str, Any] | None:
        """``theme`` and ``parts`` of a weekday, Monday 0; None where the series has nothing for it."""
        for block in self.weekdays:
            if int(block.value["weekday"]) == weekday:
                return dict(block.value)
        return None

    def airs_on(self, day: date) -> bool:
        """Whether the day's weekday is one of its own. A series without templates has every weekday."""
        return not self.weekdays or self.template_of(day.weekday()) is not None


class EpisodeQuerySet(PageQuerySet):
    """Sets of episodes, as adjectives. Each compares with the clock: no job puts an episode on air."""

    def with_moment(self) -> Self:
        """Annotate ``on_air_from``: its own moment, or that of the one it stands in for."""
        stood_in = Cancellation.objects.filter(replaced_by=models.OuterRef("pk")).order_by("episode__airs_at")
        return self.annotate(on_air_from=Coalesce("airs_at", models.Subquery(stood_in.values("episode__airs_at")[:1])))

    def approved(self) -> Self:
        """Published, with a recording and a moment, and not taken off."""
        ready = self.live().filter(recording__isnull=False, cancellation__isnull=True)
        return ready.with_moment().filter(on_air_from__isnull=False)

    def heard(self, *, at: datetime) -> Self:
        """Those whose moment has come and which somebody heard: past figures count them, whatever became of them."""
        from .listening import Listening  # noqa: PLC0415 - it knows this model

        listened = Listening.objects.filter(episode=models.OuterRef("pk"))
        return self.with_moment().filter(models.Exists(listened), on_air_from__lte=at)

    def spare(self) -> Self:
        """Published with a recording, without a moment: kept for the morning on which one is taken off."""
        return self.live().filter(recording__isnull=False, airs_at__isnull=True)

    def aired(self, *, at: datetime) -> Self:
        """Approved ones whose moment has come."""
        return self.approved().filter(on_air_from__lte=at)

    def coming(self, *, at: datetime) -> Self:
        """Approved ones whose moment is still to come."""
        return self.approved().filter(on_air_from__gt=at)

    def licensed(self, *, at: datetime) -> Self:
        """Those whose recording is published and may be played on the day of ``at``, the last licensed day counted."""
        open_end = models.Q(recording__licensed_until__isnull=True)
        in_time = open_end | models.Q(recording__licensed_until__gte=timezone.localdate(at))
        return self.filter(in_time, recording__published_at__isnull=False)

    def audible(self, *, at: datetime) -> Self:
        """What anybody may hear, read and find at ``at``: aired and licensed. Pages, search and files all ask this."""
        return self.aired(at=at).licensed(at=at)


EpisodeManager = PageManager.from_queryset(EpisodeQuerySet)


@dataclass(frozen=True)
class PulseQuestion:
    """A question and the words of its choices, in order."""

    question: str
    choices: tuple[str, ...]


class Episode(ShowsRecordings, TimedPage):
    """회차: one edition of a series. On air is whoever is approved and whose ``airs_at`` has come, while it lasts."""

    airs_at = models.DateTimeField(
        _("airs"),
        null=True,
        blank=True,
        error_messages={"unique": _("Another episode already has this moment. Choose another one.")},
        help_text=_(
            "Before this moment nobody but its makers sees or hears it, also when it is approved. "
            "Empty: a spare episode, for a morning on which another one is taken off."
        ),
    )
    recording = models.ForeignKey(
        "recordings.Recording",
        verbose_name=_("recording"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Published, with its transcript. A draft may wait for it."),
    )
    theme = models.CharField(_("theme"), max_length=30, blank=True, help_text=_("Of the weekday, for example."))
    summary = models.CharField(_("summary"), max_length=120, blank=True)
    segments = StreamField(SegmentsBlock(), verbose_name=_("parts"), blank=True)
    credits = models.CharField(_("credits"), max_length=200, blank=True, help_text=_("Who presents, writes, records."))
    pulse = StreamField([("pulse", PulseBlock())], verbose_name=_("pulse question"), blank=True, max_num=1)

    parent_page_types: ClassVar = ["broadcasts.BroadcastSeries"]
    subpage_types: ClassVar[list[str]] = []
    template = "broadcasts/episode_page.html"
    page_description = _("One edition of a series, heard by everybody at the same moment.")
    base_form_class = EpisodeForm
    served_with: ClassVar = ("recording",)
    known_by: ClassVar = ("airs_at", "recording_id")
    #: A copy is another edition: it needs its own moment.
    exclude_fields_in_copy: ClassVar = ["airs_at"]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        HelpPanel(template="broadcasts/admin/episode_standing.html", heading=_("Where it stands"), icon="time"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("airs_at"), FieldPanel("theme")]),
                FieldPanel("recording"),
                FieldPanel("summary"),
            ],
            _("Broadcast"),
        ),
        FieldPanel("segments"),
        FieldPanel("pulse"),
        FieldPanel("credits"),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("search_ngrams"),
        index.FilterField("airs_at"),
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

    @property
    def pulse_question(self) -> PulseQuestion | None:
        """The one question at the end, if there is one."""
        for block in self.pulse:
            return PulseQuestion(block.value["question"], tuple(block.value["choices"]))
        return None

    @property
    def series(self) -> BroadcastSeries:
        """The programme it belongs to."""
        return BroadcastSeries.objects.get(pk=self.get_parent().pk)

    def search_ngrams(self) -> str:
        """Title, summary, parts and every word of the transcript, cut so that any part of a word is found."""
        captions = current_captions(self.recording_ids()).get(self.recording_id or 0)
        parts = [block.value["title"] for block in self.segments]
        said = [self.title, self.theme, self.summary, *parts, captions.text if captions else ""]
        return ngrams(" ".join(said))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A draft whose moment somebody else took at the same instant is kept, its row without the moment.

        The object, and so the revision that is made of it, still asks for it: whoever opens the draft is told.
        """
        wanted = self.airs_at
        try:
            with transaction.atomic():
                super().save(*args, **kwargs)
        except (IntegrityError, ValidationError) as error:
            if self.live or wanted is None or not _is_moment_taken(error):
                raise
            if self._state.adding:
                unsaved: Any = self
                unsaved.pk = unsaved.id = None  # the keys of a row that was taken back
            self.airs_at = None
            super().save(*args, **kwargs)
            self.airs_at = wanted

    def with_content_json(self, content: Any) -> Any:
        """The page as a draft has it; the moment at which it was heard stays, whatever the draft says."""
        draft = super().with_content_json(content)
        if draft.airs_at != self.airs_at and Episode.objects.filter(pk=self.pk).heard(at=clock.now()).exists():
            draft.airs_at = self.airs_at
        return draft

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """A draft holds its moment in its row too, so that nobody else plans for it."""
        revision: Revision = super().save_revision(*args, **kwargs)
        if not self.live:
            try:
                with transaction.atomic():
                    Episode.objects.filter(pk=self.pk, live=False).update(airs_at=self.airs_at)
            except IntegrityError:
                # Two drafts for one moment were saved at once: the later one is told when it is opened again.
                Episode.objects.filter(pk=self.pk, live=False).update(airs_at=None)
        return revision

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """As pages with recordings do. Raises NotPublishable, also without a recording or for a taken moment."""
        draft = revision.as_object()
        what = gettext("‘%(title)s’ was not published.") % {"title": draft.title}
        if draft.recording_id is None:
            raise NotPublishable([what, gettext("It has no recording yet. Please choose one.")])
        taken = Episode.objects.filter(airs_at=draft.airs_at).exclude(pk=self.pk).first() if draft.airs_at else None
        if draft.airs_at is not None and draft.airs_at > clock.now():
            # The licence must still run on the day on which everybody listens, not only today.
            check_playable(draft.recording_ids(), on=clock.local_day(draft.airs_at))
        why = gettext("Another episode already has this moment. Choose another one.")
        if taken is not None:
            raise NotPublishable([what, why])
        try:
            with transaction.atomic():
                return super().publish(revision, *args, **kwargs)
        except NotPublishable:
            raise
        except (IntegrityError, ValidationError) as error:
            # Somebody else took the moment since we asked: found by validation, or by the constraint itself.
            if not _is_moment_taken(error):
                raise
            raise NotPublishable([what, why]) from error

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page once it is on the air; before, and when it is gone, a door that says when or why (404)."""
        at = clock.now()
        if Episode.objects.audible(at=at).filter(pk=self.pk).exists():
            return super().serve(request, *args, **kwargs)
        from ..archive.doors import closed_door  # noqa: PLC0415 - it asks these models

        return closed_door(request, self, at=at)


def _is_moment_taken(error: IntegrityError | ValidationError) -> bool:
    """SQLite names the column, PostgreSQL the constraint, validation the field."""
    return "airs_at" in str(error) or "episode_one_at_a_moment" in str(error)


class Cancellation(models.Model):
    """This morning's episode is taken off in one step, with or without another one in its place.

    It may be undone, by deleting it, until the moment has come; Wagtail's history of the page keeps both steps.
    """

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="cancellation")
    replaced_by = models.ForeignKey(
        Episode,
        verbose_name=_("played in its place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stands_in_for",
    )
    cancelled_at = models.DateTimeField(_("cancelled"))
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, help_text=_("Shown instead of the broadcast."))

    class Meta:
        verbose_name = _("cancelled broadcast")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(replaced_by=None) | ~models.Q(replaced_by=models.F("episode")),
                name="cancellation_by_another",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="cancellation_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id}: {self.reason}"
