"""Trainers' screens beside a scenario: live findings, trying a path, the self-test, files out and in."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page

from lms.courses.models import CoursePage
from lms.people.requests import person_of

from .board import board_of, take_in
from .engine import CannotGoOn
from .exchange import file_of, read_file
from .findings import Finding, Level, is_playable
from .forms import ImportForm
from .graph import Graph
from .models import Scenario
from .paths import settings_to_try, survey
from .services.importing import add_draft, replace_draft

__all__ = [
    "CheckDraftView",
    "CheckNewView",
    "ExportView",
    "ImportNewView",
    "MapView",
    "ReplaceView",
    "ScenarioAdminView",
    "SurveyView",
    "TryNewView",
    "TryPathView",
]


class ScenarioAdminView(WagtailAdminTemplateMixin, View):
    """A screen for who may edit the scenario."""

    scenario: Scenario

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.scenario = get_object_or_404(Scenario, pk=kwargs["scenario_id"])
        if not self.scenario.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def draft(self) -> Scenario:
        """The newest edition, live or not."""
        draft: Scenario = self.scenario.get_latest_revision_as_object()
        return draft

    def get_page_subtitle(self) -> str:
        return self.scenario.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail: list[dict[str, str]] = get_breadcrumbs_items_for_page(self.scenario, self.request.user)
        return [*trail, {"url": "", "label": str(self.page_title)}]


class CourseView(WagtailAdminTemplateMixin, View):
    """A screen for who may add a scenario to the course."""

    course: CoursePage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.course = get_object_or_404(CoursePage, pk=kwargs["course_id"])
        if not self.course.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.course.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail: list[dict[str, str]] = get_breadcrumbs_items_for_page(self.course, self.request.user)
        return [*trail, {"url": "", "label": str(self.page_title)}]


def _checked(request: HttpRequest, page: Scenario) -> HttpResponse:
    """The board for what stands in the form now. Reads the form, keeps nothing."""
    try:
        data = json.loads(request.body)
        if not isinstance(data, dict):
            raise ValueError
        take_in(page, data)
    except (ValueError, RecursionError):
        return HttpResponseBadRequest()
    board = board_of(page.document())
    return JsonResponse(
        {
            "errors": len(board.errors),
            "warnings": len(board.warnings),
            "html": render_to_string("scenarios/admin/board.html", {"board": board}, request=request),
        }
    )


class CheckDraftView(ScenarioAdminView):
    """What the form of an existing scenario holds, judged and drawn."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Starts from the newest draft: parts too large for the form are not sent."""
        return _checked(request, self.draft)


class CheckNewView(CourseView):
    """The same for a scenario that was never saved."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Starts from nothing."""
        return _checked(request, Scenario())


class MapView(ScenarioAdminView):
    """The map of the newest draft as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An SVG document that stands alone."""
        board = board_of(self.draft.document(), link="#")
        return _handed_out(board.svg.encode(), "image/svg+xml", f"{board.graph.slug or 'scenario'}.svg")


class ExportView(ScenarioAdminView):
    """The newest draft as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The document of docs/scenario-format.md."""
        document = self.draft.document()
        return _handed_out(file_of(document), "application/json", f"{document['slug']}.json")


class SurveyView(ScenarioAdminView):
    """자체 점검: every path of the newest draft counted, with where they end and how they score."""

    page_title = gettext_lazy("Self-test")
    header_icon = "tasks"
    template_name = "scenarios/admin/survey.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The figures, once per way of recording where that matters."""
        board = board_of(self.draft.document(), link=reverse("wagtailadmin_pages:edit", args=[self.scenario.pk]) + "#")
        surveys = []
        with suppress(CannotGoOn):  # the findings on the page say where
            surveys = [(settings, survey(board.graph, settings)) for settings in settings_to_try(board.graph)]
        rows = [
            {
                "settings": settings,
                "survey": found,
                "buckets": [
                    {"from": 10 * number, "to": 100 if number == 9 else 10 * number + 9, "count": count}
                    for number, count in enumerate(found.buckets)
                ],
                "endings": [
                    (board.graph.by_key[key], count)
                    for key, count in sorted(found.by_scene.items(), key=lambda each: -each[1])
                ],
                "never": [reply for reply in _replies(board.graph) if reply not in found.given],
            }
            for settings, found in surveys
        ]
        return self.render_to_response(
            self.get_context_data(scenario=self.scenario, board=board, rows=rows, is_split=len(rows) > 1)
        )


class TryPathView(PreviewOnEditView):
    """The preview, further along: the path that is tried stands in the address."""

    def get_extra_request_attrs(self) -> dict[str, Any]:
        tried = {"tried_from": self.request.GET.get("from", ""), "tried_path": self.request.GET.get("path", "")}
        return {**super().get_extra_request_attrs(), **tried}


class TryNewView(PreviewOnCreateView):
    """The same for a scenario that was never saved."""

    def get_extra_request_attrs(self) -> dict[str, Any]:
        tried = {"tried_from": self.request.GET.get("from", ""), "tried_path": self.request.GET.get("path", "")}
        return {**super().get_extra_request_attrs(), **tried}


class TakesFile:
    """Reads a file, shows what is wrong with it by place, or keeps the whole of it."""

    template_name = "scenarios/admin/import.html"
    header_icon = "upload"

    @property
    def back(self) -> str:
        """Where the author came from."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self._answer(ImportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, or say by place why not."""
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(form)
        graph, found = read_file(form.content())
        if graph is None or not is_playable(found):
            return self._answer(form, found)
        try:
            page = self.keep(graph, request)
        except ValidationError as error:
            return self._answer(form, [Finding(Level.ERROR, "page", message) for message in error.messages])
        said = _("The file is now the draft of ‘%(title)s’. It is not published yet.") % {"title": page.title}
        messages.success(request, said)
        for finding in found:
            messages.warning(request, finding.message)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def keep(self, graph: Graph, request: HttpRequest) -> Scenario:
        """Make a draft of it."""
        raise NotImplementedError

    def _answer(self, form: ImportForm, found: list[Finding] | None = None) -> HttpResponse:
        context = {"form": form, "found": found or [], "back": self.back}
        return self.render_to_response(self.get_context_data(**context))  # type: ignore[attr-defined]


class ImportNewView(TakesFile, CourseView):
    """A file as a new scenario of the course."""

    page_title = gettext_lazy("Import a scenario")

    @property
    def back(self) -> str:
        """The course in the page tree."""
        return reverse("wagtailadmin_explore", args=[self.course.pk])

    def keep(self, graph: Graph, request: HttpRequest) -> Scenario:
        return add_draft(graph=graph, course=self.course, by=person_of(request))


class ReplaceView(TakesFile, ScenarioAdminView):
    """A file as the next draft of a scenario."""

    page_title = gettext_lazy("Replace the draft by a file")

    @property
    def back(self) -> str:
        """The editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.scenario.pk])

    def keep(self, graph: Graph, request: HttpRequest) -> Scenario:
        if self.scenario.permissions_for_user(request.user).page_locked():
            raise ValidationError(_("The page is locked. Whoever locked it has to unlock it first."))
        return replace_draft(graph=graph, scenario=self.scenario, by=person_of(request))


def _replies(graph: Graph) -> list[tuple[str, str]]:
    return [(scene.key, reply.key) for scene in graph.scenes for reply in scene.replies]


def _handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def may_add_scenarios(page: Page, user: Any) -> bool:
    """Whether the page is a course that this person may add a scenario to."""
    return isinstance(page, CoursePage) and page.permissions_for_user(user).can_add_subpage()
