from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "lms.courses"
    label = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.core import registry

        from . import demo, guards, receivers, slots

        receivers.connect()
        registry.fill_slot("navigation", slots.navigation, order=20)
        registry.register_delete_guard(guards.catalogue_stays)
        registry.register_demo_seeder(demo.seed, order=20)
