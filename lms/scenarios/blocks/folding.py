"""Scenes that stay folded in the editor until somebody opens them.

A scene has about a hundred fields. Sixty of them at once keep a browser busy for many seconds and pass the number of
fields a request may have; folded, a scene is one hidden field with everything in it.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.blocks import Block, ListBlock, StructBlock, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import StructBlockAdapter

__all__ = ["FoldedStructBlock"]


class FoldedStructBlock(StructBlock):
    """A struct whose form is made when its panel is opened; until then its values travel in one field."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StructValue:
        """From the one field where the panel was never opened, else from the fields as usual."""
        folded = data.get(f"{prefix}-folded")
        if folded is None:
            return super().value_from_datadict(data, files, prefix)
        try:
            state = json.loads(folded)
        except (ValueError, RecursionError):
            state = None
        return _revived(self, state)

    def value_omitted_from_data(self, data: Any, files: Any, prefix: str) -> bool:
        """Folded is not omitted."""
        return f"{prefix}-folded" not in data and super().value_omitted_from_data(data, files, prefix)


def _revived(block: Block, state: Any) -> Any:
    """The value that the form would have given for ``state``, which is what ``get_form_state`` made of it before."""
    if isinstance(block, StructBlock):
        found = state if isinstance(state, dict) else {}
        return block._to_struct_value(
            {
                name: _revived(child, found[name]) if name in found else child.get_default()
                for name, child in block.child_blocks.items()
            }
        )
    if isinstance(block, ListBlock):
        items = [each for each in state if isinstance(each, dict)] if isinstance(state, list) else []
        return ListValue(
            block,
            bound_blocks=[
                ListValue.ListChild(
                    block.child_block, _revived(block.child_block, each.get("value")), id=each.get("id")
                )
                for each in items
            ],
        )
    if isinstance(state, list):  # a choice's widget describes what is chosen as a list
        state = state[0] if state else None
    return state if isinstance(state, bool | int) or state is None else str(state)


class FoldedStructBlockAdapter(StructBlockAdapter):
    """The same description as a plain struct's, for a script that waits."""

    js_constructor = "lms.scenarios.FoldedStructBlock"

    @cached_property
    def media(self) -> forms.Media:
        """The script stands after Wagtail's own blocks."""
        return super().media + forms.Media(js=["js/scenario_admin/folded_block.js"])


register(FoldedStructBlockAdapter(), FoldedStructBlock)
