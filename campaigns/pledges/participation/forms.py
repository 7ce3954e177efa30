"""What is asked before the table leaves the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.reports.forms import ExportForm

__all__ = ["ParticipationExportForm"]


class ParticipationExportForm(ExportForm):
    """The form and the reason; there is one content."""

    content = None  # type: ignore[assignment]

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The file names nobody. The reason is kept in the access records.")
