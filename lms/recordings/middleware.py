"""A page that may not be published, from whatever screen: a message on the editor's screen instead of an error."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages

from .errors import NotPublishable

__all__ = ["NotPublishableMiddleware"]


class NotPublishableMiddleware:
    """A workflow that approves, a bulk action that publishes: Wagtail catches nothing there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing was changed: what raised stood in a transaction."""
        if not isinstance(exception, NotPublishable):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"message": " ".join(exception.messages)}, status=422)
        messages.error(request, " ".join(exception.messages))
        came_from = request.headers.get("Referer", "")
        hosts = {request.get_host()}
        is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=hosts, require_https=request.is_secure())
        return HttpResponseRedirect(came_from if is_ours else reverse("wagtailadmin_home"))
