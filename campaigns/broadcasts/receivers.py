"""What renews kept pages and the search, and who may write and approve episodes after every ``migrate``."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import GroupPagePermission

from lms.core.receivers import content_changed
from lms.people import roles
from lms.recordings.models import Captions

from .models import BroadcastIndexPage, BroadcastSettings, Cancellation, Episode

__all__ = ["DEPUTIES", "connect", "share_rights"]

#: Whoever stands in for the approvers is put into this group for that time; it is empty at first.
DEPUTIES = "방송 승인 대행"
#: Page permissions below the broadcasts: trainers write together, approvers publish and take off.
RIGHTS = {
    roles.TRAINER: ("add_page", "change_page"),
    roles.HR_OFFICER: ("change_page", "publish_page"),
    DEPUTIES: ("change_page", "publish_page"),
}


def transcript_changed(instance: Captions, **kwargs: Any) -> None:
    """What was said is found under its new words."""
    for pk in Episode.objects.filter(recording_id=instance.recording_id).values_list("pk", flat=True):
        insert_or_update_object_task.enqueue("broadcasts", "episode", str(pk))


def share_rights(*, using: str = "default", **kwargs: Any) -> None:
    """Groups have at least what the code gives them; an institution may add more."""
    if BroadcastIndexPage._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated only in part: the next migration comes back here
    deputies = Group.objects.filter(name=DEPUTIES).first()
    if deputies is not None:
        deputies.permissions.add(*Permission.objects.filter(codename="access_admin"))
    for page in BroadcastIndexPage.objects.all():
        for name, codenames in RIGHTS.items():
            group = Group.objects.filter(name=name).first()
            permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
            for permission in permissions if group else ():
                GroupPagePermission.objects.get_or_create(group=group, page=page.page_ptr, permission=permission)


def connect(config: AppConfig) -> None:
    """Called once, when the applications are ready."""
    post_migrate.connect(share_rights, sender=config, dispatch_uid="broadcasts.rights")
    for signal in (post_save, post_delete):
        for model in (Cancellation, BroadcastSettings):
            signal.connect(content_changed, sender=model, dispatch_uid="broadcasts.content_changed")
    post_save.connect(transcript_changed, sender=Captions, dispatch_uid="broadcasts.transcript_changed")
