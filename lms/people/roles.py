"""Roles: three groups with real Wagtail permissions. A unit's head is no group; see ``people.backends``.

An upper room adds what a role may do there with ``give_role`` in ``AppConfig.ready()``. After every ``migrate`` the
groups have at least what the code gives them: an institution may add more, and builds another group to give less.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

__all__ = [
    "ADMINISTRATOR",
    "HR_OFFICER",
    "ROLES",
    "TRAINER",
    "ensure_roles",
    "give_role",
    "role_label",
]

TRAINER = "trainer"
HR_OFFICER = "hr_officer"
ADMINISTRATOR = "administrator"

ROLES: dict[str, str | Promise] = {
    TRAINER: _("trainer"),
    HR_OFFICER: _("HR officer"),
    ADMINISTRATOR: _("administrator"),
}

#: What no role may do: remove a person, who retires instead, and write access records by hand.
WITHHELD = Q(content_type__app_label="people") & (
    Q(codename="delete_person")
    | (Q(content_type__model__in=["accessrecord", "accesssubject"]) & ~Q(codename="view_accessrecord"))
)

_model_permissions: dict[str, set[str]] = defaultdict(set)
_collection_permissions: dict[str, set[str]] = defaultdict(set)


def give_role(role: str, *permissions: str, in_collections: tuple[str, ...] = ()) -> None:
    """Let a role have ``app_label.codename`` permissions, and those ``in_collections`` for every image or document.

    Call it in ``AppConfig.ready()``; it takes effect at the next ``migrate``. Raises KeyError for an unknown role.
    """
    if role not in ROLES:
        raise KeyError(role)
    _model_permissions[role].update(permissions)
    _collection_permissions[role].update(in_collections)


def role_label(group_name: str) -> str:
    """The name of a role as people read it; any other group keeps its own."""
    return str(ROLES.get(group_name, group_name))


def ensure_roles(*, using: str = "default", **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: make the groups and give them what is theirs. Safe to repeat."""
    if Collection._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated only in part: the next migration comes back here
    # The signal reaches this room before the later ones have their permissions.
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in ROLES}
    for role, group in groups.items():
        group.permissions.add(*_permissions(_model_permissions[role]))
    groups[ADMINISTRATOR].permissions.add(*Permission.objects.exclude(WITHHELD))
    _give_collections(groups)
    _give_pages(groups[ADMINISTRATOR])


def _permissions(names: set[str]) -> list[Permission]:
    found = []
    for name in sorted(names):
        app_label, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found


def _give_collections(groups: dict[str, Group]) -> None:
    root = Collection.get_first_root_node()
    files = Permission.objects.filter(
        Q(content_type__app_label="wagtailimages", content_type__model="image")
        | Q(content_type__app_label="wagtaildocs", content_type__model="document")
        | Q(content_type__app_label="wagtailcore", content_type__model="collection")
    ).exclude(codename__startswith="view_")
    granted = {role: _permissions(names) for role, names in _collection_permissions.items()}
    granted[ADMINISTRATOR] = [*granted.get(ADMINISTRATOR, []), *files]
    for role, permissions in granted.items():
        for permission in permissions if root else []:
            GroupCollectionPermission.objects.get_or_create(group=groups[role], collection=root, permission=permission)


def _give_pages(administrators: Group) -> None:
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=Page.permission_codenames
    ):
        if root:
            GroupPagePermission.objects.get_or_create(group=administrators, page=root, permission=permission)
