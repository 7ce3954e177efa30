"""What keeps a short free text from being read by colleagues: a promise on a tree, a story on the air.

``find_problems`` shows the places and says why; it changes nothing. ``letters.tidy`` makes the text that is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .abuse import find_abuse
from .letters import assemble, count_letters, find_hidden, fold, tidy
from .personal_data import find_personal_data

__all__ = ["REASONS", "Problem", "count_letters", "find_problems", "tidy"]

#: Tags and entities. Korean writers put titles between < and >: <친절 주간> is no markup.
_MARKUP = re.compile(r"<[a-zA-Z/!?][^<>가-힣]{0,300}>?|&(?:lt|gt|amp|quot|#x?[0-9a-fA-F]{1,6});")

#: Every kind of problem with the sentence for who wrote the text.
REASONS: dict[str, Promise] = {
    "resident_number": _("A resident registration number is in the text. Please take it out."),
    "foreigner_number": _("A foreigner registration number is in the text. Please take it out."),
    "phone": _("A telephone number is in the text. Please take it out."),
    "email": _("A mail address is in the text. Please take it out."),
    "card": _("A card number is in the text. Please take it out."),
    "account": _("What looks like an account number is in the text. Please take it out."),
    "business_number": _("A business registration number is in the text. Please take it out."),
    "car_plate": _("A car's number is in the text. Please take it out."),
    "home_address": _("A home address is in the text. Please take out the house and its number."),
    "url": _("A web address is in the text. Please say it in words."),
    "abuse": _("A word here can hurt readers. Please put it in other words."),
    "hidden": _("There are characters here that cannot be seen. Please delete this place and type it again."),
    "direction": _("Signs here turn the direction of reading. Please delete this place and type it again."),
    "markup": _("There is markup here. Please write without tags such as <b>."),
}


@dataclass(frozen=True)
class Problem:
    """``kind`` is a key of REASONS; ``text[start:end]`` is the place in the text as it was given."""

    kind: str
    start: int
    end: int

    @property
    def reason(self) -> str:
        """The sentence for who wrote it, in the language of the moment."""
        return str(REASONS[self.kind])


def find_problems(text: str) -> list[Problem]:
    """All problems in the order of the text; empty where colleagues may read it. Looks at no database.

    Places of different kinds may overlap: a slur broken up by hidden characters is found as both.
    """
    folded = fold(text)
    whole = assemble(folded)
    found = [Problem(kind, start, end) for kind, start, end in find_hidden(text)]
    found += [Problem("markup", *match.span()) for match in _MARKUP.finditer(text)]
    found += [Problem(kind, *folded.place(start, end)) for kind, start, end in find_personal_data(folded.text)]
    found += [Problem("abuse", *whole.place(start, end)) for start, end in find_abuse(whole.text)]
    return sorted(set(found), key=lambda problem: (problem.start, problem.end, problem.kind))
