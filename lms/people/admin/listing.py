"""The frame of lists in the admin: Wagtail's own listing, with one way to say who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import BaseListingView

__all__ = ["YES_OR_NO", "DayColumn", "MomentColumn", "StaffListing"]

#: A filter with these choices names what is chosen in words; a BooleanFilter would say True.
YES_OR_NO = (("true", _("yes")), ("false", _("no")))


class DayColumn(Column):
    """A day as Korean documents write it: records are looked up by date, not by how long ago they were."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if value is None:
            return ""
        return date_format(localtime(value) if isinstance(value, datetime) else value, "Y. n. j.")


class MomentColumn(Column):
    """A moment to the minute, in the institution's time."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return date_format(localtime(value), "Y. n. j. H:i") if value else ""


class StaffListing(BaseListingView):
    """Twenty rows a page, searched over plain columns, refused to whoever ``may_see`` does not admit."""

    paginate_by = 20
    is_searchable = True
    #: Search looks into ``search_fields`` by the database, whatever index the model may have.
    search_backend_name = None
    request: HttpRequest

    def may_see(self) -> bool:
        """Whether the person who asks may see this list at all."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
