"""How an episode is written: what its form begins with, and what it refuses beside the field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from lms.core import clock
from lms.recordings.errors import NotPublishable
from lms.recordings.services import check_playable

__all__ = ["EpisodeForm"]


class EpisodeForm(WagtailAdminPageForm):
    """A new episode begins with the next free day of its series and that weekday's template."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        instance, parent = kwargs.get("instance"), kwargs.get("parent_page")
        if data is None and instance is not None and instance.pk is None and parent is not None:
            from .services.planning import prepare  # noqa: PLC0415 - services know the models, which know this form

            prepare(instance, series=parent, day=getattr(parent, "asked_day", None), at=clock.now())
        super().__init__(data, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A draft may lack its recording. What is handed on for review or published may not."""
        cleaned: dict[str, Any] = super().clean()
        airs_at = cleaned.get("airs_at")
        is_moved = self.instance.pk is None or "airs_at" in self.changed_data
        if "airs_at" in cleaned and self._was_heard_at_another(airs_at):
            self.add_error(
                "airs_at",
                _(
                    "This episode was heard at its moment, and past figures count it there: the moment stays. "
                    "Put it back; to broadcast it again, copy the episode."
                ),
            )
        elif airs_at is not None and is_moved and airs_at <= clock.now():
            self.add_error(
                "airs_at", _("This moment has passed: nobody could listen together. Choose one that is still to come.")
            )
        elif airs_at is not None and (before := self._running_at(airs_at, cleaned.get("recording"))):
            self.add_error("airs_at", before)
        if not self.is_deferred_validation:
            self._check_recording(cleaned.get("recording"), on=clock.local_day(airs_at) if airs_at else clock.today())
        return cleaned

    def _check_recording(self, recording: Any, *, on: date) -> None:
        if recording is None:
            self.add_error("recording", _("An episode needs a recording before it is reviewed. Please choose one."))
            return
        try:
            check_playable([recording.pk], on=max(on, clock.today()))
        except NotPublishable as refusal:
            self.add_error("recording", ValidationError(refusal.messages))

    def _was_heard_at_another(self, airs_at: Any) -> bool:
        from .models import Episode  # noqa: PLC0415

        return Episode.objects.filter(pk=self.instance.pk).heard(at=clock.now()).exclude(airs_at=airs_at).exists()

    def _running_at(self, airs_at: Any, recording: Any) -> str:
        """A sentence about another episode that is on the air then, or begins before this one ends."""
        from .services.planning import overlapping  # noqa: PLC0415

        length_ms = recording.duration_ms if recording is not None else 0
        other = overlapping(airs_at, length_ms=length_ms, but=self.instance.pk)
        if other is None:
            return ""
        return _("‘%(title)s’ is on the air at that time. Choose another moment.") % {"title": other.title}
