"""The only code that writes learning records. Every verb is keyword-only, atomic and safe to repeat.

Whoever changes an enrolment's records locks its row first, so that two lessons finished in the same second still see
each other and completion is never missed. Refusals are ``learning.errors.LearningRefused``.
"""

from .attempts import attempts_left, grant_attempt, remark_attempt, save_step, save_steps, start_attempt, submit_attempt
from .completions import evaluate_completion, heal_completions, record_paper_completion, void_completion
from .enrolments import enrol, living_enrolment, reset_trial, withdraw_enrolment
from .mistakes import report_mistake, resolve_mistake
from .played import keep_played, start_play, watching
from .progress import complete_by_reading, complete_lesson, open_lesson, save_place

__all__ = [
    "attempts_left",
    "complete_by_reading",
    "complete_lesson",
    "enrol",
    "evaluate_completion",
    "grant_attempt",
    "heal_completions",
    "keep_played",
    "living_enrolment",
    "open_lesson",
    "record_paper_completion",
    "remark_attempt",
    "report_mistake",
    "reset_trial",
    "resolve_mistake",
    "save_place",
    "save_step",
    "save_steps",
    "start_attempt",
    "start_play",
    "submit_attempt",
    "void_completion",
    "watching",
    "withdraw_enrolment",
]
