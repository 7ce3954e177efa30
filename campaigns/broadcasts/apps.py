from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BroadcastsConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo broadcasts."""

    name = "campaigns.broadcasts"
    label = "broadcasts"
    verbose_name = _("Broadcasts")

    def ready(self) -> None:
        from lms.core import registry
        from lms.notices import kinds
        from lms.people import addresses, roles
        from lms.recordings import tickets

        from . import demo, jobs, receivers, slots
        from .archive.files import GATE, may_still_be_heard
        from .feed.kinds import CALENDAR, FEED
        from .feed.morning import MORNING
        from .services.lobby import LOBBY
        from .stories import notices as story_notices
        from .stories.slots import my_stories

        receivers.connect(self)
        tickets.register_gate(GATE, may_still_be_heard)
        roles.give_role(roles.HR_OFFICER, "broadcasts.view_broadcastsettings", "broadcasts.change_broadcastsettings")
        registry.fill_slot("navigation", slots.navigation, order=25)
        registry.fill_slot("home", slots.home_now, order=5)
        registry.fill_slot("home", slots.home, order=15)
        registry.fill_slot("on_air_banner", slots.banner)
        registry.fill_slot("missed_broadcasts", slots.missed)
        registry.register_demo_seeder(demo.seed_series, order=70)
        registry.register_demo_seeder(demo.seed_stories, order=75)
        roles.give_role(roles.TRAINER, "broadcasts.view_story", "broadcasts.change_story")
        for kind in (*story_notices.KINDS, MORNING):
            kinds.register(kind)
        for address in (FEED, CALENDAR, LOBBY):
            addresses.register(address)
        registry.fill_slot("my", my_stories, order=70)
        registry.register_job(
            "thank_senders",
            jobs.thank_senders,
            title=_("Thank senders of stories that were on the air"),
            every_minutes=10,
        )
        registry.register_job(
            "tell_before_broadcast", jobs.tell_before_broadcast, title=_("Tell of the broadcast"), every_minutes=2
        )
        registry.register_job(
            "clear_stories", jobs.clear_stories, title=_("Delete stories whose time is over"), daily_at=time(3, 15)
        )
