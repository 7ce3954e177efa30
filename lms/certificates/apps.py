from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Listens to completions and fills its places on other rooms' pages."""

    name = "lms.certificates"
    label = "certificates"
    verbose_name = "certificates"

    def ready(self) -> None:
        from lms.core import registry
        from lms.notices import kinds

        from . import demo, jobs, notices, receivers, slots  # noqa: F401

        kinds.register(notices.ISSUED)
        registry.fill_slot("navigation", slots.navigation, order=30)
        registry.fill_slot("completion", slots.completion)
        registry.fill_slot("course_records", slots.course_records)
        registry.fill_slot("home", slots.home, order=60)
        registry.fill_slot("my", slots.my, order=20)
        registry.register_demo_seeder(demo.seed_certificates, order=50)
        registry.register_job(
            "issue_missing_certificates",
            jobs.issue_missing_certificates,
            title=_("Issue certificates that are missing"),
            every_minutes=60,
        )
        registry.name_task("lms.certificates.tasks.render_certificate_pdf", _("Make the certificate document"))
