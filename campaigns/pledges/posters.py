"""친절나무 on paper and as a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from django.utils.safestring import mark_safe

from lms.core.free_text import count_letters
from lms.core.pdf import render_pdf, render_picture
from lms.core.qr import qr_data_uri

from .documents import pieces
from .forest import Forest, approved, picture
from .models import CampaignPage
from .tree import TRUNK

__all__ = ["SIZES", "columns_of", "picture_png", "poster_pdf"]

#: A line that was said, and the name below it where its author shows it.
Said = tuple[str, str]

#: Millimetres, upright, and how much larger than A3 everything on it is.
SIZES = {"A1": (594, 841, 2.0), "A2": (420, 594, 1.414), "A3": (297, 420, 1.0)}
#: Of so many latest promises those stand on the poster for which there is room: two columns of so many printed lines,
#: with so many letters in each.
WORDS_READ = 60
COLUMNS, LINES_IN_COLUMN, LETTERS_IN_LINE = 2, 8.4, 13
#: What the space below somebody's words takes, in printed lines.
GAP = 0.5
#: From so many letters on, a title is set smaller.
LONG_TITLE, VERY_LONG_TITLE = 18, 44
#: Pixels across of the picture for the intranet.
PICTURE_WIDTH = 1600


def poster_pdf(
    campaign: CampaignPage, forest: Forest, *, size: str, organisation: str, address: str, on: date
) -> bytes:
    """The poster in one of ``SIZES``: the tree, some approved words, where one signs. Raises KeyError for no size."""
    width, height, scale = SIZES[size]
    latest = approved(campaign).select_related("pledge")[:WORDS_READ]
    said = [(each.words, each.pledge.signed_name if each.shows_name else "") for each in latest]
    return render_pdf(
        "pledges/tree_poster.html",
        {
            "campaign": campaign,
            "organisation": organisation,
            "count": forest.growth.totals[TRUNK],
            "svg": mark_safe(picture(campaign, forest, has_links=False)),  # noqa: S308 - drawn by us
            "width": width,
            "height": height,
            "root_size": f"{scale:.3f}",
            "title": pieces(campaign.title),
            "title_size": _title_size(campaign.title),
            "summary": pieces(campaign.summary),
            "columns": [[(pieces(words), name) for words, name in column] for column in columns_of(said)],
            "code": qr_data_uri(address),
            "address": address.partition("://")[2],
            "on": on,
        },
    )


def _title_size(title: str) -> str:
    letters = count_letters(title)
    return "very_long" if letters > VERY_LONG_TITLE else "long" if letters > LONG_TITLE else ""


def columns_of(said: Iterable[Said]) -> list[list[Said]]:
    """What of it there is room for, in order: each column is filled while something still fits."""
    columns: list[list[Said]] = [[] for _column in range(COLUMNS)]
    left = [float(LINES_IN_COLUMN)] * COLUMNS
    for words, name in said:
        lines = math.ceil((count_letters(words) + count_letters(name)) / LETTERS_IN_LINE)
        place = next((place for place in range(COLUMNS) if lines <= left[place]), None)
        if place is not None:
            columns[place].append((words, name))
            left[place] -= lines + GAP
    return columns


def picture_png(campaign: CampaignPage, forest: Forest, *, organisation: str, on: date) -> bytes:
    """The tree with its title, 1,600 pixels wide, for a page of the intranet."""
    return render_picture(
        "pledges/tree_picture.html",
        {
            "campaign": campaign,
            "organisation": organisation,
            "count": forest.growth.totals[TRUNK],
            "svg": mark_safe(picture(campaign, forest, has_links=False)),  # noqa: S308 - drawn by us
            "on": on,
        },
        width=PICTURE_WIDTH,
    )
