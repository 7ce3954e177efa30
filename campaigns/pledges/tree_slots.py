"""One's own leaf, in the holes of a page that is otherwise the same for everybody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lms.core import clock
from lms.core.parts import part

from .drawing import mark
from .forest import forest_of, place_in, version_of
from .models import CampaignPage, Pledge
from .participation.target import target_of
from .tree import TRUNK

__all__ = ["campaign_tree", "my_branch", "my_leaf"]


def my_leaf(context: dict[str, Any], *, page: CampaignPage, version: str, root: str, **kwargs: Any) -> str:
    """The ring around the leaf of the person who asks, where it grows in this picture."""
    pledge = _mine(context, page)
    if pledge is None:
        return ""
    forest = forest_of(page, version)
    if not forest.growth.branch_of(pledge[1]).startswith(root):
        return ""
    place, size = place_in(forest, pledge[0], pledge[1], root)
    return mark(place, size=size, name="mine")


def my_branch(context: dict[str, Any], *, page: CampaignPage, version: str, root: str, **kwargs: Any) -> str:
    """In words: whether one has a leaf on the tree, and on which branch."""
    pledge = _mine(context, page)
    branch, address = "", ""
    if pledge is not None:
        forest = forest_of(page, version)
        path = forest.growth.branch_of(pledge[1])
        branch = forest.name(path)
        if path not in {TRUNK, root}:
            address = reverse("pledges:show_branch", args=[page.slug, forest.unit_id(path)])
    return part(
        "pledges/my_branch.html",
        has_leaf=pledge is not None,
        branch=branch,
        address=address,
        campaign_url=page.url or "",
    )


def _mine(context: dict[str, Any], page: CampaignPage) -> tuple[int, int | None] | None:
    """Number and unit of the person's living pledge: asked once a request."""
    request = context["request"]
    known: dict[int, tuple[int, int | None] | None] = request.__dict__.setdefault("_pledges_mine", {})
    if page.pk not in known:
        found = Pledge.objects.living().filter(campaign=page, person_id=request.user.pk).order_by()
        known[page.pk] = found.values_list("pk", "unit_id").first()
    return known[page.pk]


def campaign_tree(context: dict[str, Any], *, page: CampaignPage, **kwargs: Any) -> str:
    """On the campaign's page: how many leaves there are and on one's own branch, the target, the way to the tree."""
    at = clock.now()
    forest = forest_of(page, version_of(page.pk, at=at))
    pledge = _mine(context, page)
    path = forest.growth.branch_of(pledge[1]) if pledge else TRUNK
    return part(
        "pledges/campaign_tree.html",
        leaves=forest.growth.totals[TRUNK],
        branch=forest.name(path),
        branch_leaves=forest.growth.totals[path] if path != TRUNK else 0,
        target=target_of(page, at=at),
        address=reverse("pledges:show_tree", args=[page.slug]),
    )
