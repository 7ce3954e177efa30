"""A scenario that came as a file becomes a draft: a new page under a course, or the next draft of one that exists."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from lms.courses.models import CoursePage
from lms.people.models import Person

from ..exchange import fill
from ..graph import Graph
from ..models import Scenario

__all__ = ["add_draft", "replace_draft"]


@transaction.atomic
def add_draft(*, graph: Graph, course: CoursePage, by: Person) -> Scenario:
    """A new draft at the end of the course. Raises ValidationError, and keeps nothing, for what no page could hold."""
    page = Scenario(live=False, has_unpublished_changes=True, owner=by, slug=_free_address(graph, course))
    fill(page, graph)
    # The row as it is now: treebeard keeps the number of children in memory.
    CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    page.save_revision(user=by, log_action="wagtail.create", clean=False)
    return page


@transaction.atomic
def replace_draft(*, graph: Graph, scenario: Scenario, by: Person) -> Scenario:
    """The file as the page's newest draft; what is live stays as it is until somebody publishes."""
    page: Scenario = scenario.get_latest_revision_as_object()
    fill(page, graph)
    page.full_clean()
    if not page.live:
        page.save(clean=False)
    page.save_revision(user=by, log_action=True, clean=False)
    return page


def _free_address(graph: Graph, course: CoursePage) -> str:
    wanted = slugify(graph.slug) or "scenario"
    taken = set(Page.objects.child_of(course).filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, address = 2, wanted
    while address in taken:
        number, address = number + 1, f"{wanted}-{number}"
    return address
