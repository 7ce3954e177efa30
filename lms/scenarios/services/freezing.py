"""시나리오판: what is put before people is kept as it was, whatever the page says later."""

from __future__ import annotations

from datetime import datetime

from ..errors import NothingToPlay
from ..graph import BadDocument, Graph
from ..models import Scenario, ScenarioVersion

__all__ = ["freeze_version"]


def freeze_version(*, scenario: Scenario, at: datetime) -> ScenarioVersion:
    """The edition of what the page says now, made if there is none yet. One statement when nothing is new.

    Safe to repeat and to run twice at once: the digest keeps one edition. Raises NothingToPlay for a page that cannot
    be read or whose first scene is missing.
    """
    try:
        graph = Graph.from_document(scenario.document())
    except BadDocument as fault:
        raise NothingToPlay from fault
    first = graph.scene(graph.start.scene)
    if first is None or first.is_ending:
        raise NothingToPlay
    version, _is_new = ScenarioVersion.objects.get_or_create(
        scenario_id=scenario.pk,
        digest=graph.digest,
        defaults={"content": graph.as_document(), "created_at": at},
    )
    return version
