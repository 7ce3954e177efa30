"""What a scenario does: freeze its edition, let a person play it for credit or try it out, look at how it ended."""

from .freezing import freeze_version
from .playing import begin_scenario, finish_left_at_end, finish_scenario, give_reply
from .practising import begin_practice, forget_old_practice, practise_reply

__all__ = [
    "begin_practice",
    "begin_scenario",
    "finish_left_at_end",
    "finish_scenario",
    "forget_old_practice",
    "freeze_version",
    "give_reply",
    "practise_reply",
]
