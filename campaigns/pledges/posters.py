"""친절나무 on paper and as a picture."""

from __future__ import annotations

from datetime import date

from django.utils.safestring import mark_safe

from lms.core.pdf import render_pdf, render_picture
from lms.core.qr import qr_data_uri

from .forest import Forest, approved, picture
from .models import CampaignPage
from .tree import TRUNK

__all__ = ["SIZES", "picture_png", "poster_pdf"]

#: Millimetres, upright, and how much larger than A3 everything on it is.
SIZES = {"A1": (594, 841, 2.0), "A2": (420, 594, 1.414), "A3": (297, 420, 1.0)}
WORDS_ON_POSTER = 12
#: Pixels across of the picture for the intranet.
PICTURE_WIDTH = 1600


def poster_pdf(
    campaign: CampaignPage, forest: Forest, *, size: str, organisation: str, address: str, on: date
) -> bytes:
    """The poster in one of ``SIZES``: the tree, some approved words, where one signs. Raises KeyError for no size."""
    width, height, scale = SIZES[size]
    words = approved(campaign).select_related("pledge")[:WORDS_ON_POSTER]
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
            "words": [(each.words, each.pledge.signed_name if each.shows_name else "") for each in words],
            "code": qr_data_uri(address),
            "address": address.partition("://")[2],
            "on": on,
        },
    )


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
