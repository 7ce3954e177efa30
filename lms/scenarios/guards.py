"""Why a scenario cannot be deleted: what people played is kept as it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import ngettext
from wagtail.models import Page

from .models import ScenarioVersion

__all__ = ["versions_kept"]


def versions_kept(pages: Iterable[Page]) -> list[str]:
    """A sentence when some of these pages are scenarios that went live."""
    frozen = ScenarioVersion.objects.filter(scenario__in=[page.pk for page in pages])
    count = frozen.values("scenario").distinct().count()
    if not count:
        return []
    text = ngettext(
        "It holds %(n)s scenario that went live. It is kept as it was played. Unpublish it instead.",
        "It holds %(n)s scenarios that went live. They are kept as they were played. Unpublish it instead.",
        count,
    )
    return [text % {"n": count}]
