"""The form of a pledge text: a preamble, up to six lines in two languages, the recording of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.recordings.models import Recording
from lms.recordings.staff.choosers import recording_chooser

from ..models import PledgeText
from ..services.texts import FEWEST_LINES, MOST_LINES, TextDraft

__all__ = ["TextForm"]

LONGEST_LINE = 120


class TextForm(forms.Form):
    """Starts with the current edition; keys of its lines are kept where a line stays in its place."""

    preamble_ko = forms.CharField(
        label=gettext_lazy("Preamble"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("To whom and why, in one or two sentences."),
    )
    preamble_en = forms.CharField(
        label=gettext_lazy("Preamble in English"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recording = forms.ModelChoiceField(
        Recording.objects.all(),
        label=gettext_lazy("Read aloud"),
        required=False,
        widget=recording_chooser.widget_class,
        help_text=gettext_lazy("A recording with captions: whoever signs can listen to the text."),
    )

    def __init__(self, *args: Any, current: PledgeText | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = list(current.lines) if current else []
        for number in range(1, MOST_LINES + 1):
            line = lines[number - 1] if number <= len(lines) else {}
            said = {"number": number}
            self.fields[f"line_{number}_ko"] = forms.CharField(
                label=_("Line %(number)d") % said,
                required=number <= FEWEST_LINES,
                max_length=LONGEST_LINE,
                initial=line.get("ko", ""),
                help_text=_("Printed after ‘하나,’.") if number == 1 else "",
            )
            self.fields[f"line_{number}_en"] = forms.CharField(
                label=_("Line %(number)d in English") % said,
                required=False,
                max_length=LONGEST_LINE * 2,
                initial=line.get("en", ""),
            )
            self.fields[f"line_{number}_key"] = forms.CharField(
                required=False, max_length=20, initial=line.get("key", ""), widget=forms.HiddenInput
            )
        if current is not None:
            for name in ("preamble_ko", "preamble_en", "recording"):
                self.fields[name].initial = getattr(current, name)
        self.order_fields(["preamble_ko", "preamble_en", *(name for name in self.fields if name.startswith("line_"))])

    def clean(self) -> dict[str, Any]:
        """Lines follow each other without a gap, and an English line has its Korean one."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(FEWEST_LINES + 1, MOST_LINES + 1):
            ko, en = cleaned.get(f"line_{number}_ko"), cleaned.get(f"line_{number}_en")
            if en and not ko:
                self.add_error(
                    f"line_{number}_ko", _("There is an English line without the Korean one. Please write it.")
                )
        said = [cleaned.get(f"line_{number}_ko", "") for number in range(1, MOST_LINES + 1)]
        for number, words in enumerate(said, 1):
            if words and words in said[: number - 1]:
                self.add_error(f"line_{number}_ko", _("This line stands above already. Please say something else."))
        return cleaned

    @property
    def draft(self) -> TextDraft:
        """What was written; of a valid form."""
        data = self.cleaned_data
        lines = [
            {part: data[f"line_{number}_{part}"] for part in ("key", "ko", "en")}
            for number in range(1, MOST_LINES + 1)
            if data[f"line_{number}_ko"]
        ]
        used: set[str] = set()
        for line in lines:
            # A key that came twice, by whatever way, would make two lines one.
            line["key"] = "" if line["key"] in used else line["key"]
            used.add(line["key"])
        return TextDraft(data["preamble_ko"], data["preamble_en"], tuple(lines), data["recording"])
