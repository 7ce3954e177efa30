"""Sitting a quiz: begin, answer, check, hand in, look at the result."""

from __future__ import annotations

import random
from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.courses.services import LessonCard, course_of, lessons_of
from lms.learning.errors import AttemptClosed, LearningRefused
from lms.learning.models import Attempt, AttemptStep, Completion, LessonProgress
from lms.learning.state import course_state
from lms.learning.taking import own_attempt
from lms.people.requests import client_ip, person_of

from .answers import drop_kept, keep_for_later, kept_answers, read_answers
from .models import QuestionVersion, Quiz
from .rules import Answers, clean_answers, paper_order, unanswered
from .services import begin_quiz, hand_in_quiz, keep_answers
from .sheets import paper, review
from .standing import standing_of

#: Papers that one address may leave behind unsigned; a whole city hall may share one.
KEPT_A_MINUTE = 300

#: Shuffling keeps no secret; it only must not repeat from one person to the next.
_dice = random.SystemRandom()


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Begin a sitting, or go on with the one under way. A GET comes from the sign-in page and leads back."""
    quiz = get_object_or_404(Quiz.objects.live(), pk=quiz_id)
    if request.method != "POST":
        return redirect(quiz.url)
    course = course_of(quiz)
    enrolment = course_state(request, course.pk).enrolment
    if enrolment is None:
        messages.error(request, _("The attempt could not be started. You are not enrolled. Please enrol first."))
        return redirect(course.url)
    try:
        attempt, _is_new = begin_quiz(enrolment=enrolment, quiz=quiz, at=clock.now(), rng=_dice)
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(quiz.url)
    return redirect("quizzes:show_attempt", attempt.pk)


@require_safe
def show_attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The paper: every question in one form, with what was answered so far."""
    attempt = _own_attempt(request, attempt_id)
    if attempt.state != Attempt.State.IN_PROGRESS:
        return _after_hand_in(request, attempt)
    steps = _steps(attempt)
    waiting = _waiting_answers(request, attempt, steps)
    questions = paper(
        attempt.content,
        {pk: each.question for pk, each in QuestionVersion.objects.in_bulk(paper_order(attempt.content)).items()},
        saved={key: step.value for key, step in steps.items()},
        given=waiting,
    )
    context = {
        "attempt": attempt,
        "questions": questions,
        "answered": sum(question.is_answered for question in questions),
        "brought_back": len(waiting),
    }
    return render(request, "quizzes/attempt.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_answers(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Keep what was answered: 204 for the autosave, the quiz page for the button 저장하고 나가기, the paper for Enter.

    The autosave learns with 401 that the session has ended and with 409 that the sitting was handed in elsewhere.
    """
    if request.method != "POST":
        return redirect("quizzes:show_attempt", attempt_id)
    is_autosave = "field" in request.POST
    given = read_answers(request.POST)
    if not request.user.is_authenticated:
        answer = _keep_until_signed_in(request, attempt_id, given)
        return HttpResponse(status=401) if is_autosave else answer
    attempt = _answered_attempt(request, attempt_id)
    try:
        _save(request, attempt, given)
    except AttemptClosed as refusal:
        if is_autosave:
            return HttpResponse(status=409)
        messages.error(request, str(refusal))
    else:
        if is_autosave:
            return HttpResponse(status=204)
        if "stay" in request.POST:
            return redirect("quizzes:show_attempt", attempt.pk)
        messages.success(request, _("Your answers are saved. You can go on from here at any time."))
    return redirect(attempt.lesson.url)


@require_safe
def check_answers(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What is still unanswered, and the choice to go back or hand in."""
    attempt = _own_attempt(request, attempt_id)
    if attempt.state != Attempt.State.IN_PROGRESS:
        return _after_hand_in(request, attempt)
    answers = {key: step.value for key, step in _steps(attempt).items()}
    context = {
        "attempt": attempt,
        "missing": unanswered(attempt.content, answers),
        "total": len(paper_order(attempt.content)),
    }
    return render(request, "quizzes/check.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Hand in and mark; unanswered questions are asked about once. Twice, or from two tabs, leads to the one result."""
    if request.method != "POST":
        return redirect("quizzes:show_attempt", attempt_id)
    given = read_answers(request.POST)
    if not request.user.is_authenticated:
        return _keep_until_signed_in(request, attempt_id, given)
    attempt = _answered_attempt(request, attempt_id)
    if attempt.state != Attempt.State.IN_PROGRESS:
        return _after_hand_in(request, attempt)
    try:
        if "sure" not in request.POST and unanswered(attempt.content, clean_answers(attempt.content, given)):
            # This page did not answer everything: what was saved before, or waits in the session, may.
            steps = _steps(attempt)
            given = {**_waiting_answers(request, attempt, steps), **given}
            answers = {key: step.value for key, step in steps.items()} | clean_answers(attempt.content, given)
            if unanswered(attempt.content, answers):
                _save(request, attempt, given)
                return redirect("quizzes:check_answers", attempt.pk)
        hand_in_quiz(attempt=attempt, given=given, at=clock.now())
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(attempt.lesson.url)
    drop_kept(request.session, attempt_id=attempt.pk)
    return redirect("quizzes:show_result", attempt.pk)


@require_safe
def show_result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Outcome and review; right answers and explanations once no further sitting can count."""
    attempt = _own_attempt(request, attempt_id, "lesson__quiz")
    if attempt.state != Attempt.State.SUBMITTED or attempt.submitted_at is None:
        return redirect("quizzes:show_attempt", attempt.pk)
    quiz, course = attempt.lesson.quiz, attempt.enrolment.run.course
    quiz.course = course  # known already: spares whoever asks the quiz a query
    progress, completion = _reached(request, attempt)
    standing = standing_of(quiz=quiz, enrolment=attempt.enrolment, progress=progress)
    marks = list(attempt.marks.all())
    context = {
        "attempt": attempt,
        "quiz": quiz,
        "course": course,
        "standing": standing,
        "review": review(
            attempt.content,
            QuestionVersion.objects.with_keys().in_bulk(paper_order(attempt.content)),
            dict(attempt.steps.values_list("key", "value")),
            sees_key=standing.sees_key,
            handed_in_at=attempt.submitted_at,
        ),
        # What was earned stays earned, also when a corrected key lowered the score.
        "is_passed": any(mark.outcome == Attempt.Outcome.PASSED for mark in marks),
        "remark": marks[-1] if len(marks) > 1 else None,
        "score_before": marks[-2].score_percent if len(marks) > 1 else None,
        "completion": completion,
        "next_lesson": _lesson_after(lessons_of(course), attempt.lesson_id),
    }
    return render(request, "quizzes/result.html", context)


def _own_attempt(request: HttpRequest, attempt_id: int, lesson: str = "lesson") -> Attempt:
    """The person's own sitting with its ``lesson`` joined; anybody else's does not exist here."""
    rows = Attempt.objects.select_related("enrolment__run__course", lesson)
    return get_object_or_404(rows, pk=attempt_id, enrolment__person=request.user)


def _answered_attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    """The person's own sitting alone, as saving and handing in ask for it."""
    if (attempt := own_attempt(attempt_id, person_of(request).pk)) is None:
        raise Http404
    return attempt


def _steps(attempt: Attempt) -> dict[str, AttemptStep]:
    return {step.key: step for step in attempt.steps.all()}


def _reached(request: HttpRequest, attempt: Attempt) -> tuple[Mapping[int, LessonProgress], Completion | None]:
    """Progress and completion in the run of this sitting, which may be an earlier one than the person takes now."""
    enrolment = attempt.enrolment
    state = course_state(request, enrolment.run.course_id)
    if state.enrolment is not None and state.enrolment.pk == enrolment.pk:
        return state.progress, state.completion
    progress = {row.lesson_id: row for row in enrolment.progress.all()}
    return progress, enrolment.completions.standing().first()


def _waiting_answers(request: HttpRequest, attempt: Attempt, steps: dict[str, AttemptStep]) -> dict[str, list[str]]:
    """Answers that came after the session had ended and that nothing newer has replaced."""
    waiting, came_at = kept_answers(request.session, attempt_id=attempt.pk)
    if came_at is None:
        return {}
    newer = {key for key, step in steps.items() if step.saved_at > came_at}
    return {key: chosen for key, chosen in clean_answers(attempt.content, waiting).items() if key not in newer}


def _save(request: HttpRequest, attempt: Attempt, given: Answers) -> None:
    """Save the given answers together with those that waited in the session, then forget the latter."""
    waiting, _came_at = kept_answers(request.session, attempt_id=attempt.pk)
    if waiting:
        given = {**_waiting_answers(request, attempt, _steps(attempt)), **given}
    keep_answers(attempt=attempt, given=given, at=clock.now())
    drop_kept(request.session, attempt_id=attempt.pk)


def _keep_until_signed_in(request: HttpRequest, attempt_id: int, given: Answers) -> HttpResponse:
    """The session ended in the middle: nothing is lost, the answers stand in the form again after sign-in.

    The answer is the same whether or not there is such a sitting. Visitors who only want to fill our sessions are few:
    a form of ours, a sitting under way, and a brake per address.
    """
    is_kept = (
        bool(given)
        and within_limit(f"quizzes.kept:{client_ip(request)}", limit=KEPT_A_MINUTE, window_seconds=60)
        and Attempt.objects.open().filter(pk=attempt_id).exists()
    )
    if is_kept:
        keep_for_later(request.session, attempt_id=attempt_id, given=given, at=clock.now())
    back = urlencode({"next": reverse("quizzes:show_attempt", args=[attempt_id])})
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")


def _after_hand_in(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Where a sitting leads that is no longer answered."""
    if attempt.state == Attempt.State.SUBMITTED:
        return redirect("quizzes:show_result", attempt.pk)
    messages.error(request, _("This attempt has ended. You left the course meanwhile. Please enrol again to go on."))
    return redirect(attempt.enrolment.run.course.url)


def _lesson_after(lessons: list[LessonCard], lesson_id: int) -> LessonCard | None:
    places = [place for place, card in enumerate(lessons) if card.id == lesson_id]
    return lessons[places[0] + 1] if places and places[0] + 1 < len(lessons) else None
