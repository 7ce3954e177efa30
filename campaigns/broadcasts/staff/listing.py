"""회차 in the admin menu: every episode with its moment and where it stands."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from lms.core.dates import day_words

from ..models import Episode

__all__ = ["episode_listing"]


class EpisodeFilterSet(PageFilterSet):
    """Episodes by the day of their moment."""

    airs_at = django_filters.DateFromToRangeFilter(label=_("airs"), widget=DateRangePickerWidget)

    class Meta:
        model = Episode
        fields: ClassVar = ["airs_at"]


class EpisodeIndexView(PageIndexView):
    """The next ones first."""

    default_ordering = "-airs_at"


def _moment(episode: Any) -> str:
    if episode.airs_at is None:
        return str(_("Spare"))
    return f"{day_words(episode.airs_at)} {timezone.localtime(episode.airs_at):%H:%M}"


class EpisodeListing(PageListingViewSet):
    """All episodes in one list."""

    model = Episode
    index_view_class = EpisodeIndexView
    filterset_class = EpisodeFilterSet
    name = "episode_listing"
    url_prefix = "broadcasts/episodes"
    menu_label = _("Episodes")
    icon = "media"
    columns: ClassVar = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("airs_at", label=_("airs"), accessor=_moment, sort_key="airs_at"),
        Column("theme", label=_("theme")),
        ParentPageColumn("parent", label=_("Programme")),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


episode_listing = EpisodeListing()
