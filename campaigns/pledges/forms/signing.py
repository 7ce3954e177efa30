"""The form below a pledge text: each line acknowledged, one's own line, one's name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..errors import PromiseRefused
from ..models import PledgeText
from ..overview import TextLine, reading
from ..services.signing import is_same_name
from ..words import clean_promise, without_hidden

__all__ = ["PromiseForm", "SignForm"]


class PromiseForm(forms.Form):
    """나의 한 줄 다짐, and whether the name stands below it. A refused line comes back without what cannot be seen."""

    promise = forms.CharField(
        label=gettext_lazy("My promise in one line"),
        required=False,
        # The rule counts what a reader sees; this only keeps a whole book out.
        max_length=2_000,
        widget=forms.TextInput(attrs={"data-letters": "80", "autocomplete": "off"}),
        help_text=gettext_lazy("Up to 80 letters. Leave it empty if you like: the signature alone counts."),
    )
    shows_name = forms.BooleanField(label=gettext_lazy("Show my name below my line"), required=False)

    def clean_promise(self) -> str:
        typed: str = self.cleaned_data["promise"]
        try:
            return clean_promise(typed)
        except PromiseRefused as refusal:
            self.data = {name: self.data[name] for name in self.data} | {"promise": without_hidden(typed)}
            raise forms.ValidationError(str(refusal)) from refusal


class SignForm(PromiseForm):
    """Needs the text that is signed and the name of the person who signs."""

    signed_name = forms.CharField(
        label=pgettext_lazy("of a person", "name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Type your name to sign."),
        error_messages={"required": gettext_lazy("Your name is missing. It is the signature. Please type it.")},
    )
    text = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: PledgeText, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = shown.pk
        self.lines: tuple[TextLine, ...] = reading(shown).lines
        missing = _("This line is not acknowledged yet. Please read it and tick it.")
        for line in self.lines:
            self.fields[f"line_{line.key}"] = forms.BooleanField(label=line.words, error_messages={"required": missing})
        # As the page shows them: what is wrong is listed in this order.
        self.order_fields(
            ["text", *(f"line_{line.key}" for line in self.lines), "promise", "shows_name", "signed_name"]
        )

    @property
    def line_fields(self) -> list[forms.BoundField]:
        """The lines to acknowledge, in order."""
        return [self[f"line_{line.key}"] for line in self.lines]

    def clean_signed_name(self) -> str:
        typed: str = self.cleaned_data["signed_name"]
        if not is_same_name(typed, self.name):
            said = _("This is not the name of your account. Please type it as it is registered: %(name)s")
            raise forms.ValidationError(said % {"name": self.name})
        return typed
