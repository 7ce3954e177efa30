"""Forms of the trainer's side."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.forms import WagtailAdminModelForm

from lms.core import clock

from . import services
from .models import CompletionPolicy, CoursePage, CourseRun
from .permissions import editable_courses

__all__ = ["CourseRunForm"]


class CourseRunForm(WagtailAdminModelForm):
    """A run of a course one may change. The number is given by the service; a run never changes its course."""

    instance: CourseRun

    class Meta:
        model = CourseRun
        fields: ClassVar = ["course", "label", "opens_on", "closes_on", "min_progress_percent", "min_score_percent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        if self.instance.pk:
            course.disabled = True
            course.queryset = CoursePage.objects.filter(pk=self.instance.course_id)  # type: ignore[attr-defined]
            return
        may_all = self.for_user is not None and self.for_user.has_perm("courses.add_courserun")
        courses = CoursePage.objects.all() if may_all else editable_courses(self.for_user)
        course.queryset = courses.order_by("path")  # type: ignore[attr-defined]
        self.fields["label"].widget.attrs.setdefault("placeholder", f"{clock.today().year}년 1기")

    def save(self, commit: bool = True) -> CourseRun:
        """A new run goes through the service, which gives it its number under a lock."""
        if self.instance.pk or not commit:
            run: CourseRun = super().save(commit=commit)
            return run
        data = self.cleaned_data
        self.instance, _is_new = services.open_run(
            course=data["course"],
            label=data["label"],
            opens_on=data["opens_on"],
            closes_on=data["closes_on"],
            policy=CompletionPolicy(data["min_progress_percent"], data["min_score_percent"]),
        )
        return self.instance
