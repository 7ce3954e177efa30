"""Issued once, whatever happens; frozen, whatever changes."""

import hashlib
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from lms.certificates.errors import CertificateDamaged
from lms.certificates.models import Certificate
from lms.certificates.services import (
    certificate_bytes,
    issue_certificate,
    issue_missing_certificates,
    render_certificate,
)
from lms.learning.models import Completion
from lms.learning.services import void_completion
from tests.builders import MARCH_5, build_course, build_person, completed, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return build_course("특이민원 대응 기본", lessons=1)


@pytest.fixture
def no_receiver(settings):
    """Completions without their certificate, as a crash right after the commit leaves them."""
    from lms.certificates.receivers import issue_on_completion
    from lms.learning.signals import enrolment_completed

    enrolment_completed.disconnect(issue_on_completion)
    yield
    enrolment_completed.connect(issue_on_completion)


def test_a_completion_brings_its_certificate_at_once(course, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        completion = completed(build_person("강나래"), course)
    certificate = Certificate.objects.get(completion=completion)
    assert certificate.number.startswith("제2")
    assert certificate.learner_name_at_issue == "강나래"
    assert certificate.course_title_at_issue == "특이민원 대응 기본"


def test_issuing_twice_gives_the_same_certificate(course, no_receiver):
    completion = completed(build_person(), course)
    first, is_new = issue_certificate(completion=completion, at=MARCH_5)
    again, is_new_again = issue_certificate(completion=completion, at=moment(2026, 4, 1))
    assert (is_new, is_new_again) == (True, False)
    assert first.pk == again.pk


def test_numbers_count_up_within_a_year_and_start_again_with_the_next(course, no_receiver):
    completions = [completed(build_person(f"사람{number}"), course) for number in range(4)]
    moments = [MARCH_5, moment(2026, 12, 31, 23, 59), moment(2027, 1, 1, 0, 0), moment(2027, 1, 2)]
    numbers = [issue_certificate(completion=c, at=at)[0].number for c, at in zip(completions, moments, strict=True)]
    assert numbers == ["제2026-00001호", "제2026-00002호", "제2027-00001호", "제2027-00002호"]


def test_what_is_printed_does_not_follow_later_changes(course, no_receiver):
    person = build_person("강나래")
    certificate, _ = issue_certificate(completion=completed(person, course), at=MARCH_5)
    person.name = "강다른"
    person.save()
    course.title = "새 이름"
    course.save()
    before = certificate_bytes(certificate=certificate, at=MARCH_5)
    certificate.refresh_from_db()
    assert certificate.learner_name_at_issue == "강나래"
    assert certificate_bytes(certificate=certificate, at=moment(2026, 9, 1)) == before
    assert hashlib.sha256(before).hexdigest() == certificate.sha256


def test_the_database_itself_refuses_to_rewrite_or_delete_a_certificate(course, no_receiver):
    certificate, _ = issue_certificate(completion=completed(build_person(), course), at=MARCH_5)
    for change in (
        lambda: Certificate.objects.filter(pk=certificate.pk).update(learner_name_at_issue="다른 사람"),
        lambda: Certificate.objects.filter(pk=certificate.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    render_certificate(certificate=certificate, at=MARCH_5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(sha256="0" * 64)


def test_the_nightly_command_heals_what_a_crash_left(course, no_receiver):
    completion = completed(build_person(), course)
    call_command("issue_missing_certificates")
    certificate = Certificate.objects.get(completion=completion)
    assert certificate.sha256
    assert issue_missing_certificates(at=MARCH_5) == 0


def test_an_idle_healing_run_costs_the_same_however_many_certificates_there_are(
    course, no_receiver, django_assert_num_queries
):
    for number in range(3):
        completed(build_person(f"사람{number}"), course)
    issue_missing_certificates(at=MARCH_5)
    with django_assert_num_queries(2):
        issue_missing_certificates(at=MARCH_5)


def test_a_voided_completion_gets_no_certificate(course, no_receiver):
    completion = completed(build_person(), course)
    void_completion(
        completion=completion, by=build_person("인사"), reason="대리 수강", evidence="감사 2026-3", at=MARCH_5
    )
    assert issue_missing_certificates(at=MARCH_5) == 0


def test_a_file_that_was_changed_on_disk_is_not_handed_out(course, no_receiver):
    certificate, _ = issue_certificate(completion=completed(build_person(), course), at=MARCH_5)
    certificate = render_certificate(certificate=certificate, at=MARCH_5)
    certificate.pdf.storage.delete(certificate.pdf.name)
    certificate.pdf.storage.save(certificate.pdf.name, ContentFile(b"%PDF-1.7 forged"))
    with pytest.raises(CertificateDamaged):
        certificate_bytes(certificate=certificate, at=MARCH_5)


def test_of_two_renderers_the_first_to_finish_wins_and_no_file_is_left_over(course, no_receiver):
    certificate, _ = issue_certificate(completion=completed(build_person(), course), at=MARCH_5)
    stale = Certificate.objects.get(pk=certificate.pk)
    first = render_certificate(certificate=certificate, at=MARCH_5)
    second = render_certificate(certificate=stale, at=MARCH_5)
    assert first.sha256 == second.sha256
    folder, _, name = first.pdf.name.rpartition("/")
    assert [each for each in first.pdf.storage.listdir(folder)[1] if str(certificate.pk) in each] == [name]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_people_who_finish_at_once_get_numbers_without_doubles_or_gaps(no_receiver):
    course = build_course(lessons=1)
    completions = [completed(build_person(f"사람{number}"), course) for number in range(10)]
    problems: list[Exception] = []

    def issue(completion: Completion) -> None:
        try:
            issue_certificate(completion=completion, at=MARCH_5)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    # Everybody clicks twice, in two tabs.
    threads = [threading.Thread(target=issue, args=(completion,)) for completion in completions * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 11))
