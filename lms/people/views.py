"""Signing in and out, and a person's own pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import LoginView, LogoutView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)

from lms.core import clock

from . import addresses
from .models import AccessRecord, RevocableAddress
from .requests import person_of
from .services import (
    address_secret,
    current_unit,
    open_address,
    renew_address,
    revoke_address,
    unit_label,
    units_of,
)

__all__ = [
    "admin_account",
    "change_address",
    "extend_session",
    "redirect_admin_sign_in",
    "show_access_records",
    "show_settings",
    "sign_in",
    "sign_out",
]

PER_PAGE = 20


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """allauth's sign-in, which does not send a signed-in person round and round before a closed door."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and _asks_for_admin(request) and not _may_enter_admin(request):
            # Wagtail has queued "you do not have permission" for a page that would never show it here.
            list(get_messages(request))
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


sign_in = SignInView.as_view()


def _asks_for_admin(request: HttpRequest) -> bool:
    target = urlsplit(request.GET.get(REDIRECT_FIELD_NAME, ""))
    return target.path.startswith(reverse("wagtailadmin_home"))


def _may_enter_admin(request: HttpRequest) -> bool:
    return request.user.has_perm("wagtailadmin.access_admin")


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    """Leaves nothing behind on a shared counter PC: neither a page in the cache nor a draft in local storage.

    Open to everybody: who signs out after the session has ended must not be asked to sign in for it.
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.headers["Cache-Control"] = "no-store"
        return response


sign_out = SignOutView.as_view()


class CommentMailForm(NotificationPreferencesForm):
    """Wagtail's choices of mail without those about reviews."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("submitted", "approved", "rejected"):
            self.fields.pop(f"{name}_notifications", None)


class StaffAccountView(AccountView):
    """Wagtail's account page without what is decided elsewhere.

    The name comes from HR, the language from this site's switch, and mail about reviews is chosen with all other mail
    under 알림 설정: what stays here is mail about comments.
    """

    def get_panels(self) -> list[Any]:
        elsewhere = (NameEmailSettingsPanel, LocaleSettingsPanel)
        panels = [panel for panel in super().get_panels() if not isinstance(panel, elsewhere)]
        for panel in panels:
            if isinstance(panel, NotificationsSettingsPanel):
                panel.form_class = CommentMailForm
        return [panel for panel in panels if panel.is_active()]


admin_account = StaffAccountView.as_view()


@login_not_required
def redirect_admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in form is not served, and what is posted to it is not read."""
    target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")


@require_POST
def extend_session(request: HttpRequest) -> HttpResponse:
    """로그인 연장: the session's time begins anew. Reading pages does not do that, so that no GET writes."""
    request.session.modified = True
    return HttpResponse(status=204, headers={"X-Session-Ends-In": str(request.session.get_expiry_age())})


@require_safe
def show_settings(request: HttpRequest) -> HttpResponse:
    """내 설정: what HR knows of me, how this site looks here, and how I sign in."""
    person = person_of(request)
    unit = current_unit(person, clock.today())
    known = [
        (pgettext("of a person", "name"), person.name),
        (_("employee number"), person.employee_number),
        (_("unit"), unit_label(unit)),
        (_("rank title"), person.rank_title),
        (_("position"), person.get_position_display() if person.position else ""),
        (_("work mail"), person.email),
    ]
    facts = [{"term": capfirst(term), "description": text} for term, text in known if text]
    return render(request, "people/settings.html", {"facts": facts, "addresses": _own_addresses(request)})


def _own_addresses(request: HttpRequest) -> list[dict[str, Any]]:
    """What may be opened without sign-in, with the address where one is open."""
    kinds = addresses.personal_kinds()
    rows = RevocableAddress.objects.living().filter(person=person_of(request), subject="") if kinds else []
    opened = {row.kind: row for row in rows}
    lines = []
    for kind in kinds:
        row = opened.get(kind.key)
        secret = address_secret(row) if row else ""
        whole = request.build_absolute_uri(reverse(kind.url_name, args=[secret])) if secret else ""
        lines.append({"kind": kind, "row": row, "address": whole})
    return lines


@require_POST
def change_address(request: HttpRequest, kind: str) -> HttpResponse:
    """Open, renew or revoke one's own address of a kind. Repeated, it changes nothing more.

    The form says which address it showed: the second click on 새 주소 must not close what the first one opened.
    """
    found = addresses.find(kind)
    if found is None or not found.is_personal:
        raise Http404
    person, at = person_of(request), clock.now()
    row = RevocableAddress.objects.living().filter(person=person, kind=kind, subject="").first()
    wish = request.POST.get("wish")
    if wish == "open":
        open_address(person=person, kind=kind, by=person, at=at)
        messages.success(request, _("The address is open. Whoever has it can read what it shows."))
    elif wish == "renew" and row is not None:
        if request.POST.get("seen") in (None, str(row.pk)):
            renew_address(address=row, by=person, at=at)
        messages.success(request, _("There is a new address. The old one opens nothing any more."))
    elif wish == "renew":
        messages.warning(request, _("No address is open any more, so nothing was renewed. Open one if you need it."))
    elif wish == "revoke":
        if row is not None:
            revoke_address(address=row, by=person, at=at)
        messages.success(request, _("The address was revoked. It opens nothing any more."))
    return redirect(f"{reverse('people:show_settings')}#address-{kind}")


@require_safe
def show_access_records(request: HttpRequest) -> HttpResponse:
    """내 정보 열람 기록: who looked at my record, when and what for."""
    person = person_of(request)
    records = (
        AccessRecord.objects.filter(subjects__person=person)
        .exclude(actor=person)
        .select_related("actor")
        .order_by("-accessed_at", "-pk")
    )
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    units = units_of({record.actor_id for record in page}, clock.today())
    lines = [{"record": record, "unit_label": unit_label(units.get(record.actor_id))} for record in page]
    return render(request, "people/access_records.html", {"page_obj": page, "lines": lines})
