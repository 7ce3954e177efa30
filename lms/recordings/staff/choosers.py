"""Choosing a recording for a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView

from lms.core.choosers import OnlyChoosing

from .standing import length_in_words, state_words

__all__ = ["recording_chooser"]


class RecordingColumns:
    """Kind, length and where it stands, beside the title."""

    @property
    def columns(self) -> list[Column]:
        title: Any = self.title_column  # type: ignore[attr-defined]
        return [
            title,
            Column("type", label=_("Kind"), accessor="get_type_display"),
            Column("length", label=_("Length"), accessor=length_in_words),
            Column("state", label=_("State"), accessor=state_words),
        ]


class RecordingChooseView(RecordingColumns, ChooseView):
    """The window."""


class RecordingChooseResultsView(RecordingColumns, ChooseResultsView):
    """What it finds."""


class RecordingChooserViewSet(OnlyChoosing):
    """Uploading has its own screen: a file of two gigabytes does not fit a window that one may close."""

    model = "recordings.Recording"
    icon = "media"
    choose_one_text = _("Choose a recording")
    choose_another_text = _("Choose another recording")
    edit_item_text = _("Edit this recording")
    choose_view_class = RecordingChooseView
    choose_results_view_class = RecordingChooseResultsView
    register_widget = True


recording_chooser = RecordingChooserViewSet("recordings_choose", url_prefix="recordings/choose")
