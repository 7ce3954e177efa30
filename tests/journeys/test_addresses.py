"""Every address of ours × every role: who gets in, who is asked to sign in, who is told nothing.

``in`` asks to sign in; a number is the status. A stranger gets 404, not 403, for another person's record: whether it
exists is not told either. Where a row has one entry, it holds for everybody who signed in. Roles, in the order of the
columns: visitor (anonymous) · stranger (a learner of another unit) · other head (leads another unit) · head (leads the
learner's unit) · learner (whose records they are) · trainer (owns no section) · HR officer · administrator.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.certificates.models import Certificate
from lms.certificates.services import issue_certificate
from lms.learning.services import report_mistake
from lms.people.models import AccessRecord
from lms.people.services import record_access
from lms.quizzes.models import QuestionVersion
from lms.quizzes.services import begin_quiz
from tests.builders import MARCH_5, build_course, build_quiz, completed, enrolled, lessons_in, self_paced_run
from tests.quizzes.conftest import stored_questions

ROLES = ["visitor", "outsider", "other_manager", "manager", "learner", "trainer", "hr_officer", "administrator"]
#: For everybody who signed in.
ALL = "in 200 200 200 200 200 200 200"
#: The learner's own, nobody else's.
OWN = "in 404 404 404 200 404 404 404"

TABLE: dict[str, tuple[str, str, str]] = {}


def _ours(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Names of the addresses whose views stand in our rooms."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _ours(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if view.__module__.startswith("lms."):
                yield prefix + pattern.name


@pytest.fixture
def world(learner, hr_officer, outsider):
    """One record of everything, the learner's."""
    course = build_course("특이민원 대응 기본", lessons=2, slug="abuse")
    quiz = build_quiz(course, "평가", questions=stored_questions())
    enrolment = enrolled(learner, course)
    attempt, _ = begin_quiz(enrolment=enrolment, quiz=quiz, at=MARCH_5, rng=random.Random(1))
    completion = completed(learner, build_course("고객만족 마인드", lessons=1))
    certificate = Certificate.objects.filter(completion=completion).first()
    if certificate is None:
        certificate, _ = issue_certificate(completion=completion, at=MARCH_5)
    lesson = lessons_in(course)[0]
    mistake, _ = report_mistake(person=learner, lesson_id=lesson.pk, part="", text="전화번호가 다릅니다.", at=MARCH_5)
    record = record_access(
        actor=hr_officer, at=MARCH_5, ip="127.0.0.1", action=AccessRecord.Action.VIEW, asked="명단", subjects=[learner.pk]
    )
    return SimpleNamespace(
        course=course, quiz=quiz, enrolment=enrolment, attempt=attempt, completion=completion, certificate=certificate,
        lesson=lesson, mistake=mistake, record=record, run=self_paced_run(course), learner=learner,
        unit=record.actor.memberships.get().unit, version=QuestionVersion.objects.filter(quiz=quiz).first(),
        picture=default_storage.save("addresses.txt", ContentFile(b"x")),
    )  # fmt: skip


def answer(client: Client, request: pytest.FixtureRequest, role: str, method: str, address: str) -> str:
    """What the role gets: ``in``, or a status."""
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    response = getattr(client, method)(address)
    if response.status_code == 302 and response.url.startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


def test_every_address_of_ours_stands_in_the_table():
    assert set(_ours(get_resolver())) - {"account_login", "account_logout"} == set(TABLE)
