"""What a person chooses about mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from lms.people.models import Person

from . import kinds
from .choices import Cadence
from .models import Preference

__all__ = ["PreferencesForm"]


class PreferencesForm(forms.Form):
    """One choice for each kind. Where mail cannot be switched off, that is not offered and the field says why."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = dict(Preference.objects.filter(person=person).values_list("kind", "cadence"))
        for kind in kinds.all_kinds():
            if kind.concerns is not None and not kind.concerns(person):
                continue
            offered = [
                (value, label) for value, label in Cadence.choices if value != Cadence.OFF or kind.may_be_switched_off
            ]
            help_text = str(kind.description)
            if not kind.may_be_switched_off:
                help_text = _("%(description)s Mail cannot be switched off: %(why_not)s") % {
                    "description": kind.description,
                    "why_not": kind.why_not,
                }
            self.fields[kind.key] = forms.ChoiceField(
                label=str(kind.title),
                choices=offered,
                initial=chosen.get(kind.key, kind.cadence),
                help_text=help_text,
            )

    @property
    def changed_cadences(self) -> dict[str, str]:
        """Only what differs from before: a kind nobody touched keeps following its default."""
        return {key: self.cleaned_data[key] for key in self.changed_data}
