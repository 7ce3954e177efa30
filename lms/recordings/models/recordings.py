"""Recording: a video or an audio file with all that belongs to it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtailmedia.models import AbstractMedia, MediaQuerySet, MediaType

from lms.core.korean import ngrams

from ..storages import recording_storage


class RecordingQuerySet(MediaQuerySet):
    """Sets of recordings, as adjectives."""

    def published(self) -> Self:
        """Those that somebody published; whether captions fit and the licence runs is asked of each."""
        return self.filter(published_at__isnull=False)


class Recording(AbstractMedia):
    """What is heard or seen. ``file`` is what browsers play, made by us from what was uploaded; empty until then.

    Length, size and digest are read on the server from ``file`` and change only with it.
    """

    class Language(models.TextChoices):
        KOREAN = "ko", _("Korean")
        ENGLISH = "en", _("English")
        CHINESE = "zh", _("Chinese")
        VIETNAMESE = "vi", _("Vietnamese")

    # Milliseconds, read on the server: wagtailmedia's own column is seconds typed in by hand.
    duration = None
    file = models.FileField(_("file"), storage=recording_storage, upload_to="", blank=True, max_length=120)
    thumbnail = models.FileField(
        _("poster"),
        storage=recording_storage,
        upload_to="posters",
        blank=True,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
        help_text=_("Shown before playing. Empty: a picture from the video."),
    )
    # The reverse of wagtailmedia's own column would stand on every person.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    duration_ms = models.PositiveIntegerField(_("length"), default=0, editable=False)
    file_digest = models.CharField(max_length=64, blank=True, editable=False, help_text="SHA-256 of file.")
    file_size = models.PositiveBigIntegerField(default=0, editable=False)
    file_type = models.CharField(max_length=40, blank=True, editable=False)
    original_name = models.CharField(_("uploaded file"), max_length=200, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.KOREAN)
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        help_text=_("Whose work it is and what we may do with it; consent of the people in it."),
    )
    licensed_until = models.DateField(
        _("last licensed day"), null=True, blank=True, help_text=_("The last day on which it plays. Empty: no end.")
    )
    voice_note = models.CharField(
        _("note beside the player"),
        max_length=120,
        blank=True,
        help_text=_("For example: the voice is synthetic."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = RecordingQuerySet.as_manager()

    search_fields: ClassVar = [
        *AbstractMedia.search_fields,
        index.SearchField("search_ngrams"),
        index.FilterField("language"),
        index.FilterField("published_at"),
    ]

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            # Something published has something to play, whatever order two editors acted in.
            models.CheckConstraint(
                condition=models.Q(published_at=None) | ~models.Q(file=""), name="recording_published_has_file"
            ),
        ]

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """The file is judged by its content when it is uploaded, not by its name here."""
        super(AbstractMedia, self).clean(*args, **kwargs)

    @property
    def is_video(self) -> bool:
        return self.type == MediaType.VIDEO

    @property
    def seconds(self) -> int:
        return self.duration_ms // 1000

    @property
    def url(self) -> str:
        """None of its own: a file leaves by a ticket, and the room that shows it mints that."""
        return ""

    @property
    def sources(self) -> list[dict[str, str]]:
        """What wagtailmedia's own templates would play: nothing, for the same reason."""
        return []

    def is_licensed(self, *, on: date) -> bool:
        """Whether it may be played on that day, the last one counted."""
        return self.licensed_until is None or on <= self.licensed_until

    def search_ngrams(self) -> str:
        """Title and what is said, cut so that any part of a word is found."""
        captions = self.captions.order_by("-number").first()
        return ngrams(f"{self.title} {captions.text if captions else ''}")
