"""What is looked at or taken along: pictures, tables, files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock, StructBlock, StructBlockValidationError, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

__all__ = ["FileBlock", "ImageFigureBlock", "TableBlock"]

GROUP = _("Pictures, tables, files")


class ImageFigureBlock(StructBlock):
    """A picture. Wagtail's ImageBlock asks for a description, or for the word that it is decoration."""

    image = ImageBlock(label=_("Picture"))
    caption = CharBlock(label=pgettext_lazy("picture", "Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = GROUP
        description = _("A picture with a description for those who cannot see it, and a caption.")
        template = "blocks/image.html"
        preview_template = "blocks/previews/image.html"


class TableBlock(StructBlock):
    """A table with a caption and named columns; at phone width each row becomes a card."""

    table = TypedTableBlock(
        [("text", TextBlock(label=_("Text"), required=False, rows=2))],
        label=_("Table"),
        help_text=_("Give the table a caption and every column a heading: screen readers read them out."),
    )
    first_column_heads = BooleanBlock(
        label=_("The first column names the row"), required=False, default=True, help_text=_("As in a comparison.")
    )

    def clean(self, value: Any) -> Any:
        """A table without a caption or with a nameless column cannot be understood by ear."""
        cleaned = super().clean(value)
        table = cleaned["table"]
        if self.is_deferred_validation:
            return cleaned
        if not table.columns or not table.row_data:
            message = _("The table is empty. Add a column and a row, or delete the block.")
        elif not table.caption.strip():
            message = _("The table has no caption. Screen readers announce a table by it. Write what the table shows.")
        elif not all(column["heading"].strip() for column in table.columns):
            message = _("A column has no heading. Screen readers read it before every cell. Name every column.")
        else:
            return cleaned
        raise StructBlockValidationError(block_errors={"table": ValidationError(message)})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds ``rows``: every cell with the heading of its column, which a phone repeats beside it."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        headings = [column["heading"] for column in value["table"].columns]
        rows = [list(zip(headings, row, strict=True)) for row in value["table"].rows]
        return context | {"rows": rows}

    class Meta:
        icon = "table"
        label = _("Table")
        group = GROUP
        description = _("A comparison in rows and columns, with a caption.")
        template = "blocks/table.html"
        preview_value: ClassVar = {
            "table": {
                "caption": _("Say it with a date"),
                "columns": [
                    {"type": "text", "heading": pgettext_lazy("promise", "Vague")},
                    {"type": "text", "heading": pgettext_lazy("promise", "Clear")},
                ],
                "rows": [
                    {"values": [_("I will look into it."), _("I will call you by Wednesday, 17:00.")]},
                    {"values": [_("It takes a while."), _("It takes about ten minutes.")]},
                ],
            },
            "first_column_heads": True,
        }


class FileBlock(StructBlock):
    """A document to keep: a form, a card to print, the guideline itself."""

    document = DocumentChooserBlock(label=_("File"))
    title = CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("Empty: the file's own title."))

    class Meta:
        icon = "download"
        label = _("File to download")
        group = GROUP
        description = _("A document that learners keep, with its kind and size.")
        template = "blocks/file.html"
        preview_template = "blocks/previews/file.html"
