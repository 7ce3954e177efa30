"""A member of staff, and the dated state of the employment."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from ..choices import EmploymentState, Position
from ..rules import EXECUTIVE_POSITIONS, LEADS
from .organisation import Membership, OrgUnit, valid_on


class PersonQuerySet(models.QuerySet["Person"]):
    """Sets of people, as adjectives."""

    def in_state(self, states: list[str], *, on: date) -> Self:
        """People whose employment has one of the states on that day."""
        return self.filter(Exists(_own(EmploymentPeriod.objects, on).filter(state__in=states)))

    def employed(self, *, on: date) -> Self:
        """People who work on that day, absent or not: everybody but the retired and the not yet hired."""
        return self.in_state([state for state in EmploymentState if state != EmploymentState.RETIRED], on=on)

    def present(self, *, on: date) -> Self:
        """People who count in a denominator on that day: neither on leave, nor seconded, nor retired."""
        return self.in_state([EmploymentState.EMPLOYED], on=on)

    def in_subtree(self, unit: OrgUnit, *, on: date) -> Self:
        """People who belong on that day to the unit or to one below it."""
        return self.filter(Exists(_own(Membership.objects, on).filter(unit__path__startswith=unit.path)))

    def executives(self, *, on: date) -> Self:
        """간부공무원: by override, else heads of anything larger than a team on that day (``rules.is_executive``)."""
        return self.filter(executive_q(on))

    def leading(self, *, on: date) -> Self:
        """Heads of a unit who are at work on that day."""
        return self.present(on=on).filter(_leads_q(list(LEADS), on))

    def with_standing(self, *, on: date) -> Self:
        """Annotate ``unit_id_then``, ``unit_label_then`` and ``state_then``: unit and employment of that day."""
        belonging = _own(Membership.objects, on)
        return self.annotate(
            unit_id_then=Subquery(belonging.values("unit_id")[:1]),
            unit_label_then=Subquery(belonging.values("unit__label")[:1]),
            state_then=Subquery(_own(EmploymentPeriod.objects, on).values("state")[:1]),
        )


def _own(manager: models.Manager[Any], on: date) -> models.QuerySet[Any]:
    return manager.filter(valid_on(on), person=OuterRef("pk"))


def _leads_q(positions: list[str], on: date) -> Q:
    belonging = _own(Membership.objects, on)
    led = Q()
    for position in positions:
        led |= Q(Q(position=position), Exists(belonging.filter(unit__kind=LEADS[position])))
    return led


def executive_q(on: date) -> Q:
    """``rules.is_executive`` as a condition on people."""
    computed = Q(executive_override__isnull=True) & _leads_q(sorted(EXECUTIVE_POSITIONS), on)
    return Q(executive_override=True) | computed


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Creates people; signs in by employee number, whatever its case."""

    def create_user(self, employee_number: str, password: str | None = None, **fields: Any) -> Person:
        """A person who can sign in. Without a password only a reset by mail opens the account."""
        if not employee_number:
            raise ValueError("an employee number is required")
        fields["email"] = self.normalize_email(fields.get("email", ""))
        person = self.model(employee_number=employee_number, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, employee_number: str, password: str | None = None, **fields: Any) -> Person:
        """A break-glass administrator."""
        fields.setdefault("name", employee_number)
        return self.create_user(employee_number, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(employee_number__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """직원: the user model. A person may have no grade (공무직). Unit and employment are dated rows beside it."""

    employee_number = models.CharField(
        _("employee number"),
        max_length=20,
        unique=True,
        error_messages={"unique": _("This employee number is in use.")},
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=40)
    email = models.EmailField(_("work mail"), blank=True)
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, help_text=_("1 to 9; empty for staff without a grade.")
    )
    rank_title = models.CharField(_("rank title"), max_length=30, blank=True)
    job_series = models.CharField(_("job series"), max_length=30, blank=True)
    position = models.CharField(_("position"), max_length=20, choices=Position.choices, default="", blank=True)
    executive_override = models.BooleanField(
        _("executive"), null=True, blank=True, help_text=_("Empty: computed from position and unit.")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering: ClassVar = ["name", "employee_number"]
        permissions: ClassVar = [
            ("view_all_people", _("Can see the records of all staff")),
            ("view_unit_people", _("Can see the records of the staff of units they lead")),
            ("assign_roles", _("Can give and take roles")),
        ]
        constraints: ClassVar = [
            # Two people with one mail could read each other's password reset.
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="person_email_once",
                violation_error_message=_("Somebody else has this work mail. Enter the person's own address."),
            ),
            models.UniqueConstraint(
                Lower("employee_number"),
                name="person_number_once_any_case",
                violation_error_message=_("This employee number is in use."),
            ),
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True) | models.Q(grade__gte=1, grade__lte=9),
                name="person_grade_1_to_9",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["grade"], name="person_by_grade")]

    def __str__(self) -> str:
        return self.name or self.employee_number

    def get_full_name(self) -> str:
        """Wagtail's name for a user."""
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """Wagtail's sidebar asks for it. A Korean name is one piece."""
        return self.name

    @property
    def addressed_name(self) -> str:
        """The name with the title colleagues use: ``홍길동 주무관``, ``홍길동 과장``."""
        officer = pgettext("form of address", "officer") if self.rank_title else ""
        return f"{self.name} {self.get_position_display() if self.position else officer}".strip()


class EmploymentPeriod(models.Model):
    """One dated state of a person's employment. Both days are counted; an open end is empty."""

    State = EmploymentState

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employment_periods")
    state = models.CharField(_("state"), max_length=10, choices=EmploymentState.choices)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment period")
        verbose_name_plural = _("employment periods")
        ordering: ClassVar = ["valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "valid_from"], name="employment_starts_once"),
            # Two requests that both change the state must not leave two open periods.
            models.UniqueConstraint(fields=["person"], condition=models.Q(valid_to=None), name="employment_one_open"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="employment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.valid_from}"
