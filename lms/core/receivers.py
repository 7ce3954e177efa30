"""What the ground floor forgets when content changes: the institution's names, rendered pictures."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site

from .fragments import forget_files
from .models import SiteSettings

__all__ = ["connect"]


def forget_institution(**kwargs: Any) -> None:
    """Now, for this request; and once more when others can see the change."""
    caches["process"].delete(SiteSettings.CACHE_KEY)
    transaction.on_commit(lambda: caches["process"].delete(SiteSettings.CACHE_KEY))


def forget_rendered_files(**kwargs: Any) -> None:
    """A picture or a document was replaced: rendered text still names the old file."""
    forget_files()
    transaction.on_commit(forget_files)


def connect() -> None:
    """Called once, when the applications are ready."""
    for model in (Site, SiteSettings):
        for signal in (post_save, post_delete):
            signal.connect(forget_institution, sender=model, dispatch_uid="core.institution")
    for model in (get_image_model(), get_document_model()):
        for signal in (post_save, post_delete):
            signal.connect(forget_rendered_files, sender=model, dispatch_uid="core.files")
