"""Choosers that only choose: whatever one chooses from is made on its own screen."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

__all__ = ["OnlyChoosing", "SnippetChooser"]


class OnlyChoosing(ChooserViewSet):
    """Without the address that makes a new one: having no form for it, Wagtail breaks on what is posted there."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """All but that one."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class SnippetChooser(OnlyChoosing, SnippetChooserViewSet):
    """For ``chooser_viewset_class`` of a snippet's viewset."""
