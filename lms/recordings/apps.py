from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordingsConfig(AppConfig):
    """Gives trainers recordings, registers the jobs that clean up and the demo recordings."""

    name = "lms.recordings"
    label = "recordings"
    verbose_name = _("Recordings")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from lms.core import registry
        from lms.core.receivers import files_changed
        from lms.people import roles

        from . import demo, jobs

        # Title, poster, note and licence stand on pages that are kept.
        for signal in (post_save, post_delete):
            signal.connect(files_changed, sender="recordings.Recording", dispatch_uid="recordings.files_changed")
        registry.register_job(
            "clean_recordings",
            jobs.clean_recordings,
            title=_("Clear abandoned uploads and old files"),
            every_minutes=60,
        )
        registry.register_job(
            "retry_conversions", jobs.retry_conversions, title=_("Go on with interrupted conversions"), every_minutes=5
        )
        registry.name_task("lms.recordings.tasks.convert", _("Convert a recording"))
        registry.register_demo_seeder(demo.seed, order=15)
        # wagtailmedia keeps its permissions on its own model; they hold for ours.
        for role in (roles.TRAINER, roles.ADMINISTRATOR):
            roles.give_role(role, in_collections=("wagtailmedia.add_media", "wagtailmedia.change_media"))
