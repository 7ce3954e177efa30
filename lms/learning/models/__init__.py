from .attempts import Attempt, AttemptStep, ExtraAttempt, Mark
from .completions import Completion
from .enrolments import Enrolment, LessonProgress
from .mistakes import MistakeReport
from .watching import LessonPlayedSpans

__all__ = [
    "Attempt",
    "AttemptStep",
    "Completion",
    "Enrolment",
    "ExtraAttempt",
    "LessonPlayedSpans",
    "LessonProgress",
    "Mark",
    "MistakeReport",
]
