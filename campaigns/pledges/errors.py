"""What signing refuses, in whole sentences: what happened, why, what to do."""

from __future__ import annotations

__all__ = ["MendingRefused", "PromiseRefused", "SigningRefused", "TextChanged"]


class SigningRefused(Exception):
    """A signature that was not kept."""


class TextChanged(SigningRefused):
    """The text was changed after it was read; it must be read again."""


class PromiseRefused(SigningRefused):
    """Words that others should not read. ``str()`` says why."""


class MendingRefused(Exception):
    """A promise that is not changed any more."""
