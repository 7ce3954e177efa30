"""Choosers that only choose: whatever one chooses from is made on its own screen. What is no key names nothing."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from wagtail.admin.views.generic.chooser import ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetChosenMultipleView, SnippetChosenView
from wagtail.snippets.widgets import AdminSnippetChooser

from .numbers import whole_number

__all__ = ["Chooser", "OnlyChoosing", "SnippetChooser"]


class Chooser(BaseChooser):
    """Shows nothing chosen where a form or an address has what is no key; the field says what is wrong with it."""

    def get_instance(self, value: Any) -> Any:
        """The row with that key, or None."""
        return super().get_instance(whole_number(value) if isinstance(value, str) else value)


class _ByKey:
    """The answer to a choice, by what the address says was chosen."""

    def get_object(self, pk: str) -> Any:
        return super().get_object(whole_number(pk))  # type: ignore[misc]

    def get_objects(self, pks: list[str]) -> Any:
        return super().get_objects([whole_number(pk) for pk in pks])  # type: ignore[misc]


class _Chosen(_ByKey, ChosenView): ...


class _ChosenMultiple(_ByKey, ChosenMultipleView): ...


class OnlyChoosing(ChooserViewSet):
    """Without the address that makes a new one: having no form for it, Wagtail breaks on what is posted there."""

    base_widget_class = Chooser
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple

    def get_urlpatterns(self) -> list[URLPattern]:
        """All but that one."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class _SnippetWidget(Chooser, AdminSnippetChooser): ...


class _SnippetChosen(_ByKey, SnippetChosenView): ...


class _SnippetChosenMultiple(_ByKey, SnippetChosenMultipleView): ...


class SnippetChooser(OnlyChoosing, SnippetChooserViewSet):
    """For ``chooser_viewset_class`` of a snippet's viewset."""

    base_widget_class = _SnippetWidget
    chosen_view_class = _SnippetChosen
    chosen_multiple_view_class = _SnippetChosenMultiple
