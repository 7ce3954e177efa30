"""The dated organisation tree and who belonged where."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import UnitKind


def valid_on(on: date, prefix: str = "") -> Q:
    """Rows whose ``valid_from``–``valid_to`` holds that day, both ends counted."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


class OrgUnitQuerySet(models.QuerySet["OrgUnit"]):
    """Sets of units, as adjectives."""

    def valid(self, *, on: date) -> Self:
        """Units that exist on that day."""
        return self.filter(valid_on(on))

    def below(self, unit: OrgUnit) -> Self:
        """The unit and everything under it."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: OrgUnit) -> Self:
        """The unit and everything it belongs to, from the root down, in every edition."""
        return self.filter(code__in=unit.path.strip("/").split("/"))


class OrgUnit(models.Model):
    """부서: one edition of a unit. A rename or a move closes this row and opens another with the same code.

    An edition lies within the life of its parent's edition, so ``path`` and ``label`` are true for all of its days.
    Written only by ``people.services``.
    """

    Kind = UnitKind

    code = models.CharField(
        _("code"),
        max_length=20,
        # A code is a piece of ``path`` and compared as text: one spelling, no slash.
        validators=[RegexValidator(r"^[A-Z0-9-]+\Z", _("Use capital letters, digits and hyphens only."))],
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=255, editable=False, db_index=True, help_text="Codes from the root, '/A/B/'.")
    label = models.CharField(
        _("full name"), max_length=250, editable=False, help_text=_("From bureau to team, as documents write it.")
    )
    sort_order = models.PositiveIntegerField(_("place in the list"), default=0)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of the organisation", "unit")
        verbose_name_plural = _("units")
        ordering: ClassVar = ["path", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_edition_once"),
            # A code names one living unit; a race of two reorganisations must not fork it.
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="unit_one_open_edition"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="unit_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name

    @property
    def depth(self) -> int:
        """0 for the city, 1 for a bureau, and so on."""
        return self.path.count("/") - 2

    def is_valid(self, *, on: date) -> bool:
        """Whether this edition is the unit as it stands on that day."""
        return self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)

    def place(self) -> None:
        """Set ``path`` and ``label`` from the parent. The city itself is not repeated in its units' full names."""
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        prefix = f"{self.parent.label} " if self.parent and self.parent.parent_id else ""
        self.label = f"{prefix}{self.name}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sets of belongings, as adjectives."""

    def valid(self, *, on: date) -> Self:
        """Belongings that hold on that day."""
        return self.filter(valid_on(on))


class Membership(models.Model):
    """소속: one dated belonging of a person to a unit. Both days are counted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(OrgUnit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "valid_from"], name="membership_starts_once"),
            # A transfer entered twice at once must not leave a person in two units.
            models.UniqueConstraint(fields=["person"], condition=Q(valid_to=None), name="membership_one_open"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"
