from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BroadcastsConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its jobs, kinds of notice and demo broadcasts."""

    name = "campaigns.broadcasts"
    label = "broadcasts"
    verbose_name = _("Broadcasts")

    def ready(self) -> None:
        from lms.core import registry

        from . import demo

        registry.register_demo_seeder(demo.seed_series, order=70)
