"""Who may manage what: runs and listings follow the pages that a person's groups own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from .models import CoursePage, CourseRun

__all__ = ["CourseRunPermissionPolicy", "editable_courses"]


def editable_courses(user: Any) -> QuerySet[CoursePage]:
    """The courses a person may change, live or not."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return CoursePage.objects.filter(pk__in=pages.values("pk"))


class CourseRunPermissionPolicy(ModelPermissionPolicy):
    """Whoever may change a course may manage its runs. HR, with the model's own permissions, manages all of them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """On some run at least. Pages of other rooms give no right here."""
        return super().user_has_permission(user, action) or editable_courses(user).exists()

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """The courses are asked for once, not for each action: the menu of every page of the admin wants to know."""
        return self._may_manage_all(user, actions) or editable_courses(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: CourseRun) -> bool:
        """On this run."""
        if self._may_manage_all(user, {action}):
            return True
        return bool(instance.course.permissions_for_user(user).can_edit())

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[CourseRun]:
        """The runs that a listing shows."""
        if self._may_manage_all(user, actions):
            return CourseRun.objects.all()
        return CourseRun.objects.filter(course__in=editable_courses(user))

    def _may_manage_all(self, user: Any, actions: Iterable[str]) -> bool:
        return any(super(CourseRunPermissionPolicy, self).user_has_permission(user, action) for action in actions)
