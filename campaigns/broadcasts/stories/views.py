"""A sender's requests: parse, call one service, answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core import clock
from lms.core.ratelimit import within_limit
from lms.people.requests import person_of

from ..errors import StoryRefused
from ..models import Episode, Story
from ..services.stories import submit_story, withdraw_story
from .forms import StoryForm

__all__ = ["list_stories", "send_story", "withdraw"]

PER_PAGE = 20
#: Nobody writes so many stories in an hour; each is read by a person.
MOST_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
def send_story(request: HttpRequest) -> HttpResponse:
    """사연 보내기. What looks like somebody's data is shown first, in place; then the sender changes or confirms it."""
    person = person_of(request)
    form = StoryForm(request.POST or None, sender=person)
    if request.method == "POST" and form.is_valid():
        if not within_limit(f"story:{person.pk}", limit=MOST_AN_HOUR, window_seconds=3600):
            form.add_error(None, _("Many stories came within this hour. Please send this one a little later."))
        else:
            fields = ("submission_key", "title", "text", "is_anonymous")
            values = {name: form.cleaned_data[name] for name in fields}
            agreed = form.cleaned_data.get("agreed_names", [])
            try:
                story, is_new = submit_story(sender=person, agreed_names=agreed, at=clock.now(), **values)
            except StoryRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                if is_new:
                    text = _("Your story ‘%(title)s’ was received. You find its state and the reply here.")
                    messages.success(request, text % {"title": story.title})
                elif story.text == form.cleaned_data["text"]:
                    messages.info(request, _("‘%(title)s’ has been received already.") % {"title": story.title})
                else:
                    text = _("‘%(title)s’ was sent from this form before. To send another story, open a new form.")
                    messages.warning(request, text % {"title": story.title})
                return redirect("broadcasts:list_stories")
    return render(request, "broadcasts/stories/new.html", {"form": form})


@require_safe
def list_stories(request: HttpRequest) -> HttpResponse:
    """내 사연: what I sent, what became of it, and the way to take it back."""
    at = clock.now()
    mine = Story.objects.filter(sender=person_of(request)).select_related("episode")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    episodes = [each.episode_id for each in page if each.episode_id]
    on_air = dict(
        Episode.objects.approved().filter(pk__in=episodes).order_by().values_list("pk", "on_air_from")
        if episodes
        else ()
    )
    lines = []
    for story in page:
        moment = on_air.get(story.episode_id) if story.withdrawn_at is None else None
        has_aired = moment is not None and moment <= at
        lines.append(
            {
                "story": story,
                "moment": moment,
                "has_aired": has_aired,
                "may_withdraw": story.withdrawn_at is None and not has_aired,
            }
        )
    return render(request, "broadcasts/stories/mine.html", {"page_obj": page, "lines": lines})


@require_POST
def withdraw(request: HttpRequest, story_id: int) -> HttpResponse:
    """철회: until it was on the air."""
    person = person_of(request)
    story = get_object_or_404(Story, pk=story_id, sender=person)
    try:
        withdraw_story(story=story, by=person, at=clock.now())
    except StoryRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("‘%(title)s’ was withdrawn.") % {"title": story.title})
    return redirect("broadcasts:list_stories")
