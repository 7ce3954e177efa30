"""사연, from sending to the air: the only writer of stories and their history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lms.core.free_text import tidy
from lms.people.models import AccessRecord, Person
from lms.people.services import record_access

from .. import errors
from ..models import Episode, Story, StoryEvent

__all__ = [
    "adopt_story",
    "clear_old_stories",
    "edit_story",
    "hold_story",
    "note_inserted",
    "return_story",
    "show_sender",
    "submit_story",
    "withdraw_story",
]

What = StoryEvent.What


def submit_story(
    *,
    sender: Person,
    title: str,
    text: str,
    submission_key: UUID,
    at: datetime,
    is_anonymous: bool = True,
    agreed_names: Iterable[str] = (),
    source: str = "",
) -> tuple[Story, bool]:
    """Keep a story, with the sender's consent given now, and whether it is new: the same key again is the same story.

    ``source`` names the room that hands it in for the sender; a room makes its key from its own row's, so that a
    replayed hand-over finds the first. Whoever calls has shown the sender what ``reading.read`` found. Raises NotYours
    for the key of another person's story.
    """
    values = {
        "sender": sender,
        "source": source,
        "title": tidy(title),
        "text": tidy(text),
        "is_anonymous": is_anonymous,
        "agreed_names": sorted(set(agreed_names)),
        "consented_at": at,
        "sent_at": at,
    }
    try:
        with transaction.atomic():
            story, is_new = Story.objects.get_or_create(submission_key=submission_key, defaults=values)
            if is_new:
                _note(story, What.SENT, at=at, by=sender)
    except IntegrityError:
        # The other half of a double click was faster.
        story, is_new = Story.objects.get(submission_key=submission_key), False
    if story.sender_id != sender.pk:
        raise errors.NotYours
    return story, is_new


def withdraw_story(*, story: Story, by: Person, at: datetime) -> Story:
    """Take one's own story back; a second call changes nothing. Raises StoryAired once everybody has heard it."""
    with transaction.atomic():
        locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk, sender=by)
        if locked.withdrawn_at is not None:
            return locked
        if Story.objects.aired(at=at).filter(pk=locked.pk).exists():
            raise errors.StoryAired
        # Its episode stays named: the desk must say that it has to leave the script.
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        _note(locked, What.WITHDRAWN, at=at, by=by)
    return locked


def adopt_story(
    *, story: Story, text: str, by: Person, at: datetime, seen: int, episode: Episode | None = None, reply: str = ""
) -> Story:
    """Choose a story for the air with the text that may be read, and its episode if that is known.

    ``seen`` is the number of its latest event when the editor opened it. Raises StoryMoved and StoryWithdrawn.
    """
    with transaction.atomic():
        locked = _locked(story)
        text = text.strip() or locked.edited_text or locked.text
        if _stands(locked, Story.State.ADOPTED, text, reply, episode):
            return locked
        _refuse_moved(locked, seen)
        _set_text(locked, text, by, at)
        was_adopted = locked.state == Story.State.ADOPTED
        before = locked.episode_id
        locked.state, locked.episode, locked.reply = Story.State.ADOPTED, episode, reply.strip()
        locked.save(update_fields=["state", "episode", "reply"])
        if not was_adopted:
            _note(locked, What.ADOPTED, at=at, by=by, note=locked.reply)
        if before != locked.episode_id:
            title = episode.title if episode else ""
            _note(locked, What.ASSIGNED if episode else What.RELEASED, at=at, by=by, note=title)
    return locked


def hold_story(*, story: Story, text: str, by: Person, at: datetime, seen: int, reply: str = "") -> Story:
    """Put a story aside for another day. Raises StoryMoved and StoryWithdrawn."""
    return _decide(story, Story.State.HELD, What.HELD, text, reply, by, at, seen)


def return_story(*, story: Story, text: str, by: Person, at: datetime, seen: int, reply: str) -> Story:
    """Give a story back with a word of why. Raises ReplyMissing, StoryMoved and StoryWithdrawn."""
    if not reply.strip():
        raise errors.ReplyMissing
    return _decide(story, Story.State.RETURNED, What.RETURNED, text, reply, by, at, seen)


def edit_story(*, story: Story, text: str, by: Person, at: datetime, seen: int) -> Story:
    """Keep the text for the air without deciding anything. Raises StoryMoved and StoryWithdrawn."""
    with transaction.atomic():
        locked = _locked(story)
        text = text.strip() or locked.edited_text
        if text != locked.edited_text:
            _refuse_moved(locked, seen)
        _set_text(locked, text, by, at)
    return locked


def note_inserted(*, story: Story, episode: Episode, part: str, by: Person, at: datetime) -> None:
    """The story stands in the episode's script and belongs to it from now on. Raises StoryWithdrawn."""
    with transaction.atomic():
        locked = _locked(story)
        if locked.state != Story.State.ADOPTED:
            raise errors.StoryMoved
        if locked.episode_id != episode.pk:
            locked.episode = episode
            locked.save(update_fields=["episode"])
            _note(locked, What.ASSIGNED, at=at, by=by, note=episode.title)
        _note(locked, What.INSERTED, at=at, by=by, note=part)


def show_sender(*, story: Story, by: Person, reason: str, ip: str | None, asked: str, at: datetime) -> Person | None:
    """Who sent it, to an editor who says what for; both histories keep it. Raises ReasonMissing where it is hidden.

    A sender who lets the name be read on air is shown without a reason.
    """
    if story.sender is None:
        return None
    # PostgreSQL keeps no NUL, and it is no reason either.
    reason = reason.replace("\0", "")
    if story.is_anonymous and not reason.strip():
        raise errors.ReasonMissing
    with transaction.atomic():
        if story.sender_id != by.pk:
            action = AccessRecord.Action.VIEW
            subjects = [story.sender.pk]
            record_access(actor=by, at=at, ip=ip, action=action, asked=asked, subjects=subjects, reason=reason)
        if story.is_anonymous:
            _note(story, What.SENDER_SHOWN, at=at, by=by, note=reason)
    return story.sender


def clear_old_stories(*, at: datetime, kept_days: int) -> int:
    """Remove stories whose time is over, with their history; how many. What was read on air stands in its script."""
    gone = Story.objects.filter(sent_at__lt=at - timedelta(days=kept_days))
    _total, by_model = gone.delete()
    return by_model.get(Story._meta.label, 0)


def _decide(story: Story, state: str, what: str, text: str, reply: str, by: Person, at: datetime, seen: int) -> Story:
    with transaction.atomic():
        locked = _locked(story)
        text = text.strip() or locked.edited_text
        if _stands(locked, state, text, reply, None):
            return locked
        _refuse_moved(locked, seen)
        _set_text(locked, text, by, at)
        was, had = locked.state, locked.episode_id
        locked.state, locked.reply, locked.episode = state, reply.strip(), None
        locked.save(update_fields=["state", "reply", "episode"])
        if was != state:
            _note(locked, what, at=at, by=by, note=locked.reply)
        if had:
            _note(locked, What.RELEASED, at=at, by=by)
    return locked


def _locked(story: Story) -> Story:
    locked = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if locked.withdrawn_at is not None:
        raise errors.StoryWithdrawn
    return locked


def _stands(locked: Story, state: str, text: str, reply: str, episode: Episode | None) -> bool:
    """Whether exactly this was decided already: a double click, or another tab."""
    decided = (locked.state, locked.edited_text, locked.reply, locked.episode_id)
    return decided == (state, text, reply.strip(), episode.pk if episode else None)


def _refuse_moved(locked: Story, seen: int) -> None:
    # Looking somebody up decides nothing.
    if locked.events.exclude(what=What.SENDER_SHOWN).filter(pk__gt=seen).exists():
        raise errors.StoryMoved


def _set_text(locked: Story, text: str, by: Person, at: datetime) -> None:
    if text == locked.edited_text:
        return
    locked.edited_text = text
    locked.save(update_fields=["edited_text"])
    _note(locked, What.EDITED, at=at, by=by, text=text)


def _note(story: Story, what: str, *, at: datetime, by: Person | None, note: str = "", text: str = "") -> None:
    StoryEvent.objects.create(story=story, at=at, by=by, what=what, note=note.strip()[:300], text=text)
