"""What a request says about who sent it, and from where."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import Person

__all__ = ["client_ip", "person_of"]


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in. Raises PermissionDenied where nobody is, which sign-in normally prevents."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def client_ip(request: HttpRequest) -> str | None:
    """The address a request came from, or None when it is not an address.

    ``X-Forwarded-For`` is believed only as far as ``TRUSTED_PROXIES`` (how many proxies of ours stand in front, 0 by
    default) reaches: anybody can send that header.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        return str(ip_address(address))
    except ValueError:
        return None
