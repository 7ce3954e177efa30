"""The form of a story. What it finds in the text it shows in place; nothing is kept before the sender has seen it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.free_text import count_letters, tidy
from lms.people.models import Person

from .. import reading
from ..models import Story
from ..models.stories import LONGEST_STORY

__all__ = ["StoryForm"]

LONGEST_TITLE = Story._meta.get_field("title").max_length or 60
#: What is longer is refused for its length alone.
MOST_READ = 5_000


class StoryForm(forms.Form):
    """Title, story and consent. After a look it also asks about colleagues' names, and whether the rest may stay."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("Up to 60 letters."), max_length=LONGEST_TITLE
    )
    text = forms.CharField(
        label=gettext_lazy("Story"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Up to 1,000 letters. Please leave out whatever tells who a citizen is: names, numbers, addresses."
        ),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Do not say my name and unit on air"), required=False, initial=True
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I agree to this."),
        error_messages={"required": gettext_lazy("A story can only be sent with your consent. Please tick the box.")},
    )
    agreed_names = forms.MultipleChoiceField(
        label=gettext_lazy("Colleagues' names"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick a word when that colleague agreed to be named, or when it is no name here."),
    )
    looked_through = forms.BooleanField(
        label=gettext_lazy("I have looked at the marked places; they may stay."), required=False
    )

    def __init__(self, data: Any = None, *, sender: Person) -> None:
        super().__init__(data, initial={"submission_key": uuid4()})
        self.sender = sender
        self.findings: list[reading.Finding] = []
        names: list[str] = []
        if data is not None:
            self.findings = reading.read(self._typed, but_names=[sender.name])
            names = sorted({each.words for each in self.findings if each.kind == reading.NAME})
        if names:
            self.fields["agreed_names"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        else:
            del self.fields["agreed_names"]
        if not any(each.may_stay and each.kind != reading.NAME for each in self.findings):
            del self.fields["looked_through"]
        self.order_fields(
            ["submission_key", "title", "text", "agreed_names", "looked_through", "is_anonymous", "consent"]
        )

    @property
    def _typed(self) -> str:
        """Title and story as one text as it would be kept, so that a name in the title is found as well."""
        return "\n".join(tidy(self.data.get(name, "")[:MOST_READ]) for name in ("title", "text"))

    @property
    def pieces(self) -> list[reading.Piece]:
        """What was typed, with the found places marked; empty when nothing was found."""
        return reading.mark(self._typed, self.findings) if self.findings else []

    @property
    def kept_days(self) -> int:
        return int(settings.STORIES_KEPT_DAYS)

    def clean_title(self) -> str:
        """One line."""
        return " ".join(tidy(self.cleaned_data["title"]).split())

    def clean_text(self) -> str:
        """Up to a thousand letters as a reader counts them."""
        text = tidy(self.cleaned_data["text"])
        count = count_letters(text)
        if count > LONGEST_STORY:
            raise ValidationError(
                _("The story has %(count)d letters, and 1,000 can be sent. Please shorten it.") % {"count": count}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Every found place is changed, or said to be right."""
        cleaned: dict[str, Any] = super().clean() or {}
        forbidden = [each for each in self.findings if not each.may_stay]
        for reason in dict.fromkeys(each.label for each in forbidden):
            self.add_error("text", reason)
        if "looked_through" in self.fields and not cleaned.get("looked_through"):
            self.add_error(
                "looked_through",
                _("Some places may not fit for the air. Please change them, or say that they may stay."),
            )
        if "agreed_names" in self.fields:
            agreed = set(cleaned.get("agreed_names") or [])
            missing = [name for name, _label in self.fields["agreed_names"].choices if name not in agreed]  # type: ignore[attr-defined]
            if missing:
                text = _(
                    "A colleague seems to be named: %(names)s. Please write it without the name, or tick the word."
                )
                self.add_error("agreed_names", text % {"names": ", ".join(missing)})
        return cleaned
