"""A scenario as editor blocks: protocol steps, scenes with their replies, and the way to the document and back."""

from .conditions import ConditionBlock
from .documents import protocol_raw, scenes_of, scenes_raw, steps_of
from .protocol import ProtocolBlock, StepBlock
from .scenes import EndingBlock, LineBlock, ReplyBlock, SceneBlock, ScenesBlock

__all__ = [
    "ConditionBlock",
    "EndingBlock",
    "LineBlock",
    "ProtocolBlock",
    "ReplyBlock",
    "SceneBlock",
    "ScenesBlock",
    "StepBlock",
    "protocol_raw",
    "scenes_of",
    "scenes_raw",
    "steps_of",
]
