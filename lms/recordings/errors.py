"""Why recordings refused: what happened, why, and what to do next, each ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = [
    "CaptionsRefused",
    "ConversionFailed",
    "NotPublishable",
    "ReportRefused",
    "TicketRefused",
    "UploadMisplaced",
    "UploadRefused",
]

Words = str | Promise


class Refusal(Exception):
    """A service refused. ``str()`` is the whole message in the reader's language."""

    def __init__(self, what: Words = "", why: Words = "", then: Words = "") -> None:
        super().__init__(what, why, then)
        self.parts = (what, why, then)

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.parts if part)


class UploadRefused(Refusal):
    """A file that is not taken, or cannot be taken now."""


class UploadMisplaced(Refusal):
    """A piece that does not follow what has arrived; ``received`` is where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This piece does not follow the last one."))
        self.received = received


class ConversionFailed(Refusal):
    """What arrived cannot be made into something that browsers play."""


class CaptionsRefused(Refusal):
    """Captions with faults; each of ``faults`` is one sentence that names its line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(_("The captions were not saved."), " ".join(faults))
        self.faults = list(faults)


class TicketRefused(Refusal):
    """No ticket, somebody else's, or one that is too old."""


class ReportRefused(Refusal):
    """A report of played spans that cannot be true."""


class NotPublishable(ValidationError):
    """A recording, or a page with one, that would be published without its captions or transcript."""
