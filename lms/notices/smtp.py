"""Django's SMTP backend, with one more piece of knowledge: whether the server had been given the text.

A line that breaks before that is another try; after it nobody can know whether the mail arrived.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

from .rules import Step, Verdict, verdict

__all__ = ["EmailBackend", "Outcome", "Result", "hand_over", "open_line"]


class _WatchedTalk(smtplib.SMTP):
    """Notes the moment when the text of a mail goes out."""

    text_given = False
    _in_text = False

    def mail(self, *args: Any, **kwargs: Any) -> Any:
        self.text_given = False
        return super().mail(*args, **kwargs)

    def data(self, msg: Any) -> Any:
        self._in_text = True
        try:
            return super().data(msg)
        finally:
            self._in_text = False

    def send(self, s: Any) -> None:
        # Commands are text; what follows the server's go-ahead are bytes.
        if self._in_text and isinstance(s, bytes):
            self.text_given = True
        super().send(s)


class _WatchedSecretTalk(_WatchedTalk, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """Mail by SMTP. Set as ``EMAIL_BACKEND``."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What talks to the server."""
        return _WatchedSecretTalk if self.use_ssl else _WatchedTalk

    @property
    def text_given(self) -> bool:
        """Whether the server had been given the text of the mail that failed."""
        return bool(getattr(self.connection, "text_given", False))


class Outcome(Enum):
    """What became of one mail."""

    SENT = "sent"
    RETRY = "retry"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNKNOWN = "unknown"
    POLICY = "policy"
    #: The server itself; nothing is held against the mail.
    SERVER = "server"
    #: The line broke before the text was given.
    BROKEN = "broken"


@dataclass(frozen=True)
class Result:
    """An outcome with what the server said."""

    outcome: Outcome
    answer: str = ""


_OUTCOMES = {
    Verdict.RETRY: Outcome.RETRY,
    Verdict.BOUNCE: Outcome.BOUNCED,
    Verdict.FAIL: Outcome.FAILED,
    Verdict.POLICY: Outcome.POLICY,
    Verdict.SERVER: Outcome.SERVER,
}


def open_line(connection: BaseEmailBackend) -> Result:
    """Connect and sign in. SENT means that mails may follow."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Result(Outcome.SERVER, _words(error))
    return Result(Outcome.SENT)


def hand_over(connection: BaseEmailBackend, message: EmailMessage) -> Result:
    """Hand one mail over an open line, and say what became of it. Raises nothing that a server can cause."""
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return _judged(Step.RECIPIENT, code, text)
    except smtplib.SMTPSenderRefused as error:
        return _judged(Step.SENDER, error.smtp_code, error.smtp_error)
    except smtplib.SMTPDataError as error:
        return _judged(Step.TEXT, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        outcome = Outcome.UNKNOWN if getattr(connection, "text_given", False) else Outcome.BROKEN
        return Result(outcome, _words(error))
    except (smtplib.SMTPException, UnicodeError, ValueError) as error:
        return Result(Outcome.FAILED, _words(error))
    return Result(Outcome.SENT)


def _judged(step: Step, code: int, said: bytes | str) -> Result:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Result(_OUTCOMES[verdict(step=step, code=code, text=text)], f"{code} {text}"[:300])


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
