"""The fixed words of the organisation: positions, kinds of unit, states of employment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["EmploymentState", "Position", "UnitKind"]


class Position(models.TextChoices):
    """직위. A position leads a unit of a certain kind (``people.rules``); most staff have none."""

    NONE = "", _("no position")
    MAYOR = "mayor", _("mayor")
    VICE_MAYOR = "vice_mayor", _("vice mayor")
    BUREAU_HEAD = "bureau_head", _("bureau head")
    DISTRICT_HEAD = "district_head", _("district head")
    DIVISION_HEAD = "division_head", _("division head")
    DONG_HEAD = "dong_head", _("dong head")
    TEAM_LEAD = "team_lead", _("team lead")


class UnitKind(models.TextChoices):
    """What a unit of the organisation is."""

    CITY = "city", _("city")
    BUREAU = "bureau", _("bureau")
    DIVISION = "division", _("division")
    TEAM = "team", _("team")
    DISTRICT = "district", _("district office")
    DONG = "dong", _("dong centre")


class EmploymentState(models.TextChoices):
    """재직 상태. People on leave or secondment are staff, but outside denominators."""

    EMPLOYED = "employed", _("employed")
    ON_LEAVE = "on_leave", _("on leave")
    SECONDED = "seconded", _("seconded")
    RETIRED = "retired", _("retired")
