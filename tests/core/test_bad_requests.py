"""Whatever arrives broken is answered by a page that says what happened, why and what to do; never by a stack trace."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lms.core import views

MEGABYTES = "x" * 10_000_000
TOKEN = "a" * 32


@pytest.fixture
def browser(learner, sign_in):
    """One that sends the token of its cookie, as a real one does, and is answered as in the product."""
    client = sign_in(learner)
    client.handler.enforce_csrf_checks = True
    client.raise_request_exception = False
    client.cookies["csrftoken"] = TOKEN
    return client


def heading(response) -> str:
    html = response.content.decode()
    assert "Traceback" not in html
    assert '<html lang="ko"' in html
    return re.search(r"<h1>\s*(.*?)\s*</h1>", html)[1]


@pytest.mark.parametrize(
    "name", ["account_login", "people:show_settings", "notices:show_preferences", "wagtailadmin_home"]
)
def test_a_form_of_ten_megabytes_is_refused_in_words(browser, name):
    response = browser.post(reverse(name), {"login": MEGABYTES}, headers={"X-CSRFToken": TOKEN})
    assert response.status_code == 400
    assert heading(response) == "보낸 내용을 받지 못했습니다"
    assert "글을 줄이거나 더 작은 파일을 골라" in response.content.decode()


def test_too_many_fields_are_refused_in_the_same_words(browser, settings):
    fields = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = browser.post(reverse("notices:show_preferences"), fields, headers={"X-CSRFToken": TOKEN})
    assert response.status_code == 400
    assert heading(response) == "보낸 내용을 받지 못했습니다"


def test_a_request_for_another_host_is_answered_without_knowing_ours(db):
    response = Client(raise_request_exception=False).get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert heading(response) == "보낸 내용을 받지 못했습니다"


def test_a_stale_form_leads_back_to_where_it_came_from(browser):
    back = "http://testserver/my/settings/"
    response = browser.post(
        reverse("notices:mark_all_read"), {"csrfmiddlewaretoken": "b" * 32}, headers={"Referer": back}
    )
    assert response.status_code == 403
    assert heading(response) == "보내지 못했습니다"
    assert f'href="{back}"' in response.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "http://testserver.evil.example/"],
)
def test_a_form_that_came_from_elsewhere_leads_nowhere_but_home(browser, elsewhere):
    response = browser.post(reverse("notices:mark_all_read"), headers={"Referer": elsewhere})
    html = response.content.decode()
    assert response.status_code == 403
    assert elsewhere not in html
    assert ">돌아가기</a>" not in html
    assert '<a class="button button--tertiary" href="/">' in html


def test_an_unknown_page_says_where_to_go_on(browser):
    response = browser.get("/courses/no-such-course/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()
    heading(response)


@pytest.fixture
def office(administrator, sign_in):
    client = sign_in(administrator)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "address", ["/campaigns/%00/sign/", "/campaigns/%00/tree/", "/admin/jobs/%00/run/", "/courses/a%00b/", "/%00"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_has_a_nul_in_its_address(office, address, method):
    response = getattr(office, method)(address)
    assert response.status_code == 404
    assert heading(response) == "찾는 화면이 없습니다"
    assert Client(raise_request_exception=False).get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/admin/reports/completion/export/?q=%00", "/admin/users/?q=a%00b", "/?%00=1", "/admin/choose-person/?q=%00"],
)
def test_a_nul_in_the_query_is_left_out(office, address):
    response = office.get(address)
    assert response.status_code == 200
    assert "\0" not in "".join(response.wsgi_request.GET.values())


def test_a_query_that_speaks_of_percent_signs_is_no_nul(office):
    assert office.get("/admin/users/?q=%2500").status_code == 200


ENDLESS = "9" * 20
MANY = "9" * 5000


@pytest.mark.parametrize(
    "address",
    [
        f"/quizzes/{2**63}/start/",
        f"/admin/users/edit/{ENDLESS}/",
        "/admin/choose-person/chosen/abc/",
        "/admin/choose-unit/chosen/abc/",
        f"/admin/choose-person/chosen/{MANY}/",
        "/admin/recordings/choose/chosen/abc/",
    ],
)
def test_a_key_that_no_row_has_names_no_page(office, address):
    assert office.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-person/chosen-multiple/?id=abc",
        "/admin/choose-unit/chosen-multiple/?id=abc&id=%C2%B2",
        "/admin/users/?unit=GAON",
        "/admin/users/?unit=%C2%B2",
        f"/admin/users/?unit={MANY}",
        "/admin/learning/completions/paper/?person=%C2%B2&run=abc",
        "/admin/course-runs/add/?course=%C2%B2",
        f"/admin/course-runs/add/?course={MANY}",
    ],
)
def test_a_choice_that_is_no_key_chooses_nothing(office, address):
    assert office.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/admin/learning/completions/", "/admin/course-runs/"])
def test_a_filter_by_a_key_that_no_row_has_breaks_nothing(office, address):
    assert office.get(address, {"course": ENDLESS}).status_code in (200, 404), "SQLite cannot even look for it"


def test_what_breaks_on_our_side_shows_none_of_it(browser, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(views, "render", fail)
    response = browser.get(reverse("core:show_me"))
    assert response.status_code == 500
    assert heading(response) == "화면을 열지 못했습니다"
    assert "secret" not in response.content.decode()
