"""What a play that has ended counts. Pure."""

from __future__ import annotations

from lms.learning.rules import MarkResult

from .errors import NotAtTheEnd
from .plays import Play

__all__ = ["FULL", "mark_of"]

#: What a pass counts in a course; anything less counts nothing. Of a person others see only passed or not, wherever a
#: score is shown: how well it was passed stays in the detail, which no staff screen reads for one person.
FULL = 100


def mark_of(play: Play) -> MarkResult:
    """The mark of a play. Raises NotAtTheEnd while the conversation goes on."""
    found = play.verdict
    if found is None:
        raise NotAtTheEnd
    return MarkResult(
        score_percent=FULL if found.is_passed else 0,
        detail={
            "score": found.score_percent,
            "ending": found.ending.value,
            "scene": found.scene,
            "safety": found.safety,
            "procedure": found.procedure,
            "empathy": found.empathy,
            "steps": [step.key for step in play.checklist if step.status == "done"],
        },
    )
