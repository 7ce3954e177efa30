from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _sort_found_pictures_by_size() -> None:
    """Wagtail 8 offers this order to what a search found, and answers with an error: its search knows no such field."""
    from wagtail.images import get_image_model
    from wagtail.search import index

    pictures = get_image_model()
    pictures.search_fields = [*pictures.search_fields, index.FilterField("file_size")]


class CoursesConfig(AppConfig):
    name = "lms.courses"
    label = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.core import registry
        from lms.notices import kinds
        from lms.people import roles

        from . import demo, guards, receivers, reviews, slots

        receivers.connect(self)
        _sort_found_pictures_by_size()
        reviews.replace_wagtail_mails()
        for kind in reviews.KINDS:
            kinds.register(kind)
        # Trainers need no permission here: whoever may change a course may manage its runs.
        roles.give_role(roles.HR_OFFICER, "courses.view_courserun", "courses.add_courserun", "courses.change_courserun")
        registry.fill_slot("navigation", slots.navigation, order=20)
        registry.register_delete_guard(guards.catalogue_stays)
        registry.register_demo_seeder(demo.seed, order=20)
