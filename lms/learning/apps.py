from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Fills its places on the pages of lower rooms and registers its job, its roles and its demo records."""

    name = "lms.learning"
    label = "learning"
    verbose_name = "learning"

    def ready(self) -> None:
        from lms.core import registry
        from lms.notices import kinds
        from lms.people import roles

        from . import demo, guards, jobs, notices, slots

        for name, filler, order in (
            ("navigation", slots.navigation, 10),
            ("home", slots.home, 10),
            ("home", slots.home_done, 50),
            ("course_badge", slots.course_badge, 10),
            ("course_actions", slots.course_actions, 10),
            ("course_lessons", slots.course_lessons, 10),
            ("lesson_outline", slots.lesson_outline, 10),
            ("lesson_actions", slots.lesson_actions, 10),
            ("lesson_extras", slots.lesson_extras, 10),
            ("lesson_recording", slots.lesson_recording, 10),
            ("my", slots.my, 10),
        ):
            registry.fill_slot(name, filler, order=order)
        registry.register_delete_guard(guards.records_on)
        registry.register_demo_seeder(demo.seed_learning, order=40)
        registry.register_demo_seeder(demo.seed_notices, order=60)
        registry.register_job(
            "heal_completions",
            jobs.heal_completions,
            title=_("Record completions that are due"),
            daily_at=time(2, 30),
        )
        registry.register_job(
            "remind_of_due_dates", jobs.remind_of_due_dates, title=_("Remind of due dates"), daily_at=time(7, 0)
        )
        for kind in notices.KINDS:
            kinds.register(kind)
        roles.give_role(
            roles.TRAINER, "learning.view_enrolment", "learning.add_extraattempt", "learning.change_mistakereport"
        )
        roles.give_role(
            roles.HR_OFFICER,
            "learning.view_enrolment",
            "learning.add_extraattempt",
            "learning.view_completion",
            "learning.add_completion",
            "learning.change_completion",
            "learning.change_mistakereport",
        )
