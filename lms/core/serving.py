"""Pages by their address, in one query: a door in front of Wagtail's.

Wagtail walks down the tree, two queries a level. The address is kept on every page, so one look-up by it finds the
same page; Wagtail's own view then runs every hook and preview as ever. What the look-up does not find
(an address that a page routes itself, a redirect, nothing) goes the long way.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from . import stamps
from .models import BasePage, SiteSettings
from .prepared import Columns, prepared

__all__ = ["page_at", "serve"]

HINT_SECONDS = 3600
#: What addresses and page permissions are made of. Forty columns cost three times as much.
GLANCE = (
    *("id", "page_ptr_id", "path", "depth", "url_path", "slug", "title", "live"),
    *("content_type_id", "owner_id", "locked"),
)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at ``path``. Raises Http404 as Wagtail does."""
    root_path = SiteSettings.for_request(request).site.root_page.url_path
    page = page_at(root_path + path)
    if page is not None:
        if stamps.notice(page.content_stamp):
            SiteSettings.forget(request)
        try:
            # Where Wagtail itself keeps the answer, so that serve() and every template tag find it.
            request._wagtail_route_for_request = page.route(request, [])  # type: ignore[attr-defined]
        except Http404:
            request._wagtail_route_for_request = None  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_serve(request, path)
    return response


def page_at(url_path: str) -> BasePage | None:
    """The live page of ours at a full ``url_path`` (``/home/courses/``), or None; only as much of it as every request
    needs, with the content stamp that holds.

    One query once the address is known, two before. The cache only hints at the row: the row itself is asked every
    time, so an unpublished, moved or deleted page is gone at once.
    """
    key = f"core.page_at:{url_path}"
    hint = caches["process"].get(key)
    if hint is not None:
        app_label, model_name, pk = hint
        if (page := _page(app_label, model_name, pk, url_path)) is not None:
            return page
    row = (
        Page.objects.live()
        .filter(url_path=url_path)
        .values_list("content_type__app_label", "content_type__model", "pk")
        .first()
    )
    if row is None:
        return None
    app_label, model_name, pk = row
    if (page := _page(app_label, model_name, pk, url_path)) is not None:
        caches["process"].set(key, row, HINT_SECONDS)
    return page


def _page(app_label: str, model_name: str, pk: int, url_path: str) -> BasePage | None:
    model = apps.get_model(app_label, model_name)
    if not issubclass(model, BasePage):
        return None
    columns, ask = _question(app_label, model_name)
    for row in ask(pk, url_path):
        *values, stamp = row
        page = columns.instance(tuple(values))
        if page is not None:
            page.content_stamp = stamp or ""
        return page
    return None


@cache
def _question(app_label: str, model_name: str) -> tuple[Columns[BasePage], prepared]:
    model: type[BasePage] = apps.get_model(app_label, model_name)
    columns = Columns(model, *GLANCE, *model.known_by)

    def rows(pk: int, url_path: str) -> QuerySet[Any, Any]:
        found = model.objects.live().filter(pk=pk, url_path=url_path).order_by()
        return found.annotate(stamp=stamps.in_query(stamps.CONTENT)).values_list(*columns.names, "stamp")

    return columns, prepared(rows)
