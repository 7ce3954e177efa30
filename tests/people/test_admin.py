"""직원·조직 in the admin: who opens what, what is written down, and what the forms refuse."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from lms.people.models import AccessRecord, Audience, EmploymentPeriod, Person
from lms.people.services import record_access
from lms.people.wagtail_hooks import register_menu
from tests.cast import hire

ROLES = ("anonymous", "learner", "manager", "outsider", "trainer", "hr_officer", "administrator")


def gates(**allowed):
    """Status by role; whoever is not named is turned away."""
    return {role: allowed.get(role, 302 if role in ("anonymous", "trainer", "manager") else 403) for role in ROLES}


HR = {"hr_officer": 200, "administrator": 200}
EVERYBODY = {role: 200 for role in ROLES if role != "anonymous"}
ADDRESSES = {
    "/my/settings/": gates(**EVERYBODY),
    "/my/access/": gates(**EVERYBODY),
    "/accounts/password/change/": gates(**EVERYBODY),
    "/accounts/sessions/": gates(**EVERYBODY),
    "/admin/users/": gates(**HR, manager=200),
    "/admin/users/inspect/{learner}/": gates(**HR, manager=200, trainer=404),
    "/admin/users/inspect/{outsider}/": gates(**HR, manager=404, trainer=404),
    "/admin/choose-person/chosen/{outsider}/": gates(**HR, manager=404, trainer=200),
    "/admin/users/edit/{learner}/": gates(**HR),
    "/admin/users/history/{learner}/": gates(**HR),
    "/admin/users/new/": gates(**HR),
    "/admin/units/": gates(**HR),
    "/admin/units/new/": gates(**HR),
    "/admin/units/edit/{unit}/": gates(**HR),
    "/admin/snippets/people/audience/": gates(**HR, trainer=200),
    "/admin/snippets/people/audience/add/": gates(**HR, trainer=200),
    "/admin/snippets/people/audience/edit/{audience}/": gates(**HR, trainer=200),
    "/admin/access-records/": gates(**HR),
    "/admin/access-records/inspect/{record}/": gates(**HR),
    "/admin/choose-unit/": gates(**HR, manager=200, trainer=200),
    "/admin/choose-person/": gates(**HR, manager=200, trainer=200),
    "/admin/account/": gates(**HR, manager=200, trainer=200),
    "/admin/groups/": gates(administrator=200, hr_officer=302),
}


@pytest.fixture
def stage(city, learner, outsider, hr_officer, clock):
    """Everything that the addresses name."""
    record = record_access(
        actor=hr_officer, at=clock.now, ip=None, action="view", asked="직원 정보", subjects=[learner.pk]
    )
    audience = Audience.objects.create(name="복지국", clauses=[])
    return {
        "learner": learner.pk,
        "outsider": outsider.pk,
        "unit": city.support.pk,
        "audience": audience.pk,
        "record": record.pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_address_opens_for_its_roles_only(request, sign_in, stage, role):
    client = sign_in(None if role == "anonymous" else request.getfixturevalue(role))
    follow = role in ("learner", "outsider")
    found = {address: client.get(address.format(**stage), follow=follow).status_code for address in ADDRESSES}
    assert found == {address: statuses[role] for address, statuses in ADDRESSES.items()}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/delete/{learner}/",
        "/admin/users/copy/{learner}/",
        "/admin/units/delete/{unit}/",
        "/admin/access-records/new/",
        "/admin/access-records/edit/{record}/",
        "/admin/access-records/delete/{record}/",
    ],
)
def test_what_must_not_happen_has_no_address(sign_in, administrator, stage, address):
    assert sign_in(administrator).get(address.format(**stage)).status_code == 404


class TestAccessIsWrittenDown:
    def test_when_a_list_is_shown(self, hr, hr_officer, learner, outsider):
        hr.get("/admin/users/", {"q": "김하늘"})
        record = AccessRecord.objects.get()
        assert record.actor == hr_officer
        assert "김하늘" in record.asked
        assert list(record.subjects.values_list("person", flat=True)) == [learner.pk]

    def test_with_the_filters_in_words(self, hr, city, learner):
        hr.get("/admin/users/", {"unit": city.welfare.pk, "state": "employed"})
        asked = AccessRecord.objects.get().asked
        assert "복지국" in asked
        assert str(EmploymentPeriod.State.EMPLOYED.label) in asked

    @pytest.mark.parametrize("kind", ["inspect", "edit"])
    def test_when_a_record_is_opened(self, hr, learner, kind):
        hr.get(f"/admin/users/{kind}/{learner.pk}/")
        assert AccessRecord.objects.get().subjects.get().person == learner

    def test_when_the_subjects_of_a_record_are_shown(self, hr, stage):
        hr.get(f"/admin/access-records/inspect/{stage['record']}/")
        assert AccessRecord.objects.count() == 2

    def test_but_not_for_looking_at_oneself(self, hr, hr_officer):
        hr.get(f"/admin/users/inspect/{hr_officer.pk}/")
        assert not AccessRecord.objects.exists()

    def test_and_not_for_reading_the_list_of_records(self, hr, stage):
        hr.get("/admin/access-records/")
        assert AccessRecord.objects.count() == 1


def test_a_manager_sees_the_unit_and_no_more(sign_in, manager, learner, outsider, clock):
    client = sign_in(manager)
    page = client.get("/admin/users/")
    assert {person.pk for person in page.context["page_obj"]} == {manager.pk, learner.pk}
    names = client.get("/admin/choose-person/").json()["html"]
    assert "김하늘" in names
    assert "이나래" not in names
    assert not client.get("/admin/users/", {"q": "이나래"}).context["page_obj"].object_list


def test_lists_cost_the_same_for_few_and_many(hr, city, learner, django_assert_max_num_queries):
    hr.get("/admin/users/")
    for number in range(30):
        hire(f"N{number}", "직원", city.support)
    for address in ("/admin/users/", "/admin/units/", "/admin/access-records/", "/admin/choose-person/"):
        with django_assert_max_num_queries(26):
            assert hr.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "on_leave"}, {"L1"}),
        ({"grade": "9"}, {"L1"}),
        ({"position": "division_head"}, {"20050001"}),
        ({"role": "trainer"}, {"20160005"}),
        ({"q": "l1@gaon"}, {"L1"}),
    ],
)
def test_the_staff_list_is_filtered(hr, city, learner, manager, trainer, query, found):
    hire("L1", "휴직자", city.livelihood, state="on_leave", grade=9)
    if "role" in query:
        query = {"role": Group.objects.get(name="trainer").pk}
    people = hr.get("/admin/users/", query).context["page_obj"]
    assert {person.employee_number for person in people} == found


@pytest.mark.parametrize(("ordering", "turned"), [("", False), ("name_order", False), ("-name_order", True)])
def test_the_staff_list_stands_in_the_order_of_a_korean_dictionary(hr, city, ordering, turned):
    for number, name in enumerate(["Maria Santos", "李河恩", "똠양", "뷁나래", "가나다", "힣다온", "김ᄒᆞᆫ별"]):
        hire(f"2031{number:04d}", name, city.livelihood)
    page = hr.get("/admin/users/", {"q": "2031", "ordering": ordering}).context["page_obj"]
    names = ["가나다", "김ᄒᆞᆫ별", "똠양", "뷁나래", "힣다온", "Maria Santos", "李河恩"]
    assert [person.name for person in page.object_list] == (names[::-1] if turned else names)


@pytest.mark.parametrize(("query", "count"), [({"subject": "20210007"}, 1), ({"subject": "nobody"}, 0)])
def test_access_records_are_found_by_whom_they_concern(hr, stage, query, count):
    assert len(hr.get("/admin/access-records/", query).context["page_obj"].object_list) == count


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_no_bulk_action_passes_by_the_services(admin, learner, action):
    form = {"role": Group.objects.get(name="administrator").pk, "mark_as_active": "False"}
    response = admin.post(f"/admin/bulk/people/person/{action}/?id={learner.pk}", form)
    assert response.status_code == 302
    person = Person.objects.get(pk=learner.pk)
    assert person.is_active
    assert not person.groups.exists()


def test_the_choosers_search(hr, city, learner, outsider):
    units = hr.get("/admin/choose-unit/results/", {"q": "생활"}).content.decode()
    assert "복지국 생활보장과" in units
    assert "건축과" not in units
    people = hr.get("/admin/choose-person/results/", {"q": "20210007"}).content.decode()
    assert "김하늘" in people
    assert "성명" in people
    assert "제목" not in people
    assert "이나래" not in people
    chosen = hr.get(f"/admin/choose-person/chosen/{learner.pk}/").json()["result"]
    assert chosen["title"] == "김하늘 (20210007)"
    both = hr.get("/admin/choose-person/chosen-multiple/", {"id": [learner.pk, outsider.pk]}).json()["result"]
    assert {one["id"] for one in both} == {str(learner.pk), str(outsider.pk)}


def test_the_account_page_of_the_admin_saves(admin):
    page = admin.get("/admin/account/")
    fields = set(re.findall(r'name="([a-z_]+-[a-z_0-9]+)"', page.content.decode()))
    assert not {name for name in fields if "first_name" in name or "locale" in name}
    form = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    assert admin.post("/admin/account/", form).status_code == 302


def test_signing_out_of_the_admin_leaves_nothing_behind(admin):
    response = admin.post("/admin/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "entries"),
    [
        ("trainer", {"audiences"}),
        ("manager", {"staff"}),
        ("hr_officer", {"staff", "units", "audiences", "access-records"}),
        ("administrator", {"staff", "units", "audiences", "access-records"}),
    ],
)
def test_the_menu_shows_each_role_its_own(request, rf, clock, role, entries):
    asked = rf.get("/admin/")
    asked.user = request.getfixturevalue(role)
    shown = {item.name for item in register_menu().menu.menu_items_for_request(asked)}
    assert shown == entries


@pytest.mark.parametrize("role", ["trainer", "hr_officer", "administrator"])
def test_no_menu_says_snippets_and_every_kind_of_them_has_a_line_of_its_own(request, sign_in, role):
    html = sign_in(request.getfixturevalue(role)).get("/admin/").content.decode()
    assert '"name": "snippets"' not in html
    if role == "administrator":
        for model in get_snippet_models():
            assert f'"{reverse(model.snippet_viewset.get_url_name("list"))}"' in html, model
