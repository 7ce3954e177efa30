from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Puts the bell into the frame and registers the job that plans and sends."""

    name = "lms.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from lms.core import registry
        from lms.people import roles

        from . import demo, jobs, slots

        registry.fill_slot("me", slots.bell, order=40)
        registry.fill_slot("account_tabs", slots.account_tab)
        registry.register_job(
            "send_due_notices", jobs.send_due_notices, title=_("Plan notices and send mail"), every_minutes=1
        )
        registry.register_demo_seeder(demo.seed_notices, order=90)
        roles.give_role(roles.TRAINER, "notices.view_notice")
        roles.give_role(
            roles.HR_OFFICER,
            "notices.view_notice",
            "notices.view_delivery",
            "notices.change_delivery",
            "notices.view_bounce",
            "notices.delete_bounce",
        )
