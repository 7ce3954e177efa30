"""Trainers' screens beside a quiz: how its questions went, and setting a wrong key right."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from lms.core import clock
from lms.core.groups import SMALLEST_GROUP
from lms.people.requests import person_of

from .analysis import items_of
from .forms import CorrectKeyForm
from .models import QuestionVersion, Quiz
from .rules import Outcomes
from .services import correct_key, preview_correction, remark_touched
from .tasks import remark_sittings

__all__ = ["CorrectKeyView", "QuestionsView"]

#: Up to so many sittings are marked again while the trainer waits; more are left to the worker.
AT_ONCE = 300


class QuizAdminView(WagtailAdminTemplateMixin, View):
    """A screen for who may edit the quiz."""

    quiz: Quiz

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.quiz = get_object_or_404(Quiz, pk=kwargs["quiz_id"])
        if not self.quiz.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.quiz.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail: list[dict[str, str]] = get_breadcrumbs_items_for_page(self.quiz, self.request.user)
        return [*trail, {"url": "", "label": str(self.page_title)}]


class QuestionsView(QuizAdminView):
    """Every question ever asked here: facility, choices, corrections of the key."""

    page_title = gettext_lazy("Questions and keys")
    header_icon = "help"
    template_name = "quizzes/admin/questions.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, quiz=self.quiz, items=items_of(self.quiz), smallest_group=SMALLEST_GROUP
        )


class CorrectKeyView(QuizAdminView):
    """정답 정정 in two steps: what it would change, then doing it."""

    page_title = gettext_lazy("Correct the key")
    header_icon = "edit"
    template_name = "quizzes/admin/correct_key.html"

    @cached_property
    def version(self) -> QuestionVersion:
        """The edition whose wording is corrected."""
        editions = QuestionVersion.objects.with_keys().filter(quiz_id=self.quiz.pk)
        return get_object_or_404(editions, pk=self.kwargs["version_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self._answer(CorrectKeyForm(version=self.version))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without ``confirm`` only the preview; with it the correction."""
        form = CorrectKeyForm(request.POST, version=self.version)
        if not form.is_valid():
            return self._answer(form)
        outcomes = preview_correction(version=self.version, key=form.key)
        if "confirm" not in request.POST:
            return self._answer(form, outcomes)
        self._correct(form, outcomes)
        return redirect("quizzes_admin:show_questions", self.quiz.pk)

    def _correct(self, form: CorrectKeyForm, outcomes: Outcomes) -> None:
        corrections = correct_key(
            version=self.version,
            key=form.key,
            reason=form.cleaned_data["reason"],
            by=person_of(self.request),
            at=clock.now(),
        )
        if outcomes.touched > AT_ONCE:
            for correction in corrections:
                remark_sittings.enqueue(correction.pk)
            said = _("The key is corrected. %(count)s attempts are being marked again in the background.")
            messages.success(self.request, said % {"count": outcomes.touched})
            return
        changed = sum(remark_touched(correction=correction, at=clock.now()) for correction in corrections)
        said = ngettext(
            "The key is corrected. %(count)s attempt got other points.",
            "The key is corrected. %(count)s attempts got other points.",
            changed,
        )
        messages.success(self.request, said % {"count": changed})

    def _answer(self, form: CorrectKeyForm, outcomes: Outcomes | None = None) -> HttpResponse:
        context = self.get_context_data(
            quiz=self.quiz,
            question=self.version.question,
            key=self.version.answer_key,
            form=form,
            outcomes=outcomes,
            back=reverse("quizzes_admin:show_questions", args=[self.quiz.pk]),
        )
        return self.render_to_response(context)
