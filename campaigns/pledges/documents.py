"""다짐서: one's own signed text on paper, and a picture of one's line to share. Neither has a number."""

from __future__ import annotations

from django.utils import timezone
from wagtail.models import Site

from lms.certificates.rules import font_family
from lms.core.free_text import count_letters
from lms.core.models import SiteSettings
from lms.core.pdf import render_pdf, render_picture

from .models import Pledge

__all__ = ["pieces", "pledge_document", "promise_picture"]

#: Pixels of the square picture's side.
PICTURE_SIDE = 1080
#: From so many letters on, a line is set smaller.
LONG_LINE = 34


#: A longer word is broken where the line ends: nobody writes it with spaces.
LONGEST_KEPT = 12


def pieces(text: str) -> list[tuple[str, bool]]:
    """The words of a text, and whether each is kept on one line: the renderer breaks Hangul anywhere."""
    return [(word, count_letters(word) <= LONGEST_KEPT) for word in text.split()]


def _facts(pledge: Pledge) -> dict[str, object]:
    site = Site.objects.get(is_default_site=True)
    promise = getattr(pledge, "promise", None)
    words = promise.words if promise else ""
    unit = pledge.unit.label if pledge.unit else ""
    spoken = [line["ko"] for line in pledge.text.lines]
    return {
        "pledge": pledge,
        "campaign": pledge.campaign,
        "text": pledge.text,
        "unit": unit,
        "words": words,
        "pieces": pieces(words),
        "preamble": pieces(pledge.text.preamble_ko),
        "is_long": len(words) > LONG_LINE,
        "signed_on": timezone.localdate(pledge.signed_at),
        "institution": SiteSettings.for_site(site),
        "fonts": font_family(pledge.signed_name, unit, words, pledge.text.preamble_ko, *spoken),
    }


def pledge_document(pledge: Pledge) -> bytes:
    """The pledge as a PDF of one page: the text as it was signed, the line, name and day."""
    return render_pdf("pledges/pledge_pdf.html", _facts(pledge))


def promise_picture(pledge: Pledge) -> bytes:
    """The line as a square PNG, with the name where the person shows it."""
    return render_picture("pledges/promise_picture.html", _facts(pledge), width=PICTURE_SIDE)
