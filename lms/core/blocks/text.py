"""What is read: running text, headings, quotes."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock

__all__ = ["TEXT_FEATURES", "QuoteBlock", "heading_block", "paragraph_block"]

GROUP = _("Text")

#: What a rich text may hold inside a block; headings are a block of their own, so that they stay in order.
TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


def paragraph_block() -> RichTextBlock:
    """Running text. A stock block with options: a subclass would leave our path in migrations for ever."""
    return RichTextBlock(
        label=_("Paragraph"),
        description=_("Running text with bold, lists and links."),
        group=GROUP,
        icon="pilcrow",
        features=TEXT_FEATURES,
        template="blocks/paragraph.html",
        preview_template="blocks/previews/paragraph.html",
    )


def heading_block() -> CharBlock:
    """A heading inside a lesson, one level below the lesson's title."""
    return CharBlock(
        label=_("Heading"),
        description=_("Begins a new part of the lesson."),
        group=GROUP,
        icon="title",
        max_length=80,
        form_classname="title",
        template="blocks/heading.html",
        preview_value=_("One refusal, two ways on"),
    )


class QuoteBlock(StructBlock):
    """Somebody's words, with where they come from."""

    text = TextBlock(label=_("Quoted words"), max_length=500, rows=3)
    source = CharBlock(
        label=_("Source"), required=False, max_length=120, help_text=_("A law with its article, a document, a speaker.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = GROUP
        description = _("Words of a law or of a colleague, with the source.")
        template = "blocks/quote.html"
        preview_value: ClassVar = {
            "text": _("The person in charge handles a petition promptly, fairly, kindly and lawfully."),
            "source": _("Civil Petitions Treatment Act, Article 4"),
        }
