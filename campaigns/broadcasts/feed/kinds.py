"""The two addresses that a person may open for programs of theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.people.addresses import AddressKind

__all__ = ["CALENDAR", "FEED"]

FEED = AddressKind(
    key="podcast_feed",
    title=_("Podcast of the broadcast"),
    description=_(
        "Paste the address into a podcast app to hear episodes there. Whoever has it can hear what was on the air. "
        "Playing in an app does not count as listening: for that, listen on this site."
    ),
    url_name="broadcasts:show_feed",
    is_personal=True,
)
CALENDAR = AddressKind(
    key="broadcast_calendar",
    title=_("Calendar of the broadcast"),
    description=_(
        "Subscribe to the address in a calendar program. It shows when a broadcast is planned and which one was "
        "taken off."
    ),
    url_name="broadcasts:show_calendar",
    is_personal=True,
)
