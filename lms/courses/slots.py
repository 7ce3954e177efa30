"""What courses show on other rooms' pages: the way to the catalogue."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string

from lms.core import stamps

from .models import CatalogPage

__all__ = ["catalogue_url", "navigation"]

SECONDS = 60
CATALOGUE_KEY = stamps.remembered("courses.catalogue_url")


def catalogue_url() -> str:
    """The address of the catalogue; the front page where there is none. Asked once a minute, not once a page."""

    def find() -> str:
        page = CatalogPage.objects.live().first()
        return (page.url if page else None) or "/"

    return str(caches["process"].get_or_set(CATALOGUE_KEY, find, SECONDS))


def navigation(context: dict[str, Any], **kwargs: Any) -> str:
    """The entry of the primary navigation."""
    url = catalogue_url()
    path = context["request"].path
    return render_to_string("courses/navigation.html", {"href": url, "is_current": path.startswith(url) and url != "/"})
