"""When content changes, the stamps change: the institution's names, pictures, documents, pages."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from . import stamps
from .models import SITE_ROOTS_KEY, SiteSettings

__all__ = ["connect", "content_changed", "files_changed"]

#: What Wagtail writes while somebody edits. A draft changes nothing that is published.
DRAFT_FIELDS = frozenset(
    [
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    ]
)


MEMORIES = [stamps.remembered(key) for key in (SiteSettings.CACHE_KEY, SITE_ROOTS_KEY)]


def _forget() -> None:
    caches["process"].delete_many(MEMORIES)


def forget_institution(**kwargs: Any) -> None:
    """Now, for this request; and once more when others can see the change."""
    _forget()
    transaction.on_commit(_forget)
    stamps.renew(stamps.CONTENT)


def files_changed(**kwargs: Any) -> None:
    """A picture or a document was replaced: rendered text still names the old file."""
    stamps.renew(stamps.CONTENT, stamps.FILES)


def content_changed(**kwargs: Any) -> None:
    """For any room: a model whose rows stand on pages that are the same for everybody."""
    stamps.renew(stamps.CONTENT)


def page_changed(sender: type[Any], update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Published, withdrawn, renamed, deleted; not a draft."""
    if issubclass(sender, Page) and (update_fields is None or not update_fields <= DRAFT_FIELDS):
        _forget()
        stamps.renew(stamps.CONTENT)


def connect() -> None:
    """Called once, when the applications are ready."""
    for signal in (post_save, post_delete):
        for model in (Site, SiteSettings):
            signal.connect(forget_institution, sender=model, dispatch_uid="core.institution")
        for model in (get_image_model(), get_document_model()):
            signal.connect(files_changed, sender=model, dispatch_uid="core.files")
        signal.connect(page_changed, dispatch_uid="core.pages")
    post_page_move.connect(page_changed, dispatch_uid="core.pages_moved")
