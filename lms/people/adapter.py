"""allauth, as a city government uses it: accounts come from HR, wrong passwords lock, the retired stay outside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.core import clock
from lms.core.models import SiteSettings

from .requests import client_ip
from .services import SignInLock, count_attempt, employment_lets_in, forgive_failures

__all__ = ["StaffAccountAdapter", "sign_in_lock"]

NO_MATCH = _("Could not sign in. The name and the password do not match. Check both and try again.")


def sign_in_lock() -> SignInLock:
    """The lock that ``SIGN_IN_FAILURES`` sets: its part per key, five wrong passwords for ten minutes by default."""
    for rate in ratelimit.parse_rates(settings.ACCOUNT_RATE_LIMITS["login_failed"]):
        if rate.per == "key":
            return SignInLock(limit=rate.amount, duration=timedelta(seconds=rate.duration))
    return SignInLock(limit=5, duration=timedelta(minutes=10))


def _per_address() -> dict[str, str]:
    """The part of ``SIGN_IN_FAILURES`` that counts addresses; names are counted in the database."""
    rates = (settings.ACCOUNT_RATE_LIMITS["login_failed"] or "").split(",")
    return {"login_failed": ",".join(rate for rate in rates if not rate.strip().endswith("/key"))}


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, a lock that every process shares, and our words for what went wrong."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
        "incorrect_password": _("The password is not right. Check it and type it again."),
        "enter_current_password": _("The current password is not right. Check it and type it again."),
        "too_many_login_attempts": _(
            "Signing in from here is paused. Too many passwords in a row were wrong. Try again in a minute."
        ),
        "rate_limited": _("Too many requests in a short time. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request) or "0.0.0.0"  # noqa: S104 - stands for "unknown", binds nothing

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked name before its password is looked at; else count the attempt."""
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed", config=_per_address()
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        locked_until = count_attempt(login=_login_of(credentials), at=clock.now(), lock=sign_in_lock())
        if locked_until is not None:
            raise ValidationError(_locked_message(locked_until), code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        person = super().authenticate(request, **credentials)
        if person is not None:
            forgive_failures(login=_login_of(credentials))
        return person

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A right password of somebody who has left opens the page that says so, and nothing else."""
        refused = super().pre_login(request, user, **kwargs)
        if refused is None and not employment_lets_in(user, clock.today()):
            return self.respond_user_inactive(request, user)
        return refused

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        if employment_lets_in(user, clock.today()):
            super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        product = SiteSettings.for_request(self.request).product_name
        return f"[{product}] {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:show_settings")


def _locked_message(until: datetime) -> str:
    return gettext(
        "This account is locked until %(time)s. Its password was wrong %(count)d times in a row. "
        "Try again after that time, or set a new password by work mail."
    ) % {
        # Rounded up, because only minutes are shown.
        "time": date_format(timezone.localtime(until + timedelta(minutes=1)), "TIME_FORMAT"),
        "count": sign_in_lock().limit,
    }


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")
