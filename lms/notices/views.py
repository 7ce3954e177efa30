"""A person's notices, choices about mail, and the address that ends mail with one click."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.core import clock
from lms.people.requests import person_of

from . import kinds, services
from .forms import PreferencesForm
from .mail import read_token
from .models import Bounce, MailSettings, Notice

__all__ = ["list_notices", "mark_all_read", "open_notice", "renew_key", "show_preferences", "unsubscribe"]

PER_PAGE = 20


@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """알림: everything I was told, the latest first, day by day."""
    at = clock.now()
    mine = Notice.objects.for_person(person_of(request))
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    days = [
        (day, [{"notice": notice, "words": notice.words, "is_past": notice.is_past(at=at)} for notice in told])
        for day, told in groupby(page, key=lambda notice: timezone.localdate(notice.created_at))
    ]
    context = {
        "page_obj": page,
        "days": days,
        "today": timezone.localdate(at),
        "has_unread": mine.unread().exists() if page.paginator.count else False,
    }
    return render(request, "notices/list.html", context)


@require_POST
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = services.mark_read(person=person_of(request), notice_id=notice_id, at=clock.now())
    if notice is None:
        raise Http404
    leads_here = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if notice.link and leads_here else "notices:list_notices")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """모두 읽음으로 표시."""
    services.mark_all_read(person=person_of(request), at=clock.now())
    return redirect("notices:list_notices")


@require_http_methods(["GET", "HEAD", "POST"])
def show_preferences(request: HttpRequest) -> HttpResponse:
    """알림 설정: how often mail of each kind comes."""
    person = person_of(request)
    form = PreferencesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.set_preferences(person_id=person.pk, cadences=form.changed_cadences, at=clock.now())
        messages.success(request, _("Your choices were saved."))
        return redirect("notices:show_preferences")
    context = {
        "form": form,
        "hours": MailSettings.of_institution().hours,
        "is_refused": bool(person.email) and Bounce.objects.filter(address=person.email.lower()).exists(),
    }
    return render(request, "notices/preferences.html", context)


@require_POST
def renew_key(request: HttpRequest) -> HttpResponse:
    """Unsubscribe addresses in mails that were passed on stop working."""
    services.renew_key(person=person_of(request), at=clock.now())
    messages.success(request, _("The unsubscribe addresses in earlier mails no longer work."))
    return redirect("notices:show_preferences")


@csrf_exempt  # RFC 8058: the mail program posts here by itself, without cookie or form token
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One click, signed in or not: GET shows a button, POST ends mail of these kinds. It never says whose they are."""
    read = read_token(token)
    if read is None:
        return render(request, "notices/unsubscribe.html", {"is_known": False}, status=404)
    key, named = read
    known = [kind for each in named if (kind := kinds.find(each)) is not None]
    titles = [kind.title for kind in known if kind.may_be_switched_off]
    is_known, is_done = True, False
    if request.method == "POST":
        is_known = is_done = services.unsubscribe(key=key, kinds_named=named, at=clock.now())
    context = {"is_known": is_known, "is_done": is_done, "titles": titles}
    return render(request, "notices/unsubscribe.html", context, status=200 if is_known else 404)
