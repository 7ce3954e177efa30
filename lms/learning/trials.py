"""시험 수강: who may walk a course as a learner without leaving a record."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

__all__ = ["may_try"]


def may_try(person: Any, page: Page) -> bool:
    """Whoever may edit the page. Somebody who cannot enter the admin is not asked for page permissions."""
    return person.has_perm("wagtailadmin.access_admin") and page.permissions_for_user(person).can_edit()
