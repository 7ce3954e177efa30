"""알림 종류: what each kind says, on the site and by mail, and a test to oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from lms.core import clock
from lms.people.requests import person_of

from .. import kinds
from ..choices import Cadence
from ..kinds import NoticeKind
from ..mail import Envelope, compose, item_of, new_message_id
from ..services import send_test
from ..smtp import Outcome
from .entitlement import StaffScreen, may_see_counts

__all__ = ["KindView", "KindsView", "show_mail", "test_kind"]


class KindsView(StaffScreen, TemplateView):
    """Every kind that a room has registered."""

    template_name = "notices/staff/kinds.html"
    page_title = gettext_lazy("Kinds of notice")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [
            TitleColumn(
                "title",
                label=_("Notice"),
                classname="w-whitespace-nowrap",
                get_url=lambda kind: reverse("notices_staff:kind", args=[kind.key]),
            ),
            Column("description", label=_("When it comes")),
            Column("cadence", label=_("Mail, unless chosen otherwise"), accessor=_cadence),
            Column("switch", label=_("Can be switched off"), accessor=_switch),
            Column("voluntary", label=_("Staff see"), accessor=_seen),
        ]
        return super().get_context_data(**kwargs) | {"table": Table(columns, kinds.all_kinds())}


def _cadence(kind: NoticeKind) -> str:
    return str(Cadence(kind.cadence).label)


def _switch(kind: NoticeKind) -> str:
    return _("yes") if kind.may_be_switched_off else str(kind.why_not)


def _seen(kind: NoticeKind) -> str:
    return _("how many get it") if kind.is_voluntary else _("who gets it")


def _kind_or_404(key: str) -> NoticeKind:
    kind = kinds.find(key)
    if kind is None:
        raise Http404
    return kind


class KindView(StaffScreen, TemplateView):
    """How one kind reads, with an example."""

    template_name = "notices/staff/kind.html"
    page_title = gettext_lazy("Kinds of notice")

    @cached_property
    def kind(self) -> NoticeKind:
        return _kind_or_404(self.kwargs["key"])

    def get_page_subtitle(self) -> str:
        return str(self.kind.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("notices_staff:kinds"), "label": _("Kinds of notice")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.kind.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = _example(self.kind)
        return super().get_context_data(**kwargs) | {
            "kind": self.kind,
            "cadence": _cadence(self.kind),
            "words": self.kind.words(self.kind.sample()),
            "subject": message.subject,
            "text": message.body,
            "address": person_of(self.request).email,
        }


def _example(kind: NoticeKind) -> Any:
    envelope = Envelope.of_institution()
    return compose(
        to="",
        items=[item_of(kind.key, kind.sample(), "/")],
        envelope=envelope,
        message_id=new_message_id(envelope.host),
        # An address of nobody's: the example's own unsubscribe address must not work.
        unsubscribe_key="-",
    )


@require_safe
def show_mail(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML mail of the example, for the frame on the kind's page."""
    if not may_see_counts(request):
        raise PermissionDenied
    html, _mimetype = _example(_kind_or_404(key)).alternatives[0]
    return HttpResponse(html)


@require_POST
def test_kind(request: HttpRequest, key: str) -> HttpResponse:
    """나에게 시험 발송."""
    if not may_see_counts(request):
        raise PermissionDenied
    kind, person = _kind_or_404(key), person_of(request)
    if not person.email:
        messages.error(request, _("No test was sent. The staff register has no work mail of yours."))
    else:
        result = send_test(kind=kind.key, to=person, at=clock.now())
        if result.outcome == Outcome.SENT:
            messages.success(request, _("A test was sent to %(address)s.") % {"address": person.email})
        else:
            said = _("No test was sent. The mail server answered: %(answer)s")
            messages.error(request, said % {"answer": result.answer})
    return HttpResponseRedirect(reverse("notices_staff:kind", args=[kind.key]))
