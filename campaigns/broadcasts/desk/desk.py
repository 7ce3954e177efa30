"""제작 데스크: an episode's script with its times, the stories at hand, the checks before air; and the prompter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from lms.core import clock
from lms.core.numbers import whole_number
from lms.people.requests import person_of

from ..errors import StoryRefused
from ..models import Episode, Story
from ..script import read_script, spoken_words, syllables, time_words
from ..services.stories import note_inserted
from .checklist import check_episode
from .queue import MAY_READ
from .timing import part_times, per_minute

__all__ = ["insert_story", "show_desk", "show_prompter"]

#: As many adopted stories as an editor looks through.
MOST_STORIES = 20


def _draft_or_403(request: HttpRequest, episode_id: int) -> tuple[Episode, Episode]:
    """The episode and its latest draft, for who may edit it; whether it exists is not told to anybody else."""
    episode = Episode.objects.select_related("recording").filter(pk=episode_id).first()
    if episode is None or not episode.permissions_for_user(person_of(request)).can_edit():
        raise PermissionDenied
    return episode, episode.get_latest_revision_as_object()


@require_safe
def show_desk(request: HttpRequest, episode_id: int) -> HttpResponse:
    """Everything about making one episode on one screen."""
    episode, draft = _draft_or_403(request, episode_id)
    parts = part_times(draft.segments)
    inside = list(Story.objects.filter(episode=episode).order_by("sent_at"))
    at_hand = []
    if person_of(request).has_perm(MAY_READ):
        free = Story.objects.standing().filter(state=Story.State.ADOPTED, episode=None)
        at_hand = list(free.order_by("sent_at")[:MOST_STORIES])
    told = "\n".join(each.script for each in parts)
    seconds = sum(each.seconds for each in parts)
    context = {
        "episode": episode,
        "draft": draft,
        "parts": parts,
        "total_words": time_words(seconds),
        "planned_words": time_words(sum(each.planned for each in parts)),
        "slot_words": time_words(settings.BROADCAST_SLOT_SECONDS),
        "total_syllables": syllables(spoken_words(told)),
        "per_minute": per_minute(),
        "stories": [{"story": story, "is_in_script": _holds(told, story)} for story in [*inside, *at_hand]],
        "checks": check_episode(draft, parts=parts, stories=inside, live=episode.live),
        "may_read_stories": person_of(request).has_perm(MAY_READ),
        "header_title": draft.title,
        "page_title": _("Making desk"),
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("episode_listing:index"), "label": _("Episodes")},
            {"url": reverse("wagtailadmin_pages:edit", args=[episode.pk]), "label": draft.title},
            {"url": "", "label": _("Making desk")},
        ],
    }
    return TemplateResponse(request, "broadcasts/desk/desk.html", context)


@require_POST
def insert_story(request: HttpRequest, episode_id: int) -> HttpResponse:
    """Put an adopted story into a part of the draft, below what stands there. A second click changes nothing."""
    _episode, draft = _draft_or_403(request, episode_id)
    person = person_of(request)
    back = HttpResponseRedirect(reverse("broadcasts_desk:desk", args=[episode_id]))
    if not person.has_perm(MAY_READ):
        raise PermissionDenied
    story = Story.objects.standing().filter(pk=whole_number(request.POST.get("story"))).first()
    place = next((each for each in draft.segments if str(each.id) == request.POST.get("part", "")), None)
    if story is None or place is None:
        messages.error(request, _("Nothing was put in. The story or the part is gone. Please choose again."))
        return back
    if _holds("\n".join(each.value["script"] or "" for each in draft.segments), story):
        messages.info(request, _("‘%(title)s’ stands in the script already.") % {"title": story.title})
        return back
    try:
        note_inserted(story=story, episode=draft, part=place.value["title"], by=person, at=clock.now())
    except StoryRefused as refusal:
        messages.error(request, str(refusal))
        return back
    speaker = pgettext("speaker in a script", "Story")
    lines = "\n".join(f"{speaker}: {row.strip()}" for row in story.edited_text.splitlines() if row.strip())
    place.value["script"] = "\n".join(each for each in (place.value["script"].strip(), lines) if each)
    draft.save_revision(user=person, log_action=True)
    text = _("‘%(title)s’ stands in ‘%(part)s’ now, in a new draft.")
    messages.success(request, text % {"title": story.title, "part": place.value["title"]})
    return back


@require_safe
def show_prompter(request: HttpRequest, episode_id: int) -> HttpResponse:
    """The script alone, large, for who reads it aloud."""
    _episode, draft = _draft_or_403(request, episode_id)
    parts: list[dict[str, Any]] = [
        {"part": each, "lines": read_script(each.script), "seconds": each.seconds}
        for each in part_times(draft.segments)
    ]
    context: dict[str, Any] = {
        "draft": draft,
        "parts": parts,
        "total_words": time_words(sum(each["seconds"] for each in parts)),
        "seconds": sum(each["seconds"] for each in parts),
        "back": reverse("broadcasts_desk:desk", args=[episode_id]),
    }
    return render(request, "broadcasts/desk/prompter.html", context)


def _holds(script: str, story: Story) -> bool:
    """Whether the story's text stands in a script, line by line."""
    rows = [row.strip() for row in story.edited_text.splitlines() if row.strip()]
    return bool(rows) and all(row in script for row in rows)
