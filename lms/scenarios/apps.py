from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScenariosConfig(AppConfig):
    name = "lms.scenarios"
    label = "scenarios"
    verbose_name = _("Complaint simulator")

    def ready(self) -> None:
        from lms.core import registry

        from . import demo, guards, receivers, tasks

        receivers.connect()
        registry.register_delete_guard(guards.versions_kept)
        registry.register_job("finish_scenarios", tasks.finish_played, every_minutes=60)
        registry.register_job("forget_practice", tasks.forget_practice, every_minutes=24 * 60)
        registry.register_demo_seeder(demo.seed_scenarios, order=31)
        registry.register_demo_seeder(demo.seed_rehearsals, order=46)
