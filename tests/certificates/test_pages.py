"""Who may open a document, what the public may see."""

import pytest
from django.urls import reverse

from lms.certificates.models import Certificate
from lms.certificates.services import issue_certificate
from lms.certificates.views import VERIFICATIONS_PER_MINUTE
from lms.learning.services import void_completion
from lms.people.models import AccessRecord
from tests.builders import MARCH_5, build_course, completed, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(learner):
    completion = completed(learner, build_course("특이민원 대응 기본", lessons=1))
    return (
        Certificate.objects.filter(completion=completion).first()
        or issue_certificate(completion=completion, at=MARCH_5)[0]
    )


@pytest.fixture
def address(certificate):
    return reverse("certificates:download_certificate", args=[certificate.pk])


def test_the_owner_downloads_a_pdf_named_after_its_number(client, learner, certificate, address):
    client.force_login(learner)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("hr_officer", 200), ("administrator", 200), ("outsider", 404), ("trainer", 404)],
)
def test_others_open_it_only_when_they_may_see_the_person_and_that_is_recorded(
    client, request, address, learner, role, status
):
    person = request.getfixturevalue(role)
    client.force_login(person)
    assert client.get(address).status_code == status
    seen = AccessRecord.objects.filter(actor=person, subjects__person=learner)
    assert seen.count() == (1 if status == 200 else 0)


def test_an_anonymous_visitor_is_asked_to_sign_in(client, address):
    assert client.get(address).url.startswith("/accounts/login/")


def test_anybody_verifies_a_code_and_sees_a_masked_name_only(client, certificate, learner):
    answer = client.get(
        reverse("certificates:verify"), {"code": certificate.verification_code.lower().replace("-", " ")}
    )
    page = client.get(answer.url).content.decode()
    assert certificate.number in page
    assert learner.name not in page
    assert learner.name[0] + "*" in page
    assert learner.employee_number not in page


def test_a_voided_completion_is_told_to_whoever_verifies(client, certificate, hr_officer):
    void_completion(
        completion=certificate.completion,
        by=hr_officer,
        reason="대리 수강",
        evidence="감사 2026-3",
        at=moment(2026, 4, 1),
    )
    page = client.get(reverse("certificates:verify_code", args=[certificate.verification_code])).content.decode()
    assert "더 이상 유효하지 않은" in page
    assert "대리 수강" not in page


@pytest.mark.parametrize("typed", ["AAAA-AAAA-AAAA", "<script>alert(1)</script>", "%00", "뷁", "A" * 300])
def test_a_wrong_code_gets_a_clear_page(client, db, typed):
    answer = client.get(reverse("certificates:verify"), {"code": typed}, follow=True)
    assert answer.status_code == 404
    assert "찾지 못했습니다" in answer.content.decode()
    assert b"<script>alert" not in answer.content


def test_guessing_codes_is_braked(client, db):
    address = reverse("certificates:verify_code", args=["AAAA-AAAA-AAAA"])
    answers = [client.get(address).status_code for _ in range(VERIFICATIONS_PER_MINUTE + 1)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {404}


def test_the_list_does_not_ask_more_for_more_certificates(client, learner, django_assert_max_num_queries):
    for number in range(3):
        completion = completed(learner, build_course(f"과정 {number}", lessons=1))
        if not Certificate.objects.filter(completion=completion).exists():
            issue_certificate(completion=completion, at=MARCH_5)
    client.force_login(learner)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("certificates:list_certificates")).content.decode().count("과정 ") >= 3
