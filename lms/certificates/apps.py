from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Listens to completions and fills its places on other rooms' pages."""

    name = "lms.certificates"
    label = "certificates"
    verbose_name = "certificates"

    def ready(self) -> None:
        from lms.core import registry

        from . import demo, receivers, services, slots  # noqa: F401

        registry.fill_slot("navigation", slots.navigation, order=30)
        registry.fill_slot("completion", slots.completion)
        registry.fill_slot("course_records", slots.course_records)
        registry.fill_slot("home", slots.home, order=60)
        registry.fill_slot("my", slots.my, order=20)
        registry.register_demo_seeder(demo.seed_certificates, order=50)
        registry.register_job("issue_missing_certificates", services.issue_missing_certificates, every_minutes=24 * 60)
