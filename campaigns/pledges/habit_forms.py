"""What people write: three answers for themselves, and a unit's promise."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.free_text import find_problems, tidy

from .models import PracticeCheck, UnitPromise
from .models.habit import LONGEST_NOTE
from .practice import QUESTIONS, STEPS

__all__ = ["PracticeForm", "UnitPromiseForm"]


class PracticeForm(forms.Form):
    """The three questions, each with five words to choose from, and a line to oneself."""

    note = forms.CharField(
        label=gettext_lazy("A line to myself"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, check: PracticeCheck | None = None, **kwargs: Any) -> None:
        if check is not None:
            kwargs["initial"] = {question.key: getattr(check, question.key) for question in QUESTIONS}
            kwargs["initial"]["note"] = check.note
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = forms.TypedChoiceField(
                label=str(question.words),
                choices=list(enumerate(STEPS)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Please choose what comes closest.")},
            )
        self.order_fields([*(question.key for question in QUESTIONS), "note"])

    @property
    def answers(self) -> dict[str, int]:
        """By question; only of a valid form."""
        return {question.key: self.cleaned_data[question.key] for question in QUESTIONS}


class UnitPromiseForm(forms.ModelForm):  # type: ignore[type-arg]
    """One act, what was before, and what is different since."""

    is_done = forms.BooleanField(label=gettext_lazy("We have done it"), required=False)
    #: What the writer had before them; an unknown number is nobody's.
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = UnitPromise
        fields = ("act", "before", "after")
        widgets: ClassVar = {
            "before": forms.Textarea(attrs={"rows": 2}),
            "after": forms.Textarea(attrs={"rows": 2}),
        }
        labels: ClassVar = {
            "act": gettext_lazy("What we do this quarter"),
            "before": gettext_lazy("How it was before"),
            "after": gettext_lazy("What is different now"),
        }
        help_texts: ClassVar = {
            "act": gettext_lazy("One act that one can see. For example: whoever takes the call says their name first."),
        }

    def clean(self) -> dict[str, Any]:
        """The whole city reads it: what must not stand there is named. Done needs what came of it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.Meta.fields:
            # Looked at as it was typed; a tidied text hides what cannot be seen.
            for reason in dict.fromkeys(problem.reason for problem in find_problems(self.data.get(name, ""))):
                self.add_error(name, reason)
            if cleaned.get(name):
                cleaned[name] = tidy(cleaned[name])
        if cleaned.get("is_done") and not cleaned.get("after") and "after" not in self.errors:
            self.add_error("after", _("It is done: please write what is different now."))
        return cleaned
