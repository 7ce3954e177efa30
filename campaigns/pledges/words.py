"""나의 한 줄 다짐: what a line may be. Pure.

Others read it, so it holds nothing by which somebody can be found and no abuse; it is one line, and what cannot be seen
is not in it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lms.core.free_text import count_letters, find_problems, tidy

from .errors import PromiseRefused
from .models.signing import LONGEST_PROMISE

__all__ = ["clean_promise"]

#: What copying from elsewhere brings along unseen is left out without a word.
_LEFT_OUT = frozenset({"hidden", "direction"})


def clean_promise(typed: str) -> str:
    """The line as it is kept: composed, without what cannot be seen, spaces made one. Empty for nothing.

    Raises PromiseRefused with what is wrong, why, and what to do.
    """
    text = " ".join(tidy(typed).split())
    reasons = dict.fromkeys(each.reason for each in find_problems(typed) if each.kind not in _LEFT_OUT)
    if reasons:
        raise PromiseRefused(" ".join(reasons))
    # A letter may be made of many characters, but not of more than a column holds.
    if (length := count_letters(text)) > LONGEST_PROMISE or len(text) > LONGEST_PROMISE * 8:
        raise PromiseRefused(
            _("The line has %(length)d letters. Up to %(most)d fit on a leaf. Please make it shorter.")
            % {"length": length, "most": LONGEST_PROMISE}
        )
    return text
