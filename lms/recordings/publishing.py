"""The rule at the one point that every way to publish passes: button, workflow, schedule, import, API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from lms.core import clock

from .errors import NotPublishable
from .services import check_playable

__all__ = ["ShowsRecordings"]

SCHEDULED = "wagtail.publish.scheduled"


class ShowsRecordings:
    """Mix into a page model before ``Page``; it says with ``recording_ids`` which recordings it shows."""

    def recording_ids(self) -> list[int]:
        """The recordings of this page, or of this revision of it."""
        raise NotImplementedError

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, unless a recording may not be shown. Raises NotPublishable.

        A planned publication that comes due has nobody to tell: it is called off, the page's history says why, and the
        other pages that are due go out.
        """
        page = revision.as_object()
        live_at = page.go_live_at if page.go_live_at and page.go_live_at > clock.now() else clock.now()
        try:
            check_playable(page.recording_ids(), on=clock.local_day(live_at))
        except NotPublishable as refusal:
            sentences = [_("‘%(title)s’ was not published.") % {"title": page.title}, *refusal.messages]
            if kwargs.get("log_action") == SCHEDULED:
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                log(instance=self, action="recordings.not_published", data={"why": " ".join(sentences)})
                return None
            raise NotPublishable(sentences) from refusal
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]
