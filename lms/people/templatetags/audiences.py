"""``{% audience_preview audience as preview %}``: the counted preview of an audience that is being written."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.cache import cache
from django.utils.translation import gettext

from lms.core import clock

from ..admin.watching import record_view
from ..models import Audience, Person
from ..requests import person_of
from ..services import count_audience, people_in, visible_people
from ..sorting import name_order

register = template.Library()

SAMPLE = 8
#: The preview renders itself again after every keystroke; the same names are one look for this long.
SAME_LOOK_SECONDS = 600


@register.simple_tag(takes_context=True)
def audience_preview(context: template.Context, audience: Audience) -> dict[str, Any]:
    """The count, and a sample of names for those who may see them."""
    request = context["request"]
    on = clock.today()
    actor = person_of(request)
    entitled = visible_people(actor, on)
    sample = list(
        people_in(audience, on)
        .filter(pk__in=entitled.values("pk"))
        .with_standing(on=on)
        .order_by(name_order())[:SAMPLE]
    )
    _record_once(request, actor, sample)
    return {"count": count_audience(audience, on), "sample": sample, "on": on}


def _record_once(request: Any, actor: Person, sample: list[Person]) -> None:
    ids = [person.pk for person in sample]
    if ids and cache.add(f"people.audience_preview.{actor.pk}.{hash(tuple(ids))}", 1, SAME_LOOK_SECONDS):
        record_view(request, gettext("Preview of an audience"), ids)
