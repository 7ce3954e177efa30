"""Roles: real Wagtail permissions, there after every migrate, and nothing that rewrites history."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from lms.people import roles


def codes(group_name):
    group = Group.objects.get(name=group_name)
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_every_role_may_enter_the_admin(db, role):
    assert "wagtailadmin.access_admin" in codes(role)


def test_a_trainer_has_files_audiences_and_the_broadcasts_but_no_course_and_no_person(db):
    trainer = Group.objects.get(name=roles.TRAINER)
    files = set(GroupCollectionPermission.objects.filter(group=trainer).values_list("permission__codename", flat=True))
    assert {"add_image", "choose_image", "change_image", "add_document", "choose_document", "change_document"} <= files
    pages = GroupPagePermission.objects.filter(group=trainer)
    assert set(pages.values_list("page__slug", flat=True)) == {"broadcasts"}
    mine = {code for code in codes(roles.TRAINER) if code.startswith("people.")}
    assert mine == {"people.view_audience", "people.add_audience", "people.change_audience"}


def test_an_hr_officer_keeps_the_register_but_gives_no_roles(db):
    mine = codes(roles.HR_OFFICER)
    assert {"people.view_all_people", "people.change_person", "people.view_accessrecord"} <= mine
    assert not {"people.assign_roles", "people.delete_person", "auth.change_group"} & mine


def test_an_administrator_has_everything_but_the_past_and_is_no_superuser(administrator):
    assert administrator.has_perms(["people.assign_roles", "auth.change_group", "core.change_sitesettings"])
    assert not administrator.is_superuser
    for withheld in ("delete_person", "change_accessrecord", "delete_accessrecord", "add_accesssubject"):
        assert not administrator.has_perm(f"people.{withheld}")
    assert administrator.has_perm("wagtailadmin.access_admin")
    pages = GroupPagePermission.objects.filter(group__name=roles.ADMINISTRATOR)
    assert set(pages.values_list("permission__codename", flat=True)) >= {"add_page", "publish_page", "change_page"}


def test_setting_the_roles_up_again_changes_nothing(db):
    def state():
        return (
            {role: codes(role) for role in roles.ROLES},
            GroupCollectionPermission.objects.count(),
            GroupPagePermission.objects.count(),
            Group.objects.count(),
        )

    before = state()
    roles.ensure_roles()
    assert state() == before


def test_what_an_institution_added_to_a_role_stays(db):
    extra = Group.objects.get(name=roles.ADMINISTRATOR).permissions.get(codename="change_group")
    trainers = Group.objects.get(name=roles.TRAINER)
    trainers.permissions.add(extra)
    roles.ensure_roles()
    assert extra in trainers.permissions.all()


def test_an_unknown_role_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        roles.give_role("janitor", "people.view_person")


def test_roles_have_names_that_people_read(db):
    assert roles.role_label("trainer") != "trainer"
    assert roles.role_label("복지 교육과정 담당") == "복지 교육과정 담당"
