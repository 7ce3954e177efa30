"""What courses have to say before pages are deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .models import CatalogPage

__all__ = ["catalogue_stays"]


def catalogue_stays(pages: list[Any]) -> list[str]:
    """Every course stands below the catalogue, and the main menu leads to it."""
    if CatalogPage.objects.filter(pk__in=[page.pk for page in pages]).exists():
        return [_("It is the course catalogue: the main menu leads here and every course stands below it.")]
    return []
