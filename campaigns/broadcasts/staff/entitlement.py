"""Who may look at the plan, and who may take an episode off: Wagtail's own page permissions say it."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from lms.core import stamps

from ..models import BroadcastIndexPage, Episode

__all__ = ["episode_or_404", "is_planner", "may_plan", "may_take_off", "writable_series_ids"]


SECONDS = 60
INDEX_KEY = stamps.remembered("broadcasts.index_page")


def may_plan(user: Any) -> bool:
    """Whoever may add, change or publish something below the broadcasts."""
    return _pages(user, {"add", "change", "publish"}).exists()


def is_planner(request: HttpRequest) -> bool:
    """``may_plan`` of who asks, asked once for all lines of a menu."""
    if not hasattr(request, "may_plan_broadcasts"):
        request.may_plan_broadcasts = may_plan(request.user)  # type: ignore[attr-defined]
    return bool(request.may_plan_broadcasts)  # type: ignore[attr-defined]


def writable_series_ids(user: Any) -> set[int]:
    """The pages below the broadcasts under which the person may write an episode."""
    return set(_pages(user, {"add"}).values_list("pk", flat=True))


def may_take_off(user: Any, episode: Episode) -> bool:
    """Whoever may publish it."""
    return bool(episode.permissions_for_user(user).can_publish())


def episode_or_404(pk: int) -> Episode:
    """The episode with its recording. Raises Http404."""
    found = Episode.objects.select_related("recording").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _pages(user: Any, actions: set[str]) -> Any:
    allowed = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, actions)
    # Every screen of the admin asks for the menu; where the broadcasts stand in the tree changes with the content.
    index = caches["process"].get_or_set(INDEX_KEY, BroadcastIndexPage.objects.first, SECONDS)
    return allowed.descendant_of(index, inclusive=True) if index is not None else allowed.none()
