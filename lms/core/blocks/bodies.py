"""Bodies: which blocks may stand where."""

from __future__ import annotations

from wagtail.blocks import StreamBlock

from .media import FileBlock, ImageFigureBlock, TableBlock
from .practice import CalloutBlock, ChecklistBlock, DialogueBlock
from .text import QuoteBlock, heading_block, paragraph_block

__all__ = ["LessonBodyBlock"]


class LessonBodyBlock(StreamBlock):
    """Everything a lesson body may hold. Each block carries its id as an anchor, so that reading resumes there."""

    paragraph = paragraph_block()
    heading = heading_block()
    quote = QuoteBlock()
    image = ImageFigureBlock()
    table = TableBlock()
    file = FileBlock()
    callout = CalloutBlock()
    dialogue = DialogueBlock()
    checklist = ChecklistBlock()

    class Meta:
        template = "blocks/lesson_body.html"
