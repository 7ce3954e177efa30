"""What the database knows of a campaign's tree: read in a few statements, whatever has been signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core import editions
from lms.core.korean import ngrams
from lms.people.models import OrgUnit

from .crown import Place, Slot, leaf_place, leaf_size, skeleton
from .drawing import Foliage, Leaf, draw
from .kept import kept
from .models import CampaignPage, Pledge, Promise
from .tree import TRUNK, Growth, Unit, grow, structure_of

__all__ = [
    "Forest",
    "approved",
    "forest_of",
    "mentioning",
    "newest",
    "picture",
    "place_in",
    "version_of",
]

KEPT_SECONDS = 3600
#: A change is seen at most so much later.
PULSE_SECONDS = 0.5
#: Leaves of one branch, and of one picture, that are still drawn one by one.
MOST_ON_BRANCH, MOST_IN_PICTURE = 300, 900
MOST_NEW = 12


@dataclass(frozen=True)
class Forest:
    """The branches of a campaign as of one version of its data, and the skeleton they are drawn on."""

    version: str
    growth: Growth
    below: dict[str, list[str]]

    def slots(self, root: str) -> dict[str, Slot]:
        """The skeleton of the tree, or of one branch of it."""
        return skeleton(root, self.below)

    def slot_of(self, unit_id: int | None, root: str = TRUNK, levels: int = 2) -> str:
        """Where in a picture of ``root`` a leaf signed in that edition grows."""
        return self.growth.within(root, self.growth.branch_of(unit_id), levels)

    def name(self, path: str) -> str:
        """The name of a branch; the trunk has none."""
        return self.growth.units[path].name if path != TRUNK else ""

    def unit_id(self, path: str) -> int:
        """The edition under whose id a branch is opened."""
        return self.growth.units[path].id


def version_of(campaign_id: int, *, at: datetime) -> str:
    """A word that changes whenever somebody signs or withdraws, or words are approved or taken back."""

    def make() -> str:
        living = Q(withdrawn_at=None)
        told = living & Q(promise__state=Promise.State.APPROVED)
        row = Pledge.objects.filter(campaign_id=campaign_id).aggregate(
            signed=Count("pk", filter=living),
            numbers=Sum("pk", filter=living),
            approved=Count("promise", filter=told),
            named=Count("promise", filter=told & Q(promise__shows_name=True)),
            moderated=Max("promise__moderated_at"),
            written=Max("promise__written_at"),
        )
        moments = (int(row[name].timestamp() * 1000) if row[name] else 0 for name in ("moderated", "written"))
        return "-".join(
            f"{int(number or 0):x}"
            for number in (row["signed"], row["numbers"], row["approved"], row["named"], *moments)
        )

    return kept(f"pledges.version:{campaign_id}", at=at, seconds=PULSE_SECONDS, make=make)


def forest_of(campaign: CampaignPage, version: str) -> Forest:
    """The campaign's tree as of that version: two statements, or none where somebody asked before."""
    key = f"pledges.forest:{campaign.pk}:{version}"
    forest: Forest | None = editions.get_many([key]).get(key)
    if forest is None:
        there = OrgUnit.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=campaign.announces_on), valid_from__lte=campaign.closes_on
        )
        units = [Unit(*row) for row in there.order_by("path", "pk").values_list("pk", "path", "name")]
        signed = Pledge.objects.living().filter(campaign=campaign).order_by()
        counts = dict(signed.values_list("unit_id").annotate(Count("pk")))
        forest = Forest(version, grow(units, counts), structure_of(units))
        editions.set_many({key: forest}, KEPT_SECONDS)
    return forest


def newest(count: int) -> int:
    """How many of so many leaves count as new: the last ones, but never most of them."""
    return min(MOST_NEW, max(1, count // 4)) if count else 0


def picture(
    campaign: CampaignPage,
    forest: Forest,
    root: str = TRUNK,
    *,
    has_links: bool = True,
    words: bool = False,
    inner: str = "",
) -> str:
    """The tree, or the branch ``root`` of it, as SVG. ``words`` puts approved words on the leaves drawn one by one;
    ``inner`` is laid over the leaves.
    """
    slots, growth = forest.slots(root), forest.growth
    by_slot: dict[str, list[str]] = defaultdict(list)
    for branch in _within(growth, root):
        by_slot[growth.within(root, branch, 2)].append(branch)
    counts = {path: sum(growth.own[branch] for branch in branches) for path, branches in by_slot.items()}
    left, single = MOST_IN_PICTURE, []
    for path, count in sorted(counts.items(), key=lambda each: each[1]):
        if count <= min(left, MOST_ON_BRANCH):
            single.append(path)
            left -= count
    living = Pledge.objects.living().filter(campaign=campaign).order_by("-pk")
    here = living if root == TRUNK else living.filter(unit_id__in=_ids(growth, by_slot.values()))
    fresh = dict(here.values_list("pk", "unit_id")[: newest(sum(counts.values()))])
    ids = _ids(growth, (by_slot[path] for path in single))
    wanted = Q(unit_id__in=ids) | (Q(unit_id=None) if TRUNK in single else Q(pk=None))
    drawn = dict(living.filter(wanted).values_list("pk", "unit_id")[:MOST_IN_PICTURE]) | fresh
    said = dict(approved(campaign).filter(pledge__in=drawn).values_list("pledge_id", "words")) if words else {}
    foliage = {
        path: Foliage(
            counts.get(path, 0),
            label=forest.name(path),
            link=_link(campaign, forest, path, root) if has_links else "",
            total=growth.totals[path] if growth.shows(path) else 0,
        )
        for path in slots
    }
    for number, unit_id in drawn.items():
        foliage[forest.slot_of(unit_id, root)].leaves.append(Leaf(number, number in fresh, said.get(number, "")))
    title = _("The tree of %(title)s: %(count)s leaves") % {
        "title": forest.name(root) or campaign.title,
        "count": f"{growth.totals[root]:,}",
    }
    return draw(
        slots, foliage, title=title, labels=[path for path, slot in slots.items() if slot.level == 1], inner=inner
    )


def place_in(forest: Forest, number: int, unit_id: int | None, root: str = TRUNK) -> tuple[Place, float]:
    """Where a leaf stands in the picture of ``root``, and how large it is there."""
    slot = forest.slots(root)[forest.slot_of(unit_id, root)]
    return leaf_place(slot, number), leaf_size(slot, min(forest.growth.own[slot.path] or 1, MOST_ON_BRANCH))


def approved(campaign: CampaignPage) -> QuerySet[Promise]:
    """Promises whose words everybody may read, the newest first."""
    found = Promise.objects.filter(pledge__campaign=campaign, pledge__withdrawn_at=None, state=Promise.State.APPROVED)
    return found.order_by("-moderated_at", "-pk")


def mentioning(promises: QuerySet[Promise], query: str) -> QuerySet[Promise]:
    """Promises that hold every pair of letters of the query: 교육 finds 친절교육."""
    pieces = ngrams(query).split()
    for piece in pieces:
        promises = promises.filter(words__icontains=piece)
    return promises if pieces else promises.none()


def _within(growth: Growth, root: str) -> list[str]:
    """The branches of a picture: ``root`` and whatever grows from it."""
    found = [root]
    for path in found:
        found += growth.below.get(path, [])
    return found


def _ids(growth: Growth, branches: Iterable[Iterable[str]]) -> list[int]:
    wanted = {branch for group in branches for branch in group}
    return [unit_id for unit_id, path in growth.paths.items() if growth.home.get(path) in wanted]


def _link(campaign: CampaignPage, forest: Forest, path: str, root: str) -> str:
    if path in {TRUNK, root} or not forest.growth.shows(path):
        return ""
    return reverse("pledges:show_branch", args=[campaign.slug, forest.unit_id(path)])
