"""What a quiz does: freeze its questions, let a person sit it, mark it, set a wrong key right."""

from .correcting import correct_key, heal_remarks, preview_correction, remark_touched
from .freezing import freeze_questions
from .sitting import begin_quiz, hand_in_quiz, keep_answers

__all__ = [
    "begin_quiz",
    "correct_key",
    "freeze_questions",
    "hand_in_quiz",
    "heal_remarks",
    "keep_answers",
    "preview_correction",
    "remark_touched",
]
