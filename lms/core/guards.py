"""Whether something may be deleted, and the words for why not. Nothing here changes anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import router
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from . import registry

__all__ = ["reasons_against_deleting", "reasons_against_unpublishing"]


def reasons_against_deleting(objects: Iterable[Model]) -> list[str]:
    """Whole sentences; empty when the objects may go. Pages are asked about together with everything below them."""
    objects = list(objects)
    pages = [page for top in objects if isinstance(top, Page) for page in top.get_descendants(inclusive=True)]
    reasons = [*_site_reasons(pages), *(registry.delete_reasons(pages) if pages else [])]
    if reasons:
        return reasons
    others = [each for each in objects if not isinstance(each, Page)]
    # Whatever a room forgot to guard, the database still protects: ask before it has to refuse with an error.
    return _protected_reasons([*others, *(page.specific for page in pages)])


def reasons_against_unpublishing(pages: Iterable[Page]) -> list[str]:
    """The site's own front door stays open; every other page may be withdrawn, its records stay."""
    return _site_reasons(list(pages))


def _site_reasons(pages: list[Page]) -> list[str]:
    roots = Site.objects.filter(root_page__in=[page.pk for page in pages])
    return [_("It is the first page of the site; without it nobody can enter.")] if roots.exists() else []


def _protected_reasons(objects: list[Model]) -> list[str]:
    held: set[Model] = set()
    for each in objects:
        collector = Collector(using=router.db_for_write(type(each), instance=each))
        try:
            collector.collect([each])
        except ProtectedError as error:
            held |= set(error.protected_objects)
        except RestrictedError as error:
            held |= set(error.restricted_objects)
    counts = Counter(str(each._meta.verbose_name) for each in held)
    return [
        _("%(name)s: %(count)d still refer to it.") % {"name": name, "count": count} for name, count in counts.items()
    ]
