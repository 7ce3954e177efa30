"""교육과정 in the admin menu: courses with what matters at a glance, their runs, the categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views import snippets

from lms.core.choosers import SnippetChooser
from lms.core.korean import format_minutes
from lms.core.numbers import whole_number

from .forms import CourseRunForm
from .models import CourseCategory, CoursePage, CourseRun
from .permissions import editable_courses
from .rules import period_in_words

__all__ = ["CourseGroup", "run_list_url"]


def run_list_url(course: CoursePage) -> str:
    """The runs of one course, in the listing of runs."""
    return f"{reverse(course_runs.get_url_name('list'))}?course={course.pk}"


class CourseFilterSet(PageFilterSet):
    """Courses by category."""

    category = django_filters.ModelChoiceFilter(queryset=CourseCategory.objects.all(), label=_("Category"))

    class Meta:
        model = CoursePage
        fields: ClassVar = ["category"]


class CourseIndexView(PageIndexView):
    """Every course the person may explore, wherever it stands."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """What a search found is not sorted by category: the search sorts by the course's own columns alone."""
        super().setup(request, *args, **kwargs)
        if self.is_searching:
            plain = Column("category", label=_("Category"))
            self.columns: list[Column] = [plain if column.name == "category" else column for column in self.columns]

    def annotate_queryset(self, pages: Any) -> Any:
        """Runs are counted in the same query; categories come in one more."""
        return super().annotate_queryset(pages.annotate(run_count=Count("runs"))).prefetch_related("category")


class CourseListing(PageListingViewSet):
    """All courses in one list."""

    model = CoursePage
    index_view_class = CourseIndexView
    filterset_class = CourseFilterSet
    name = "course_listing"
    url_prefix = "courses"
    menu_label = _("Courses")
    icon = "list-ul"
    columns: ClassVar = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=pgettext_lazy("catalogue", "Section")),
        Column("category", label=_("Category"), sort_key="category__name"),
        Column("lessons", label=_("Lessons"), accessor="numchild"),
        Column("runs", label=_("Runs"), accessor="run_count"),
        Column(
            "recognised_minutes",
            label=_("Recognised time"),
            accessor=lambda page: format_minutes(page.recognised_minutes),
            sort_key="recognised_minutes",
        ),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


def _courses_of_user(request: HttpRequest | None) -> QuerySet[CoursePage]:
    if request is None:
        return CoursePage.objects.none()
    if request.user.has_perm("courses.view_courserun"):
        return CoursePage.objects.order_by("path")
    return editable_courses(request.user).order_by("path")


class CourseRunFilterSet(WagtailFilterSet):
    """Runs of a course, open or not."""

    course = django_filters.ModelChoiceFilter(queryset=_courses_of_user, label=_("Course"))
    is_self_paced = django_filters.BooleanFilter(label=_("Self-paced"))

    class Meta:
        model = CourseRun
        fields: ClassVar = ["course", "is_self_paced"]


class CourseRunCreateView(snippets.CreateView):
    """Opened from a course, the form already names it."""

    def get_initial(self) -> dict[str, Any]:
        """The course in the address, if it is one."""
        course = whole_number(self.request.GET.get("course"))
        return super().get_initial() | ({"course": course} if course else {})

    def get_success_url(self) -> str:
        """Back to the runs of the same course."""
        return run_list_url(self.form.instance.course)


class OwnRunMixin:
    """Wagtail asks whether somebody may change runs at all; we ask about this run."""

    def user_has_permission(self, permission: str) -> bool:
        """On the run of this view."""
        return bool(self.user_has_permission_for_instance(permission, self.object))  # type: ignore[attr-defined]

    def user_has_any_permission(self, permissions: Iterable[str]) -> bool:
        """On the run of this view."""
        return any(self.user_has_permission(permission) for permission in permissions)


class CourseRunEditView(OwnRunMixin, snippets.EditView):
    """Change a run of a course one may change."""


class CourseRunDeleteView(OwnRunMixin, snippets.DeleteView):
    """Delete a run that nobody took."""


class CourseRunHistoryView(OwnRunMixin, snippets.HistoryView):
    """Who changed a run."""


class CourseRunUsageView(OwnRunMixin, snippets.UsageView):
    """What refers to a run."""


class CourseRunViewSet(snippets.SnippetViewSet):
    """기수: offerings of courses, with their days and what completes them."""

    model = CourseRun
    chooser_viewset_class = SnippetChooser
    icon = "calendar-alt"
    menu_label = _("Runs")
    menu_item_is_registered = True
    admin_url_namespace = "course_runs"
    base_url_path = "course-runs"
    list_display: ClassVar = [
        "label",
        Column("course", label=_("Course"), sort_key="course__title"),
        Column("period", label=_("When"), accessor=lambda run: period_in_words(run.opens_on, run.closes_on)),
        Column(
            "policy",
            label=_("What counts"),
            accessor=lambda run: (
                _("progress %(progress)d%%, score %(score)d")
                % {"progress": run.min_progress_percent, "score": run.min_score_percent}
            ),
        ),
    ]
    filterset_class = CourseRunFilterSet
    search_fields: ClassVar = ["label", "course__title"]
    search_backend_name = None
    ordering: ClassVar = ["course__path", "-number"]
    add_view_class = CourseRunCreateView
    edit_view_class = CourseRunEditView
    delete_view_class = CourseRunDeleteView
    history_view_class = CourseRunHistoryView
    usage_view_class = CourseRunUsageView
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CourseRun]:
        """The runs this person may manage, with their courses."""
        runs = self.permission_policy.instances_user_has_any_permission_for(request.user, {"change", "view"})
        selected: QuerySet[CourseRun] = runs.select_related("course")
        return selected

    def get_edit_handler(self) -> Any:
        """Bound to the form that limits the courses."""
        panels = [
            FieldPanel("course"),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")], heading=_("When")),
            MultiFieldPanel(
                [FieldPanel("min_progress_percent"), FieldPanel("min_score_percent")], heading=_("What counts")
            ),
        ]
        return ObjectList(panels, base_form_class=CourseRunForm).bind_to_model(self.model)


class CourseCategoryViewSet(snippets.SnippetViewSet):
    """분야: how the catalogue is filtered."""

    model = CourseCategory
    chooser_viewset_class = SnippetChooser
    icon = "tag"
    menu_label = _("Categories")
    menu_item_is_registered = True
    admin_url_namespace = "course_categories"
    base_url_path = "course-categories"
    list_display: ClassVar = [
        "name",
        "slug",
        "sort_order",
        Column("count", label=_("Courses"), accessor="course_count"),
    ]
    ordering: ClassVar = ["sort_order", "name"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CourseCategory]:
        """With the number of courses, so that one sees what a change touches."""
        return CourseCategory.objects.annotate(course_count=Count("courses"))


course_listing = CourseListing()
course_runs = CourseRunViewSet()
course_categories = CourseCategoryViewSet()


class CourseGroup(ViewSetGroup):
    """교육과정 in the main menu."""

    menu_label = _("Courses")
    menu_name = "courses"
    menu_icon = "list-ul"
    menu_order = 110
    items = (course_listing, course_runs, course_categories)
