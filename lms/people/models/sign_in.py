"""Wrong passwords in a row, counted where every web process sees them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInFailures(models.Model):
    """Failures of one account, or of a name that is none.

    In the database, because a cache may be each process's own.
    """

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the account or of the name tried.")
    count = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sign-in failures")
        verbose_name_plural = _("sign-in failures")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}…: {self.count}"
