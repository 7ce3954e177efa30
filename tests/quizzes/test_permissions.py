"""Who gets in where: every address of this room for every role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from lms.quizzes.models import QuestionVersion
from lms.quizzes.services import hand_in_quiz
from tests.builders import MARCH_5
from tests.quizzes.conftest import KEY, form

OWN = ["show_attempt", "check_answers", "show_result", "save_answers", "hand_in_attempt"]
STRANGERS = ["colleague", "manager", "outsider", "other_manager", "trainer", "hr_officer", "administrator"]


def url(name, pk):
    return reverse(f"quizzes:{name}", args=[pk])


@pytest.fixture
def section_trainer(trainer, course):
    """The trainer, whose group owns the course."""
    group = Group.objects.create(name="담당")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=course, permission=permission)
    trainer.groups.add(group)
    return trainer


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("state", ["open", "handed in"])
def test_nobody_else_has_anything_to_do_with_a_sitting(request, role, state, attempt, sign_in):
    if state == "handed in":
        hand_in_quiz(attempt=attempt, given=KEY, at=MARCH_5)
    browser = sign_in(request.getfixturevalue(role))
    for name in OWN[:3]:
        assert browser.get(url(name, attempt.pk)).status_code == 404, name
    for name in OWN[3:]:
        assert browser.post(url(name, attempt.pk), form({"q-single": ["s-a"]})).status_code == 404, name
    assert dict(attempt.steps.values_list("key", "value")) == (KEY if state == "handed in" else {})


@pytest.mark.parametrize("name", OWN[:3])
def test_a_visitor_is_asked_to_sign_in(attempt, sign_in, name):
    response = sign_in(None).get(url(name, attempt.pk))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")


def test_a_visitor_begins_nothing(quiz, sign_in):
    response = sign_in(None).post(url("begin_quiz", quiz.pk))
    assert response.url.startswith("/accounts/login/?next=")


ADMIN_ROLES = [
    ("anonymous", 302),
    ("learner", 403),
    ("manager", 403),
    ("outsider", 403),
    ("trainer", 302),
    ("hr_officer", 302),
    ("section_trainer", 200),
]


@pytest.mark.parametrize(("role", "status"), ADMIN_ROLES)
def test_keys_are_for_who_may_edit_the_quiz(request, role, status, quiz, sign_in):
    person = None if role == "anonymous" else request.getfixturevalue(role)
    version = QuestionVersion.objects.filter(quiz_id=quiz.pk).first()
    browser = sign_in(person)
    for address in [
        reverse("quizzes_admin:show_questions", args=[quiz.pk]),
        reverse("quizzes_admin:correct_key", args=[quiz.pk, version.pk]),
    ]:
        response = browser.get(address)
        got_in = response.status_code == 200
        assert got_in == (status == 200), response.status_code
        if not got_in:
            assert "비밀" not in response.content.decode()
    response = browser.post(address, {"right": ["s-a"], "reason": "까닭", "confirm": "1"})
    assert (version.corrections.count() == 1) == (status == 200)


def test_the_way_to_the_keys_is_shown_to_who_may_go_it(quiz, section_trainer, sign_in):
    page = sign_in(section_trainer).get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    assert reverse("quizzes_admin:show_questions", args=[quiz.pk]) in page
