"""조직: the only writers of the organisation tree. Safe to repeat; one at a time, and never amid a transfer.

The one invariant they keep: an edition of a unit lies within the life of its parent's edition. A change of a unit
therefore opens a new edition of everything below it and cuts the belongings at that day.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..errors import UnitRefused
from ..models import Membership, OrgUnit
from ..models.organisation import valid_on

__all__ = ["close_unit", "correct_unit", "create_unit", "revise_unit"]

_DAY = timedelta(days=1)


@transaction.atomic
def create_unit(
    *, code: str, name: str, kind: str, parent: OrgUnit | None, valid_from: date, sort_order: int = 0
) -> tuple[OrgUnit, bool]:
    """Open a unit. Returns it and whether it is new: the same unit asked for twice is made once.

    Raises UnitRefused for a code that names another unit, and for a parent that does not last.
    """
    _lock_tree()
    if parent is not None:
        parent = OrgUnit.objects.get(pk=parent.pk)
        if not parent.is_valid(on=valid_from) or parent.valid_to is not None:
            raise UnitRefused(
                _("The unit was not opened. The unit it belongs to does not exist from that day on. Choose another.")
            )
    unit, is_new = OrgUnit.objects.get_or_create(
        code=code,
        valid_to=None,
        defaults={**_placed(code, name, parent), "kind": kind, "valid_from": valid_from, "sort_order": sort_order},
    )
    if (unit.name, unit.kind, unit.parent_id, unit.valid_from) != (name, kind, parent and parent.pk, valid_from):
        raise UnitRefused(
            _("The unit was not opened. Its code already names ‘%(unit)s’. Choose another code.") % {"unit": unit.label}
        )
    return unit, is_new


def _lock_tree() -> None:
    """Reorganisations are rare and touch whole branches: one at a time. The oldest row stands for the tree.

    Locked by itself, before anything is read: what another reorganisation has just written is seen only afterwards.
    """
    OrgUnit.objects.select_for_update(no_key=True).order_by("pk").first()


def lock_unit(unit: OrgUnit) -> None:
    """Hold a unit as it is until the transaction ends. Read it afterwards: only then all its editions are seen."""
    list(OrgUnit.objects.select_for_update(no_key=True).filter(code=unit.code).order_by("pk").values_list("pk"))


def _placed(code: str, name: str, parent: OrgUnit | None) -> dict[str, object]:
    unit = OrgUnit(code=code, name=name, parent=parent)
    unit.place()
    return {"name": name, "parent": parent, "path": unit.path, "label": unit.label}


@transaction.atomic
def revise_unit(
    *, unit: OrgUnit, on: date, name: str | None = None, parent: OrgUnit | None = None
) -> tuple[OrgUnit, bool]:
    """조직개편: from ``on`` the unit has another name or belongs to another unit; before, everything stays as it was.

    Opens a new edition of the unit and of everything below it, and cuts the belongings at that day. Returns the
    edition of that day and whether anything changed. Raises UnitRefused when that day lies outside the last edition,
    and when the new parent does not last or lies below the unit.
    """
    _lock_tree()
    current = OrgUnit.objects.select_related("parent").filter(code=unit.code, valid_to=None).first()
    if current is None or current.valid_from > on:
        raise UnitRefused(
            _("The reorganisation was not recorded. The unit has a later change or is closed. Choose a later date.")
        )
    new_parent = OrgUnit.objects.get(pk=parent.pk) if parent is not None else current.parent
    wanted_name = name or current.name
    if (wanted_name, new_parent) == (current.name, current.parent):
        return current, False
    _refuse_parent(current, new_parent, on)
    # Transfers lock the unit they lead to: whoever is underway arrives before the editions change, or after.
    branch = list(OrgUnit.objects.select_for_update(no_key=True).below(current).filter(valid_to=None).order_by("pk"))
    branch.sort(key=lambda each: each.path)
    renewed: dict[int, OrgUnit] = {}
    for old in branch:
        above = new_parent if old.pk == current.pk else renewed[old.parent_id or 0]
        renewed[old.pk] = _renew(old, wanted_name if old.pk == current.pk else old.name, above, on)
    return renewed[current.pk], True


def _refuse_parent(unit: OrgUnit, parent: OrgUnit | None, on: date) -> None:
    if parent is None:
        return
    if parent.path.startswith(unit.path):
        raise UnitRefused(
            _("The reorganisation was not recorded. A unit cannot belong to itself. Choose a unit outside it.")
        )
    if not parent.is_valid(on=on) or parent.valid_to is not None:
        raise UnitRefused(
            _("The reorganisation was not recorded. The new parent does not exist from that day on. Choose another.")
        )


def _renew(old: OrgUnit, name: str, parent: OrgUnit | None, on: date) -> OrgUnit:
    """The edition of ``old`` from ``on``: a new row, or the same one when it only begins then or later."""
    if old.valid_from >= on:
        old.name, old.parent = name, parent
        old.place()
        old.save(update_fields=["name", "parent", "path", "label"])
        return old
    OrgUnit.objects.filter(pk=old.pk).update(valid_to=on - _DAY)
    new = OrgUnit(code=old.code, name=name, kind=old.kind, parent=parent, sort_order=old.sort_order, valid_from=on)
    new.place()
    new.save()
    Membership.objects.filter(unit=old, valid_from__gte=on).update(unit=new)
    spanning = list(Membership.objects.filter(valid_on(on), unit=old))
    Membership.objects.filter(pk__in=[row.pk for row in spanning]).update(valid_to=on - _DAY)
    Membership.objects.bulk_create(
        [Membership(person_id=row.person_id, unit=new, valid_from=on, valid_to=row.valid_to) for row in spanning],
        batch_size=2_000,
    )
    return new


@transaction.atomic
def correct_unit(*, unit: OrgUnit, name: str, sort_order: int | None = None) -> OrgUnit:
    """Put a misspelt name or the order right, as if it had always been so: no new edition, full names follow."""
    _lock_tree()
    corrected = OrgUnit.objects.select_related("parent").get(pk=unit.pk)
    corrected.name = name
    corrected.sort_order = corrected.sort_order if sort_order is None else sort_order
    corrected.place()
    corrected.save(update_fields=["name", "label", "sort_order"])
    by_id = {corrected.pk: corrected}
    lower = OrgUnit.objects.below(corrected).exclude(code=corrected.code)
    for below in sorted(lower, key=lambda each: each.path):
        if below.parent_id in by_id:
            below.parent = by_id[below.parent_id]
            below.place()
            by_id[below.pk] = below
    OrgUnit.objects.bulk_update(by_id.values(), ["label"], batch_size=500)
    return corrected


@transaction.atomic
def close_unit(*, unit: OrgUnit, on: date) -> tuple[OrgUnit, bool]:
    """폐지: ``on`` is the unit's last day. Returns its last edition and whether anything changed.

    Raises UnitRefused while a unit below it or a person in it lasts longer, and for a day before its last change.
    """
    _lock_tree()
    lock_unit(unit)
    closing = OrgUnit.objects.filter(code=unit.code).order_by("-valid_from").first()
    if closing is None or closing.valid_from > on:
        raise UnitRefused(_("The unit was not closed. That day lies before its last change. Choose a later day."))
    if closing.valid_to == on:
        return closing, False
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    units_left = OrgUnit.objects.filter(lasts, parent=closing).count()
    people_left = Membership.objects.filter(lasts, unit=closing).values("person").distinct().count()
    if units_left or people_left or closing.valid_to is not None:
        raise UnitRefused(
            _(
                "The unit was not closed. %(units)d units below it and %(people)d people in it last longer. "
                "Move them first."
            )
            % {"units": units_left, "people": people_left}
        )
    closing.valid_to = on
    closing.save(update_fields=["valid_to"])
    return closing, True
