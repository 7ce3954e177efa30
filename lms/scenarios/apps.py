from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScenariosConfig(AppConfig):
    name = "lms.scenarios"
    label = "scenarios"
    verbose_name = _("Complaint simulator")

    def ready(self) -> None:
        from lms.core import registry

        from . import demo, guards, jobs, receivers, slots

        receivers.connect()
        registry.fill_slot("scenario_start", slots.scenario_start)
        registry.register_delete_guard(guards.versions_kept)
        registry.register_job(
            "finish_scenarios",
            jobs.finish_played,
            title=_("Hand in conversations played to their end"),
            every_minutes=60,
        )
        registry.register_job(
            "forget_practice", jobs.forget_practice, title=_("Forget old practice"), daily_at=time(3, 40)
        )
        registry.register_demo_seeder(demo.seed_scenarios, order=31)
        registry.register_demo_seeder(demo.seed_rehearsals, order=46)
