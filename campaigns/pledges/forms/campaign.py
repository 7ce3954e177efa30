"""What a trainer is told at the field while making a campaign."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from ..phases import Days, misplaced

__all__ = ["CampaignForm"]

DATES = ("announces_on", "signs_on", "practises_on", "looks_back_on", "closes_on")


class CampaignForm(WagtailAdminPageForm):
    """Dates stand in order; whatever is handed on has a text to sign."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        dates: dict[str, Any] = {name: cleaned.get(name) for name in DATES}
        if all(dates.values()) and (field := misplaced(Days(**dates))):
            before = DATES[DATES.index(field) - 1]
            said = _("This day lies before ‘%(before)s’ (%(day)s). Please choose that day or a later one.") % {
                "before": self.fields[before].label,
                "day": f"{dates[before]:%Y. }{dates[before].month}. {dates[before].day}.",
            }
            self.add_error(field, said)
        is_handed_on = any(name in self.data for name in ("action-publish", "action-submit"))
        if is_handed_on and not (self.instance.pk and self.instance.texts.exists()):
            said = _(
                "The campaign has no pledge text yet. Save it as a draft, write the text with the button ‘Pledge text’ "
                "above, then hand it on."
            )
            self.add_error(None, said)
        return cleaned
