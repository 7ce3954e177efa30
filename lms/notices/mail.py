"""The mails themselves: one notice or a digest, as text and as HTML, around the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from lms.core.models import SiteSettings

from . import kinds
from .kinds import NoticeKind, Words
from .models import MailSettings

__all__ = ["Envelope", "Item", "compose", "new_message_id", "read_token", "sign_token"]

SALT = "notices.unsubscribe"
#: A digest names so many; the rest is on the site.
MOST_IN_DIGEST = 20


@dataclass(frozen=True)
class Item:
    """One notice in a mail."""

    kind: NoticeKind
    words: Words
    link: str

    @property
    def address(self) -> str:
        """Where its button leads."""
        return absolute(self.link) if self.link else absolute(reverse("notices:list_notices"))


@dataclass(frozen=True)
class Envelope:
    """What every mail of a batch has in common: asked once, not for each."""

    sender: str
    product_name: str
    organisation_name: str
    help_contact: str
    host: str

    @classmethod
    def of_institution(cls) -> Envelope:
        """From the settings of the default site, and from the server's where these are empty.

        Raises ImproperlyConfigured where the server was set up with something that mails cannot come from.
        """
        institution = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        mail = MailSettings.of_institution()
        # Django takes a bare address here as well as one with a name in front.
        name, server_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        address = mail.sender_address or server_address
        if "@" not in address or not address.isascii():
            raise ImproperlyConfigured(f"mails cannot come from {address or settings.DEFAULT_FROM_EMAIL!r}")
        return cls(
            sender=formataddr((mail.sender_name or name or institution.product_name, address)),
            product_name=institution.product_name,
            organisation_name=institution.organisation_name,
            help_contact=institution.help_contact,
            host=address.rpartition("@")[2],
        )


def absolute(path: str) -> str:
    """An address of ours as it stands in a mail."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def new_message_id(host: str) -> str:
    """A name by which the mail server's own log finds the mail."""
    return make_msgid(domain=host)


def sign_token(*, key: str, keys: Sequence[str]) -> str:
    """What an unsubscribe address carries: the person's revocable key, and the kinds that were in the mail."""
    return signing.dumps([key, *keys], salt=SALT, compress=True)


def read_token(token: str) -> tuple[str, list[str]] | None:
    """Key and kinds; None for an address that is not of our making."""
    try:
        key, *keys = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(key), [str(each) for each in keys]


def compose(
    *,
    to: str,
    items: Sequence[Item],
    envelope: Envelope,
    message_id: str,
    unsubscribe_key: str,
    prefix: str = "",
    connection: Any = None,
) -> EmailMultiAlternatives:
    """One mail in the institution's language. One item is a mail of its own; several are a digest."""
    with translation.override(settings.LANGUAGE_CODE):
        return _compose(to, items, envelope, message_id, unsubscribe_key, prefix, connection)


def _compose(
    to: str,
    items: Sequence[Item],
    envelope: Envelope,
    message_id: str,
    unsubscribe_key: str,
    prefix: str,
    connection: Any,
) -> EmailMultiAlternatives:
    optional = sorted({item.kind.key for item in items if item.kind.may_be_switched_off})
    off_address = ""
    if optional and unsubscribe_key:
        token = sign_token(key=unsubscribe_key, keys=optional)
        off_address = absolute(reverse("notices:unsubscribe", args=[token]))
    is_digest = len(items) > 1
    subject = _digest_subject(len(items)) if is_digest else items[0].words.title
    context = {
        "subject": subject,
        "items": items[:MOST_IN_DIGEST],
        "more": max(0, len(items) - MOST_IN_DIGEST),
        "item": items[0],
        "envelope": envelope,
        "list_address": absolute(reverse("notices:list_notices")),
        "settings_address": absolute(reverse("notices:show_preferences")),
        "off_address": off_address,
        "why_not": "" if optional or is_digest else items[0].kind.why_not,
        "language": settings.LANGUAGE_CODE,
    }
    name = "digest" if is_digest else "notice"
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if off_address:
        headers |= {"List-Unsubscribe": f"<{off_address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=_one_line(prefix + subject),
        body=render_to_string(f"notices/mail/{name}.txt", context),
        from_email=envelope.sender,
        to=[to],
        headers=headers,
        connection=connection,
    )
    message.attach_alternative(render_to_string(f"notices/mail/{name}.html", context), "text/html")
    return message


def _digest_subject(count: int) -> str:
    return _("%(count)s notices") % {"count": count}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def item_of(key: str, subject: kinds.Subject, link: str) -> Item:
    """A notice's part of a mail. Raises KeyError for an unknown kind, and whatever the kind's words raise."""
    kind = kinds.get(key)
    with translation.override(settings.LANGUAGE_CODE):
        return Item(kind, kind.words(subject), link)
