from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "lms.core"
    label = "core"
    verbose_name = "core"

    def ready(self) -> None:
        from . import checks, paginators, receivers, registry, slots  # noqa: F401
        from .scheduling import housekeeping

        receivers.connect()
        paginators.count_lines()
        registry.fill_slot("greeting", slots.greeting)
        registry.fill_slot("messages", slots.messages)
        housekeeping.register()
