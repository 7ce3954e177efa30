"""What renews kept pages, and what whoever stands in for the moderators may do after every ``migrate``."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q
from django.db.models.signals import post_delete, post_migrate, post_save

from lms.core.receivers import content_changed

from .models import PledgeText

__all__ = ["DEPUTIES", "connect", "let_deputies_moderate"]

#: Whoever stands in for the moderators is put into this group for that time; it is empty at first.
DEPUTIES = "다짐 검토 대행"


def let_deputies_moderate(*, using: str = "default", **kwargs: Any) -> None:
    """The group has at least what the code gives it; an institution may add more."""
    if Group._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated only in part: the next migration comes back here
    deputies = Group.objects.filter(name=DEPUTIES).first()
    if deputies is not None:
        moderate = Q(content_type__app_label="pledges", codename="moderate_promise")
        deputies.permissions.add(*Permission.objects.filter(moderate | Q(codename="access_admin")))


def connect(config: AppConfig) -> None:
    """Pages are rendered anew when a text is saved or makes room. Called once, when the applications are ready."""
    post_migrate.connect(let_deputies_moderate, sender=config, dispatch_uid="pledges.deputies")
    for signal in (post_save, post_delete):
        signal.connect(content_changed, sender=PledgeText, dispatch_uid=f"pledges.text.{id(signal)}")
