"""사연함 in the admin: what was sent in, and the screen on which an editor decides about one story."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput

from lms.core import clock
from lms.people.admin.listing import DayColumn, StaffListing
from lms.people.models import Person
from lms.people.requests import client_ip, person_of
from lms.people.services import current_unit, unit_label

from .. import reading
from ..errors import StoryMoved, StoryRefused
from ..models import Episode, Story, StoryEvent
from ..models.stories import LONGEST_STORY
from ..script import seconds_for, time_words
from ..services import stories as services
from ..stories.notices import tell_decided
from .timing import per_minute

__all__ = ["QueueView", "review_story", "show_sender"]

MAY_READ = "broadcasts.change_story"
#: As many episodes to come as a story can be given to.
MOST_EPISODES = 30


class StoryFilters(WagtailFilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Story.State.choices)

    class Meta:
        model = Story
        fields: ClassVar = ["state"]


class QueueView(StaffListing):
    """Stories that wait for a reader stand first, the oldest of them on top. Who sent them is not on this screen."""

    page_title = gettext_lazy("Stories")
    header_icon = "mail"
    verbose_name_plural = gettext_lazy("stories")
    index_url_name = "broadcasts_desk:stories"
    index_results_url_name = "broadcasts_desk:stories_results"
    search_fields: ClassVar = ["title", "text", "edited_text"]
    filterset_class = StoryFilters
    columns: ClassVar = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="broadcasts_desk:story"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda story: story.get_state_display(),
            primary=lambda story: story.state == Story.State.NEW,
        ),
        Column("episode", label=gettext_lazy("Episode"), accessor=lambda story: story.episode or "–"),
        DayColumn("sent_at", label=gettext_lazy("sent"), sort_key="sent_at"),
    ]

    def may_see(self) -> bool:
        return person_of(self.request).has_perm(MAY_READ)

    def get_base_queryset(self) -> QuerySet[Story]:
        waits = Case(When(state=Story.State.NEW, then=Value(0)), default=Value(1), output_field=IntegerField())
        return Story.objects.standing().select_related("episode").order_by(waits, "sent_at")


class ReviewForm(forms.Form):
    """The text for the air, the episode, the reply; which button was pressed says what is decided."""

    DECISIONS: ClassVar = ("adopt", "hold", "return", "save")

    edited_text = forms.CharField(
        label=gettext_lazy("As read on air"),
        required=False,
        max_length=LONGEST_STORY,
        widget=AdminAutoHeightTextInput(attrs={"rows": 10}),
        help_text=gettext_lazy("Take out what tells who somebody is. Every change stays in the history below."),
    )
    episode = forms.ModelChoiceField(
        label=gettext_lazy("Episode"),
        queryset=Episode.objects.none(),
        required=False,
        empty_label=gettext_lazy("not decided yet"),
        help_text=gettext_lazy("Only an adopted story belongs to an episode."),
    )
    reply = forms.CharField(
        label=gettext_lazy("Reply to the sender"),
        required=False,
        max_length=300,
        widget=AdminAutoHeightTextInput(attrs={"rows": 3}),
        help_text=gettext_lazy("A returned story needs one: why, and how it could be sent again."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["episode"]
        to_come = Q(airs_at__gt=clock.now()) | Q(airs_at=None, live=False)
        # The next one first; of those without a moment, which may have been given up, the latest.
        order = (F("airs_at").asc(nulls_last=True), "-pk")
        offered = list(Episode.objects.filter(to_come).order_by(*order).values_list("pk", flat=True)[:MOST_EPISODES])
        # The one it has, also when it has been on the air meanwhile.
        field.queryset = Episode.objects.filter(Q(pk__in=offered) | Q(pk=story.episode_id)).order_by(*order)
        field.label_from_instance = _episode_words


def _episode_words(episode: Episode) -> str:
    if episode.airs_at is None:
        return episode.title
    return f"{date_format(localtime(episode.airs_at), 'Y. n. j.(D) H:i')} · {episode.title}"


def _story_or_403(request: HttpRequest, story_id: int) -> Story:
    """A standing story for who may read them: whether it exists is not told to anybody else."""
    story = None
    if person_of(request).has_perm(MAY_READ):
        story = Story.objects.standing().select_related("episode", "sender").filter(pk=story_id).first()
    if story is None:
        raise PermissionDenied
    return story


@require_http_methods(["GET", "HEAD", "POST"])
def review_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Read one story, edit it for the air, and adopt it, put it on hold or give it back."""
    story = _story_or_403(request, story_id)
    latest = story.events.aggregate(latest=Max("pk"))["latest"] or 0
    initial = {
        "edited_text": story.edited_text or story.text,
        "episode": story.episode_id,
        "reply": story.reply,
        "seen": latest,
    }
    form = ReviewForm(request.POST or None, story=story, initial=initial)
    decision = request.POST.get("decision", "save")
    if request.method == "POST" and form.is_valid() and decision in ReviewForm.DECISIONS:
        try:
            decided = _decide(story, decision, form.cleaned_data, person_of(request))
        except StoryRefused as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, StoryMoved):
                # What the others did is on the screen now; the next press decides knowing it.
                data = request.POST.copy()
                data["seen"] = str(latest)
                form.data = data
        else:
            messages.success(request, _said(decided, decision))
            if decision == "save":
                return HttpResponseRedirect(request.path)
            return HttpResponseRedirect(reverse("broadcasts_desk:stories"))
    return TemplateResponse(request, "broadcasts/desk/story.html", _context(story, form))


@require_POST
def show_sender(request: HttpRequest, story_id: int) -> HttpResponse:
    """Who sent it, on this one answer only. It leaves an access record, which the sender can read."""
    story = _story_or_403(request, story_id)
    asked = _("sender of the story ‘%(title)s’") % {"title": story.title}
    sender: Person | None = None
    try:
        sender = services.show_sender(
            story=story,
            by=person_of(request),
            reason=request.POST.get("reason", "")[:200],
            ip=client_ip(request),
            asked=asked,
            at=clock.now(),
        )
    except StoryRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("broadcasts_desk:story", args=[story.pk]))
    latest = story.events.aggregate(latest=Max("pk"))["latest"] or 0
    initial = {
        "edited_text": story.edited_text or story.text,
        "episode": story.episode_id,
        "reply": story.reply,
        "seen": latest,
    }
    unit = unit_label(current_unit(sender, clock.today())) if sender else ""
    context = _context(story, ReviewForm(story=story, initial=initial))
    context["form_address"] = reverse("broadcasts_desk:story", args=[story.pk])
    return TemplateResponse(request, "broadcasts/desk/story.html", context | {"sender": sender, "unit": unit})


def _decide(story: Story, decision: str, cleaned: dict[str, Any], by: Person) -> Story:
    at = clock.now()
    values = {"story": story, "text": cleaned["edited_text"], "by": by, "at": at, "seen": cleaned["seen"]}
    if decision == "adopt":
        decided = services.adopt_story(**values, episode=cleaned["episode"], reply=cleaned["reply"])
    elif decision == "hold":
        decided = services.hold_story(**values, reply=cleaned["reply"])
    elif decision == "return":
        decided = services.return_story(**values, reply=cleaned["reply"])
    else:
        return services.edit_story(**values)
    if decided.state != story.state:
        tell_decided(decided, at=at)
    return decided


def _said(story: Story, decision: str) -> str:
    title = {"title": story.title}
    if decision == "adopt":
        return _("‘%(title)s’ was adopted. The sender is told.") % title
    if decision == "hold":
        return _("‘%(title)s’ was put on hold.") % title
    if decision == "return":
        return _("‘%(title)s’ was returned with your reply.") % title
    return _("The text of ‘%(title)s’ was saved.") % title


def _context(story: Story, form: ReviewForm) -> dict[str, Any]:
    text = story.edited_text or story.text
    findings = reading.read(story.text)
    events = story.events.select_related("by")
    return {
        "story": story,
        "form": form,
        "media": form.media,
        "pieces": reading.mark(story.text, findings),
        "has_findings": bool(findings),
        "reading_time": time_words(seconds_for(text, per_minute=per_minute())),
        "events": [{"event": event, "by": "" if event.what in _BY_SENDER else event.by or ""} for event in events],
        "form_address": "",
        "header_title": story.title,
        "page_title": story.title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("broadcasts_desk:stories"), "label": pgettext("the queue", "Stories")},
            {"url": "", "label": story.title},
        ],
    }


#: The history must not say who sent it.
_BY_SENDER = (StoryEvent.What.SENT, StoryEvent.What.WITHDRAWN)
