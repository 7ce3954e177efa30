"""Shared content blocks by family: text, media, practice. Every block previews itself in the block picker."""

from .bodies import LessonBodyBlock
from .media import FileBlock, ImageFigureBlock, TableBlock
from .practice import CalloutBlock, ChecklistBlock, DialogueBlock
from .text import QuoteBlock, heading_block, paragraph_block

__all__ = [
    "CalloutBlock",
    "ChecklistBlock",
    "DialogueBlock",
    "FileBlock",
    "ImageFigureBlock",
    "LessonBodyBlock",
    "QuoteBlock",
    "TableBlock",
    "heading_block",
    "paragraph_block",
]
