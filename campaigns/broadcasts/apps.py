from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BroadcastsConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo broadcasts."""

    name = "campaigns.broadcasts"
    label = "broadcasts"
    verbose_name = _("Broadcasts")

    def ready(self) -> None:
        from lms.core import registry
        from lms.people import roles

        from . import demo, receivers, slots

        receivers.connect(self)
        roles.give_role(
            roles.HR_OFFICER, "broadcasts.view_broadcastsettings", "broadcasts.change_broadcastsettings"
        )
        registry.fill_slot("navigation", slots.navigation, order=25)
        registry.fill_slot("home", slots.home_now, order=5)
        registry.fill_slot("home", slots.home, order=15)
        registry.fill_slot("on_air_banner", slots.banner)
        registry.fill_slot("missed_broadcasts", slots.missed)
        registry.register_demo_seeder(demo.seed_series, order=70)
