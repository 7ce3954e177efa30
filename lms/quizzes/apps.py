from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "lms.quizzes"
    label = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from lms.core import registry
        from lms.notices import kinds

        from . import demo, guards, notices, receivers, slots, tasks

        receivers.connect()
        kinds.register(notices.KEY_CORRECTED)
        registry.fill_slot("quiz_start", slots.quiz_start)
        registry.register_delete_guard(guards.questions_kept)
        registry.register_job(
            "heal_remarks", tasks.heal, title=_("Finish marking again after corrected keys"), every_minutes=60
        )
        registry.name_task("lms.quizzes.tasks.remark_sittings", _("Mark again after a corrected key"))
        registry.register_demo_seeder(demo.seed_quizzes, order=30)
        registry.register_demo_seeder(demo.seed_sittings, order=45)
