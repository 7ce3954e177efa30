"""다짐문: saving an edition, and taking last year's campaign along into the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lms.people.models import Person
from lms.recordings.models import Recording

from ..models import CampaignPage, PledgeText
from ..phases import next_year
from .signing import current_text

__all__ = ["FEWEST_LINES", "MOST_LINES", "TextDraft", "copy_to_next_year", "save_text"]

FEWEST_LINES, MOST_LINES = 4, 6


@dataclass(frozen=True)
class TextDraft:
    """What a trainer wrote. Lines without a key are new and get one that later editions keep."""

    preamble_ko: str
    preamble_en: str
    lines: tuple[Mapping[str, str], ...]
    recording: Recording | None = None


def save_text(*, campaign: CampaignPage, draft: TextDraft, by: Person | None, at: datetime) -> tuple[PledgeText, bool]:
    """The current edition, and whether this call made it. The same words make none.

    A row is never rewritten: an edition that nobody has signed makes room for the new one under its number, one that
    is signed stays and the new one follows it. The database refuses to remove what somebody signed in this moment.
    """
    if not FEWEST_LINES <= len(draft.lines) <= MOST_LINES:
        raise ValueError("a text has four to six lines")
    lines = _keyed(draft.lines)
    with transaction.atomic():
        # Two trainers save one after the other.
        CampaignPage.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        current = current_text(campaign)
        if current is not None and _is_same(current, draft, lines):
            return current, False
        number = 1
        if current is not None:
            number = current.number if _removed(current) else current.number + 1
        text = PledgeText.objects.create(
            campaign=campaign,
            number=number,
            preamble_ko=draft.preamble_ko,
            preamble_en=draft.preamble_en,
            lines=lines,
            recording=draft.recording,
            made_at=at,
            made_by=by,
        )
    return text, True


def _removed(text: PledgeText) -> bool:
    try:
        with transaction.atomic():
            PledgeText.objects.filter(pk=text.pk).delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def _keyed(lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"key": line.get("key") or token_hex(4), "ko": line["ko"], "en": line.get("en", "")} for line in lines]


def _is_same(text: PledgeText, draft: TextDraft, lines: list[dict[str, str]]) -> bool:
    kept = asdict(draft) | {"lines": lines, "recording": draft.recording}
    return all(getattr(text, name) == value for name, value in kept.items())


@transaction.atomic
def copy_to_next_year(*, campaign: CampaignPage, by: Person, at: datetime) -> CampaignPage:
    """A draft of the same campaign with all dates a year later and its current text as a first edition of its own."""
    days = next_year(campaign.days)
    year = str(campaign.signs_on.year)
    following = str(campaign.signs_on.year + 1)
    title = campaign.title.replace(year, following)
    if title == campaign.title:
        title = _("%(title)s (copy)") % {"title": campaign.title}
    copy: CampaignPage = campaign.copy(
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": _free_slug(campaign, year, following),
            **asdict(days),
        },
        copy_revisions=False,
        keep_live=False,
        user=by,
        reset_translation_key=True,
    )
    text = current_text(campaign)
    if text is not None:
        draft = TextDraft(text.preamble_ko, text.preamble_en, tuple(text.lines), text.recording)
        save_text(campaign=copy, draft=draft, by=by, at=at)
    return copy


def _free_slug(campaign: CampaignPage, year: str, following: str) -> str:
    wanted = campaign.slug.replace(year, following) if year in campaign.slug else f"{campaign.slug}-{following}"
    taken = set(campaign.get_siblings().values_list("slug", flat=True))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
