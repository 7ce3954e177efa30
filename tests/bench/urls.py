"""The product's addresses and the yardstick."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lms.urls import urlpatterns as product


def empty(request: HttpRequest) -> HttpResponse:
    """Session and person are loaded, nothing else happens."""
    return HttpResponse(str(request.user.pk), content_type="text/plain")


urlpatterns = [path("bench/empty/", empty), *product]
