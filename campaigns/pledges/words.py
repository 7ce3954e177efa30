"""나의 한 줄 다짐: what a line may be. Pure.

Others read it, so it holds nothing by which somebody can be found and no abuse; it is one line, and what cannot be seen
is not in it. It is printed on the 다짐서, the picture and the poster, so it holds what their fonts print.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lms.core.free_text import count_letters, find_problems, tidy
from lms.core.letters import letters_of

from .errors import PromiseRefused
from .models.signing import LONGEST_PROMISE

__all__ = ["clean_promise", "is_printed", "without_hidden"]

#: What nobody who typed it would find again: it is taken out for them.
_UNSEEN = frozenset({"hidden", "direction"})
#: Letters that fonts-nanum prints beside those of the Korean standard.
_ALSO_PRINTED = frozenset("–—•ÀÁÂÇÈÉÊËÍÎÏÑÓÔÙÚÛÜàáâäçèéêëíîïñóôöùúûü")
_NAMED = 5


def clean_promise(typed: str) -> str:
    """The line as it is kept: composed, spaces made one. Empty for nothing.

    Raises PromiseRefused with what is wrong, why, and what to do; ``without_hidden`` is what to go on from.
    """
    text = without_hidden(typed)
    problems = find_problems(typed)
    reasons = dict.fromkeys(each.reason for each in problems if each.kind not in _UNSEEN)
    if any(each.kind in _UNSEEN for each in problems):
        reasons[
            _(
                "The line held signs that cannot be seen or that turn the direction of reading. They are taken out. "
                "Please read your line and send it again."
            )
        ] = None
    if strange := list(dict.fromkeys(letter for letter in letters_of(text) if not is_printed(letter))):
        named = ", ".join(strange[:_NAMED]) + (" …" if len(strange) > _NAMED else "")
        # Isolated: letters that run from right to left must not turn the sentence around them.
        reasons[
            _("Your pledge and the poster cannot be printed with: %(letters)s. Please say it in words instead.")
            % {"letters": f"\u2068{named}\u2069"}
        ] = None
    if reasons:
        raise PromiseRefused(" ".join(reasons))
    # A letter may be made of many characters, but not of more than a column holds.
    if (length := count_letters(text)) > LONGEST_PROMISE or len(text) > LONGEST_PROMISE * 8:
        raise PromiseRefused(
            _("The line has %(length)d letters. Up to %(most)d fit on a leaf. Please make it shorter.")
            % {"length": length, "most": LONGEST_PROMISE}
        )
    return text


def without_hidden(typed: str) -> str:
    """What was typed, as a reader sees it: composed, one space between words, without what cannot be seen."""
    return " ".join(tidy(typed).split())


def is_printed(letter: str) -> bool:
    """Whether paper shows a letter as the screen does: the Korean standard (Windows code page 949), and a few more.

    Pictures (emoji) and scripts that Korean keyboards do not write are in no font of the house: they would be boxes.
    """
    return all(each in _ALSO_PRINTED or _is_korean_standard(each) for each in letter)


def _is_korean_standard(character: str) -> bool:
    try:
        character.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True
