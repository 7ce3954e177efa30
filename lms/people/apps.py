from datetime import time
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from lms.core import registry

        from . import demo, jobs, receivers, roles, slots

        # Wagtail's documented place for it is a subclass of its app config in the settings, which name no application.
        users: Any = apps.get_app_config("wagtailusers")
        users.user_viewset = "lms.people.admin.staff.StaffViewSet"

        roles.give_role(
            roles.TRAINER,
            "wagtailadmin.access_admin",
            "people.view_audience",
            "people.add_audience",
            "people.change_audience",
            in_collections=(
                "wagtailimages.add_image",
                "wagtailimages.change_image",
                "wagtailimages.choose_image",
                "wagtaildocs.add_document",
                "wagtaildocs.change_document",
                "wagtaildocs.choose_document",
            ),
        )
        roles.give_role(
            roles.HR_OFFICER,
            "wagtailadmin.access_admin",
            "people.view_all_people",
            "people.view_unit_people",
            *(f"people.{action}_person" for action in ("add", "change", "view")),
            *(f"people.{action}_orgunit" for action in ("add", "change", "view")),
            *(f"people.{action}_audience" for action in ("add", "change", "delete", "view")),
            "people.view_accessrecord",
        )
        password_reset.connect(receivers.unlock_after_reset, dispatch_uid="people.unlock_after_reset")
        registry.register_demo_seeder(demo.seed_people, order=10)
        registry.register_job(
            "clear_sessions", jobs.clear_sessions, title=_("Clear ended sessions"), daily_at=time(3, 20)
        )
        registry.fill_slot("me", slots.me, order=50)
        post_migrate.connect(roles.ensure_roles, sender=self, dispatch_uid="people.ensure_roles")
