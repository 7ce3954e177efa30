"""The course 특이민원 대응 실전: text lessons from a course file, scenarios from exchange files between them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper
from wagtail.models import Page

from lms.courses import demo as courses_demo
from lms.courses.models import CoursePage
from lms.people.models import Person

from ..exchange import fill, read_file
from ..findings import Level
from ..graph import Graph
from ..models import Scenario
from ..services import freeze_version

__all__ = ["COURSE", "ORDER", "read_scenario", "seed_scenarios"]

HERE = Path(__file__).parent
COURSE = "special-complaints-practice"
#: The text lesson after which the scenarios stand.
AFTER = "before-you-speak"
#: From the one without a hard word to the one that asks most.
ORDER = (
    "loud-voice",
    "parking-fine-call",
    "daily-call",
    "night-call",
    "benefit-refusal-counter",
    "post-and-filming",
)


def read_scenario(slug: str, folder: Path = HERE) -> Graph:
    """One of the written scenarios. Raises CommandError with the first fault of a file that could not be played."""
    graph, found = read_file((folder / f"{slug}.json").read_bytes())
    errors = [finding for finding in found if finding.level is Level.ERROR]
    if graph is None or errors:
        raise CommandError(f"{slug}.json cannot be played. {errors[0].place}: {errors[0].message}")
    return graph


def seed_scenarios(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Complete the course of the six scenarios."""
    courses_demo.seed(at=at, folder=HERE)
    trainer = Person.objects.filter(employee_number="trainer").first()
    course = CoursePage.objects.get(slug=COURSE)
    before = Page.objects.child_of(course).get(slug=AFTER)
    for slug in ORDER:
        standing = Page.objects.child_of(course).filter(slug=slug).first()
        before = standing or _place(read_scenario(slug), before=before, owner=trainer, at=at)
    if stdout is not None:
        stdout.write(f"scenarios: {Scenario.objects.count()} scenarios")


def _place(graph: Graph, *, before: Page, owner: Person | None, at: datetime) -> Page:
    page = Scenario(slug=graph.slug, live=False, owner=owner)
    fill(page, graph)
    before.add_sibling(pos="right", instance=page)
    # The past year's plays need an edition and a page that were there.
    published_at = datetime(at.year - 1, 1, 12, 0, 30, tzinfo=UTC)
    freeze_version(scenario=page, at=published_at)
    page.save_revision(user=owner, log_action=True).publish(user=owner, skip_permission_checks=True)
    page.revisions.update(created_at=published_at)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=published_at, last_published_at=published_at, latest_revision_created_at=published_at
    )
    return Page.objects.get(pk=page.pk)
