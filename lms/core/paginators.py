"""How long a list of the admin is, as Korean says it. Wagtail sets the number before the name: 5 기수."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext
from wagtail.admin.paginator import WagtailPaginator

__all__ = ["count_lines"]


def count_lines() -> None:
    """Every list says ``모두 1,024건``, Wagtail's own too: no setting of its replaces the words."""
    WagtailPaginator.items_count_label = property(_label)


def _label(paginator: WagtailPaginator) -> str:
    return gettext("%(count)s lines in all") % {"count": number_format(paginator.count, force_grouping=True)}
