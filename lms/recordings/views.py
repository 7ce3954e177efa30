"""The one door by which recordings leave."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from lms.core import clock

from .errors import TicketRefused
from .files import file_response
from .tickets import check_ticket

__all__ = ["serve_file"]


@login_not_required
@require_safe
def serve_file(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """A file, to the person whose ticket it is. A media element cannot sign in: without a valid ticket it is 403."""
    try:
        checked = check_ticket(ticket, person_id=request.user.pk, at=clock.now())
    except TicketRefused as refusal:
        return HttpResponse(str(refusal), status=403, content_type="text/plain; charset=utf-8")
    return file_response(request, checked)
