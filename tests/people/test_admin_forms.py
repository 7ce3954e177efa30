"""The forms of 직원·조직: what they record, and what they refuse beside which field."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import nested_form_data, streamfield

from lms.people.models import AccessRecord, Audience, Membership, OrgUnit, Person
from lms.people.services import current_unit, led_units

SLIP = "이 날짜는 기록하지 못합니다. 1950년보다 앞서거나 2100년보다 늦습니다. 연도를 고쳐 주세요."


def staff_form(person=None, unit=None, **changes):
    """What a browser posts from the staff form."""
    standing = {
        "employee_number": person.employee_number if person else "20260001",
        "name": person.name if person else "새봄",
        "email": person.email if person else "20260001@gaon.example",
        "is_active": "on",
        "unit": unit.pk if unit else "",
        "unit_from": "",
        "state": "employed",
        "state_from": "",
        "state_until": "",
        "grade": "9",
        "rank_title": "행정9급",
        "job_series": "행정",
        "position": "",
        "executive_override": "",
    }
    return standing | changes


def errors_of(response):
    return {name: " ".join(messages) for name, messages in response.context["form"].errors.items()}


class TestTheStaffForm:
    def test_hires_somebody_into_a_unit(self, hr, city):
        response = hr.post("/admin/users/new/", staff_form(unit=city.support, unit_from="2026-04-01"))
        assert response.status_code == 302
        person = Person.objects.get(employee_number="20260001")
        assert current_unit(person, date(2026, 4, 1)) == city.support
        assert person.employment_periods.get().valid_from == date(2026, 4, 1)
        assert not person.has_usable_password()

    def test_moves_somebody_from_a_day_on(self, hr, learner, city):
        hr.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.building, unit_from="2026-07-01"))
        assert current_unit(learner, date(2026, 6, 30)) == city.livelihood
        assert current_unit(learner, date(2026, 7, 1)) == city.building

    def test_saved_without_a_change_of_unit_moves_nobody(self, hr, learner, city):
        response = hr.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.livelihood, name="김바다"))
        assert response.status_code == 302
        assert Membership.objects.filter(person=learner).count() == 1
        assert Person.objects.get(pk=learner.pk).name == "김바다"

    def test_asks_for_the_day_of_a_change(self, hr, learner, city):
        response = hr.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.building, state="on_leave"))
        assert set(errors_of(response)) == {"unit_from", "state_from"}

    def test_records_a_leave_with_its_return(self, hr, learner, city):
        hr.post(
            f"/admin/users/edit/{learner.pk}/",
            staff_form(learner, city.livelihood, state="on_leave", state_from="2026-03-10", state_until="2026-08-31"),
        )
        assert learner.employment_periods.count() == 3

    def test_shows_a_refusal_beside_its_field_and_undoes_everything(self, hr, learner, city):
        response = hr.post(
            f"/admin/users/edit/{learner.pk}/",
            staff_form(
                learner,
                city.livelihood,
                name="김바다",
                state="on_leave",
                state_from="2026-03-10",
                state_until="2026-03-01",
            ),
        )
        assert set(errors_of(response)) == {"state_from"}
        assert Person.objects.get(pk=learner.pk).name == "김하늘"

    def test_a_refused_hiring_leaves_nobody_behind(self, hr, city):
        response = hr.post("/admin/users/new/", staff_form(unit=city.support, unit_from="2019-01-01"))
        assert "unit_from" in errors_of(response)
        assert not Person.objects.filter(employee_number="20260001").exists()
        again = hr.post("/admin/users/new/", staff_form(unit=city.support, unit_from="2026-04-01"))
        assert again.status_code == 302

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("employee_number", "20210007"),
            ("email", "20210007@GAON.example"),
            ("grade", "10"),
            ("grade", "0"),
            ("name", ""),
            ("unit", "99999"),
            ("unit_from", "2026-13-01"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, hr, city, learner, field, value):
        form = staff_form(unit=city.support, unit_from="2026-04-01") | {field: value}
        response = hr.post("/admin/users/new/", form)
        assert response.status_code == 200
        assert errors_of(response)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"state": "on_leave", "state_from": "2026-03-10", "state_until": "9999-12-31"}, "state_until"),
            ({"state": "retired", "state_from": "0001-01-01"}, "state_from"),
            ({"unit_from": "1949-12-31"}, "unit_from"),
            ({"unit_from": "2101-01-01"}, "unit_from"),
        ],
    )
    def test_a_day_outside_a_working_life_is_a_typing_slip(self, hr, city, learner, changes, field):
        response = hr.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.support) | changes)
        assert errors_of(response)[field] == SLIP
        assert learner.employment_periods.count() == 1

    def test_ends_the_sessions_of_the_retired(self, hr, sign_in, learner, city, client):
        client.post("/accounts/login/", {"login": "20210007", "password": "friendly-counter-2026"})
        assert UserSession.objects.filter(user=learner).exists()
        hr.post(
            f"/admin/users/edit/{learner.pk}/",
            staff_form(learner, city.livelihood, state="retired", state_from="2026-03-05"),
        )
        assert client.get("/my/settings/").status_code == 302

    def test_markup_in_a_name_stays_text(self, hr, learner, city):
        hr.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.livelihood, name="<script>x</script>"))
        for address in ("/admin/users/", f"/admin/users/inspect/{learner.pk}/"):
            assert "<script>x" not in hr.get(address).content.decode()

    def test_an_hr_officer_gives_no_roles(self, hr, learner, hr_officer, city):
        group = Group.objects.get(name="administrator")
        assert "groups" not in hr.get(f"/admin/users/edit/{learner.pk}/").context["form"].fields
        hr.post(f"/admin/users/edit/{hr_officer.pk}/", staff_form(hr_officer, city.talent, groups=[group.pk]))
        assert group not in hr_officer.groups.all()

    def test_an_hr_officer_cannot_take_an_administrator_over_by_mail(self, hr, administrator, city):
        hr.post(
            f"/admin/users/edit/{administrator.pk}/", staff_form(administrator, city.talent, email="mine@gaon.example")
        )
        assert Person.objects.get(pk=administrator.pk).email == "20140006@gaon.example"

    def test_an_administrator_gives_and_takes_roles(self, admin, learner, city):
        group = Group.objects.get(name="trainer")
        admin.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.livelihood, groups=[group.pk]))
        assert list(learner.groups.all()) == [group]
        admin.post(f"/admin/users/edit/{learner.pk}/", staff_form(learner, city.livelihood))
        assert not learner.groups.exists()

    def test_a_position_makes_a_head(self, hr, learner, city):
        form = staff_form(learner, city.livelihood, position="division_head", grade="4")
        hr.post(f"/admin/users/edit/{learner.pk}/", form)
        assert led_units(Person.objects.get(pk=learner.pk), date(2026, 3, 5)).get() == city.livelihood


def unit_form(unit, **changes):
    return {
        "change": "correct",
        "changed_on": "",
        "name": unit.name,
        "parent": unit.parent_id or "",
        "sort_order": "0",
    } | changes


class TestTheUnitForms:
    def test_open_a_unit(self, hr, city):
        response = hr.post(
            "/admin/units/new/",
            {
                "code": "KIND",
                "name": "친절팀",
                "kind": "team",
                "parent": city.talent.pk,
                "sort_order": "3",
                "valid_from": "2026-04-01",
            },
        )
        assert response.status_code == 302
        assert OrgUnit.objects.get(code="KIND").label == "행정국 인재개발과 친절팀"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "SUPPORT"}, "code"),
            ({"code": "소문자"}, "code"),
            ({"parent": ""}, "parent"),
            ({"valid_from": "2019-01-01"}, "code"),
            ({"valid_from": "0001-01-01"}, "valid_from"),
            ({"valid_from": "9999-12-31"}, "valid_from"),
        ],
    )
    def test_say_why_a_unit_cannot_be_opened(self, hr, city, changes, field):
        form = {
            "code": "KIND",
            "name": "친절팀",
            "kind": "team",
            "parent": city.talent.pk,
            "sort_order": "0",
            "valid_from": "2026-04-01",
        }
        response = hr.post("/admin/units/new/", form | changes)
        assert field in errors_of(response)

    def test_correct_a_name(self, hr, city):
        hr.post(f"/admin/units/edit/{city.livelihood.pk}/", unit_form(city.livelihood, name="생활보장1과"))
        assert OrgUnit.objects.get(code="SUPPORT").label == "복지국 생활보장1과 생활지원팀"

    def test_reorganise_from_a_day_on(self, hr, city):
        hr.post(
            f"/admin/units/edit/{city.livelihood.pk}/",
            unit_form(city.livelihood, change="revise", changed_on="2026-07-01", parent=city.urban.pk),
        )
        assert OrgUnit.objects.filter(code="LIVELIHOOD").count() == 2

    def test_close_an_empty_unit(self, hr, city):
        hr.post(
            f"/admin/units/edit/{city.support.pk}/",
            unit_form(city.support, change="close", changed_on="2026-06-30"),
        )
        assert OrgUnit.objects.get(code="SUPPORT").valid_to == date(2026, 6, 30)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"change": "revise", "name": "새이름"}, "changed_on"),
            ({"change": "close", "changed_on": "2026-06-30"}, "changed_on"),
            ({"change": "revise", "changed_on": "0001-01-01", "name": "새이름"}, "changed_on"),
            ({"change": "close", "changed_on": "9999-12-31"}, "changed_on"),
            ({"change": "correct", "parent": "URBAN"}, "change"),
        ],
    )
    def test_say_why_a_change_is_refused(self, hr, city, learner, changes, field):
        if changes.get("parent") == "URBAN":
            changes = changes | {"parent": city.urban.pk}
        response = hr.post(f"/admin/units/edit/{city.livelihood.pk}/", unit_form(city.livelihood, **changes))
        assert field in errors_of(response)
        assert OrgUnit.objects.filter(code="LIVELIHOOD").count() == 1

    def test_the_list_answers_for_another_day(self, hr, city):
        OrgUnit.objects.filter(pk=city.support.pk).update(valid_to=date(2025, 12, 31))
        today = {unit.code for unit in hr.get("/admin/units/").context["page_obj"]}
        then = {unit.code for unit in hr.get("/admin/units/", {"on": "2025-06-01"}).context["page_obj"]}
        assert then - today == {"SUPPORT"}


class TestTheAudienceEditor:
    def body(self, city, **changes):
        clause = {"join": "or", "unit": str(city.welfare.pk), "with_below": "on"}
        return nested_form_data({"name": "복지국 직원", "description": "", "clauses": streamfield([("unit", clause)])})

    def test_saves_and_uses_clauses(self, hr, city, learner):
        response = hr.post("/admin/snippets/people/audience/add/", self.body(city))
        assert response.status_code == 302
        assert Audience.objects.get().clauses[0].value["unit"] == city.welfare

    @pytest.mark.parametrize(
        ("role", "sees_names"), [("hr_officer", True), ("trainer", False), ("administrator", True)]
    )
    def test_previews_the_count_and_names_for_the_entitled(
        self, request, sign_in, city, learner, clock, role, sees_names
    ):
        client = sign_in(request.getfixturevalue(role))
        address = "/admin/snippets/people/audience/preview/"
        assert client.post(address, self.body(city)).json()["is_valid"]
        for _ in range(2):
            text = client.get(address).content.decode()
        assert re.search(r'stat__value">\s*1\s*<', text)
        assert ("김하늘" in text) is sees_names
        assert AccessRecord.objects.count() == (1 if sees_names else 0), "the same look is recorded once"
