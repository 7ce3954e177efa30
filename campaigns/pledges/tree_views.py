"""친절나무 in pages: the tree, one branch of it, and its words as a list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.core import clock, shells, stamps
from lms.core.numbers import whole_number

from .drawing import mark
from .forest import Forest, approved, forest_of, mentioning, picture, place_in, version_of
from .models import CampaignPage
from .tree import TRUNK

__all__ = ["show_branch", "show_tree"]

WORDS_PER_PAGE = 20
#: More rings than these would hide the tree.
MOST_FOUND = 60
LONGEST_QUERY = 40
#: A page's number has no more digits: each page of the list is kept on its own, and anybody may ask for any.
LONGEST_NUMBER = 3
#: Where the ring around one's own leaf is put into the picture.
PERSONAL = "<!--personal-->"


@require_safe
def show_tree(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole tree."""
    campaign = get_object_or_404(CampaignPage.objects.live(), slug=slug)
    return _page(request, campaign, _forest(campaign), TRUNK)


@require_safe
def show_branch(request: HttpRequest, slug: str, unit_id: int) -> HttpResponse:
    """One branch with what grows from it. A unit that is too small has none: its leaves are where this leads to."""
    campaign = get_object_or_404(CampaignPage.objects.live(), slug=slug)
    forest = _forest(campaign)
    path = forest.growth.paths.get(unit_id)
    if path is None:
        raise Http404
    branch = forest.growth.branch_of(unit_id)
    if branch == TRUNK:
        return redirect("pledges:show_tree", campaign.slug)
    if branch != path:
        return redirect("pledges:show_branch", campaign.slug, forest.unit_id(branch))
    return _page(request, campaign, forest, branch)


def _forest(campaign: CampaignPage) -> Forest:
    return forest_of(campaign, version_of(campaign.pk, at=clock.now()))


def _page(request: HttpRequest, campaign: CampaignPage, forest: Forest, root: str) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    number = request.GET.get("page", "")
    if query:
        return render(request, "pledges/tree.html", _context(campaign, forest, root, query, number))
    # Without a question the page is the same for everybody; only its holes are filled anew.
    number = str(whole_number(number, most_digits=LONGEST_NUMBER, otherwise=1))
    stamp = stamps.current(stamps.CONTENT)

    def draw_page() -> shells.Shell:
        nobody = shells.ShellRequest(request, f"page={number}")
        return shells.render_shell("pledges/tree.html", _context(campaign, forest, root, "", number), nobody)

    shell = shells.kept_shell(f"tree:{campaign.pk}:{root}:{number}", f"{stamp}:{forest.version}", draw_page)
    return HttpResponse(shells.fill(shell, request, page=campaign))


def _context(campaign: CampaignPage, forest: Forest, root: str, query: str, number: str) -> dict[str, Any]:
    growth = forest.growth
    words = approved(campaign).select_related("pledge")
    if root != TRUNK:
        words = words.filter(pledge__unit_id__in=_units_within(forest, root))
    words = mentioning(words, query) if query else words
    page = Paginator(words, WORDS_PER_PAGE).get_page(number)
    marks = "".join(
        mark(place, size=size, name="found")
        for place, size in (
            place_in(forest, pledge_id, unit_id, root)
            for pledge_id, unit_id in words.values_list("pledge_id", "pledge__unit_id")[: MOST_FOUND if query else 0]
        )
    )
    svg = picture(campaign, forest, root, words=root != TRUNK, inner=marks + PERSONAL)
    before, _personal, after = svg.partition(PERSONAL)
    above = [{"title": campaign.title, "url": campaign.url}]
    if root != TRUNK:
        above.append({"title": _("Kindness tree"), "url": reverse("pledges:show_tree", args=[campaign.slug])})
    return {
        "page": campaign,
        "version": forest.version,
        "root": root,
        "name": forest.name(root),
        "count": growth.totals[root],
        "own": growth.own[root],
        "above": above,
        "svg_before": mark_safe(before),  # noqa: S308 - drawn by us, every name escaped
        "svg_after": mark_safe(after),  # noqa: S308
        "branches": [
            {
                "name": forest.name(path),
                "count": growth.totals[path],
                "url": reverse("pledges:show_branch", args=[campaign.slug, forest.unit_id(path)]),
            }
            for path in growth.below.get(root, [])
        ],
        "words": page,
        "lines": [
            {
                "words": promise.words,
                "name": promise.pledge.signed_name if promise.shows_name else "",
                "branch": forest.name(growth.branch_of(promise.pledge.unit_id)),
            }
            for promise in page
        ],
        "query": query,
    }


def _units_within(forest: Forest, root: str) -> list[int]:
    """The editions whose leaves grow on a branch or on one above it."""
    home = forest.growth.home
    return [unit_id for unit_id, path in forest.growth.paths.items() if home.get(path, TRUNK).startswith(root)]
