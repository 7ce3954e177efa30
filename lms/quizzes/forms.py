"""정답 정정: the form in which a trainer says what is right and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import KeyCorrection, QuestionVersion
from .questions import Key

__all__ = ["CorrectKeyForm"]


class CorrectKeyForm(forms.Form):
    """What counts as right from now on, for a question as it was worded in one edition."""

    right = forms.MultipleChoiceField(
        label=_("What is right"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    accepts_all = forms.BooleanField(
        label=_("The question has a flaw: everybody gets the point, whatever was answered"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=KeyCorrection._meta.get_field("reason").max_length,
        help_text=_("Whoever was asked this question reads it, also before sitting again: do not name the answer."),
    )

    def __init__(self, *args: Any, version: QuestionVersion, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs)
        question, key = version.question, version.answer_key
        right: Any = self.fields["right"]
        right.choices = [(choice.id, choice.label) for choice in question.choices]
        right.initial = list(key.correct_ids)
        if question.takes_several:
            right.help_text = _("An answer is right when exactly these are ticked.")
        else:
            right.help_text = _("Several: each of them counts as right.")
        self.fields["accepts_all"].initial = key.accepts_all

    def clean(self) -> dict[str, Any]:
        """Refuse a key that nobody could meet, and one that is today's already."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned["accepts_all"] and not cleaned["right"]:
            self.add_error("right", _("No choice is ticked. Nobody could be right. Tick what is right."))
        elif self.key == self.version.answer_key:
            self.add_error("right", _("This is the key already. There is nothing to correct. Tick what is right."))
        return cleaned

    @property
    def key(self) -> Key:
        """The key that was asked for; of a valid form."""
        accepts_all = self.cleaned_data["accepts_all"]
        return Key(frozenset() if accepts_all else frozenset(self.cleaned_data["right"]), accepts_all=accepts_all)
