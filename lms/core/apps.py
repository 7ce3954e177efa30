from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"
    verbose_name = "core"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: F401
        from .scheduling import housekeeping

        receivers.connect()
        housekeeping.register()
