"""Signing, withdrawing, mending a promise: the only writer of pledges and of their words."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.core.clock import local_day
from lms.people.models import Person
from lms.people.services import current_unit, is_in_audience

from ..errors import MendingRefused, SigningRefused, TextChanged
from ..models import CampaignPage, Pledge, PledgeText, Promise
from ..phases import Phase
from ..words import clean_promise

__all__ = ["current_text", "is_same_name", "living_pledge", "mend_promise", "sign", "why_not_now", "withdraw"]


def current_text(campaign: CampaignPage) -> PledgeText | None:
    """The edition that is signed today."""
    return PledgeText.objects.filter(campaign=campaign).select_related("recording").order_by("-number").first()


def living_pledge(person: Person | int, campaign: CampaignPage) -> Pledge | None:
    """The person's signature of a campaign, with its text and words."""
    person_id = person if isinstance(person, int) else person.pk
    found = Pledge.objects.living().filter(person_id=person_id, campaign=campaign)
    return found.select_related("text", "promise", "unit").first()


def is_same_name(typed: str, name: str) -> bool:
    """Whether somebody typed that name, whatever spaces and case: ``홍 길동`` is 홍길동."""
    return _squeezed(typed) == _squeezed(name) != ""


def _squeezed(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()


def why_not_now(campaign: CampaignPage, person: Person, *, at: datetime) -> str:
    """Why this person cannot sign this campaign now, in a sentence or two; empty when they can. At most one query."""
    on = local_day(at)
    phase = campaign.phase(on)
    if not campaign.live:
        return _("The pledge was not signed. The campaign is not published.")
    if phase in {Phase.PLANNED, Phase.ANNOUNCED}:
        day = f"{campaign.signs_on.year}. {campaign.signs_on.month}. {campaign.signs_on.day}."
        return _("The pledge was not signed. Signing begins on %(day)s. Please come back then.") % {"day": day}
    if phase is not Phase.SIGNING:
        return _("The pledge was not signed. The time for signing is over. The text can still be read.")
    if campaign.audience_id and not is_in_audience(campaign.audience, person, on):
        return _("The pledge was not signed. This campaign invites others. You are welcome to read along.")
    return ""


def sign(
    *,
    person: Person,
    campaign: CampaignPage,
    text: PledgeText,
    signed_name: str,
    promise: str,
    shows_name: bool,
    at: datetime,
) -> tuple[Pledge, bool]:
    """The person's living pledge, and whether this call signed it. Unit and rank are those of the day.

    Safe to repeat and on two phones: one living signature per person and campaign is a constraint. Raises
    SigningRefused outside the signing phase, for people who are not invited and for another name, PromiseRefused for
    words others should not read, TextChanged when another edition is current.
    """
    existing = living_pledge(person, campaign)
    if existing is not None:
        return existing, False
    if reason := why_not_now(campaign, person, at=at):
        raise SigningRefused(reason)
    if not is_same_name(signed_name, person.name):
        raise SigningRefused(
            _("This is not the name of your account. Please type your name: %(name)s") % {"name": person.name}
        )
    current = current_text(campaign)
    if current is None or current.pk != text.pk:
        raise _text_changed()
    words = clean_promise(promise)
    try:
        with transaction.atomic():
            pledge = Pledge.objects.create(
                person=person,
                campaign=campaign,
                text=current,
                signed_at=at,
                signed_name=person.name,
                unit=current_unit(person, local_day(at)),
                rank_title=person.rank_title,
            )
            if words:
                Promise.objects.create(pledge=pledge, words=words, shows_name=shows_name, written_at=at)
    except IntegrityError as error:
        # Another phone was faster, or a trainer replaced the text in this moment.
        existing = living_pledge(person, campaign)
        if existing is None:
            raise _text_changed() from error
        return existing, False
    return pledge, True


def _text_changed() -> TextChanged:
    return TextChanged(_("The pledge was not signed. Its text was changed meanwhile. Please read it once more."))


def withdraw(*, person: Person, pledge_id: int, at: datetime) -> bool:
    """Take back one's own signature; no reason is asked for. Whether this call did it: repeating changes nothing."""
    return bool(Pledge.objects.living().filter(pk=pledge_id, person=person).update(withdrawn_at=at))


@transaction.atomic
def mend_promise(*, person: Person, pledge_id: int, words: str, shows_name: bool, at: datetime) -> Promise | None:
    """Write, change or (with no words) take away one's own line; it waits to be read again.

    Raises MendingRefused once the line is approved or the pledge withdrawn, PromiseRefused for words others should not
    read. The row is locked, so that no moderator approves words that were just replaced.
    """
    pledge = Pledge.objects.living().filter(pk=pledge_id, person=person).first()
    if pledge is None:
        raise MendingRefused(_("The promise was not changed. The pledge was withdrawn."))
    found = Promise.objects.select_for_update().filter(pledge=pledge).first()
    if found is not None and not found.may_be_mended:
        raise MendingRefused(
            _("The promise was not changed. It is approved and others read it. To change it, withdraw and sign again.")
        )
    cleaned = clean_promise(words)
    if not cleaned:
        if found is not None:
            found.delete()
        return None
    fresh = {
        "words": cleaned,
        "shows_name": shows_name,
        "written_at": at,
        "state": Promise.State.WAITING,
        "moderated_at": None,
        "moderated_by": None,
        "reason": "",
    }
    if found is not None and (found.words, found.shows_name) == (cleaned, shows_name):
        return found
    promise, _created = Promise.objects.update_or_create(pledge=pledge, defaults=fresh)
    return promise
