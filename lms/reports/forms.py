"""What is asked before personal data leaves the site as a file."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from lms.people.models import AccessRecord

__all__ = ["Content", "ExportForm", "FileFormat", "NumbersExportForm"]

LONGEST_REASON = AccessRecord._meta.get_field("reason").max_length


class Content(models.TextChoices):
    """Which file."""

    STATUS = "status", _("Status of everybody on the list")
    COMPLETIONS = "completions", _("Completions, in the columns of HR systems")


class FileFormat(models.TextChoices):
    """How the file is written."""

    XLSX = "xlsx", _("Excel (XLSX)")
    CSV = "csv", _("CSV (UTF-8)")


class ExportForm(forms.Form):
    """Which file, in which form, and why."""

    content = forms.ChoiceField(
        label=pgettext_lazy("reports", "Content"),
        choices=Content.choices,
        initial=Content.STATUS,
        widget=forms.RadioSelect,
    )
    file_format = forms.ChoiceField(
        label=_("File format"), choices=FileFormat.choices, initial=FileFormat.XLSX, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason for the export"),
        max_length=LONGEST_REASON,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "The reason is kept with the names of the people in the file, and they can read it. "
            "For example: reminding those who have not completed the course."
        ),
    )

    def clean_reason(self) -> str:
        """More than blanks."""
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < 2:
            raise forms.ValidationError(_("Nothing was exported. A reason is required by law. Write what it is for."))
        return reason


class NumbersExportForm(ExportForm):
    """The form and the reason, for a file of numbers: there is one content, and it names nobody."""

    content = None  # type: ignore[assignment]

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The file names nobody. The reason is kept in the access records.")
