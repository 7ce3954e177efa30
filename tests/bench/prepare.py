"""People, sessions and half-finished courses for the benchmark, and the statements each page costs.

Runs after ``manage.py prepare``, in a process that has set Django up.
"""

from __future__ import annotations

import json
import random
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from lms.certificates.models import Certificate
from lms.certificates.services import render_certificate
from lms.core import clock
from lms.courses.models import CoursePage, CourseRun, LessonPage
from lms.learning.models import Enrolment
from lms.learning.services import complete_lesson, enrol, open_lesson
from lms.people.models import EmploymentPeriod, Membership, OrgUnit, Person
from lms.quizzes.answers import field_name
from lms.quizzes.models import QuestionVersion, Quiz
from lms.quizzes.rules import paper_order
from lms.quizzes.services import begin_quiz, keep_answers
from lms.scenarios.engine import Settings
from lms.scenarios.models import Scenario
from lms.scenarios.plays import play_of_steps
from lms.scenarios.services import begin_scenario

COURSE_SLUG = "special-complaints"
READERS = 16
WRITERS = 200
HOUSEKEEPING = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)")

Ask = dict[str, str]


def people(count: int) -> list[Person]:
    """Staff of one unit, who sign in through sessions that are written here."""
    day = clock.today().replace(month=1, day=1)
    unit = OrgUnit.objects.valid(on=day).filter(kind=OrgUnit.Kind.TEAM).first() or OrgUnit.objects.get(parent=None)
    staff = [Person(employee_number=f"bench{number:04d}", name="강나래") for number in range(count)]
    for person in staff:
        person.set_unusable_password()
    Person.objects.bulk_create(staff)
    Membership.objects.bulk_create(Membership(person=person, unit=unit, valid_from=day) for person in staff)
    EmploymentPeriod.objects.bulk_create(
        EmploymentPeriod(person=person, state=EmploymentPeriod.State.EMPLOYED, valid_from=day) for person in staff
    )
    return staff


def signed_in(person: Person) -> Ask:
    """Cookies and form token of a person who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    token = secrets.token_hex(16)
    return {"cookies": f"sessionid={session.session_key}; csrftoken={token}", "token": token}


def statements(ask: Ask, method: str) -> int:
    """How many statements one warmed request costs, transaction housekeeping left out."""
    headers = {"cookie": ask["cookies"], "x-csrftoken": ask["token"]}
    if "htmx" in ask:
        headers["hx-request"] = ask["htmx"]
    client = Client(HTTP_HOST="127.0.0.1", headers=headers)
    for pair in ask["cookies"].split("; "):
        name, _, value = pair.partition("=")
        client.cookies[name] = value
    if method == "GET":
        client.get(ask["path"])
    with CaptureQueriesContext(connection) as captured:
        form = "application/x-www-form-urlencoded"
        answer = (
            client.get(ask["path"]) if method == "GET" else client.post(ask["path"], ask["body"], content_type=form)
        )
    assert answer.status_code in {200, 204, 302}, (ask["path"], answer.status_code)
    return sum(not HOUSEKEEPING.match(query["sql"]) for query in captured)


def lesson_completions(writers: list[Person], run: CourseRun, lessons: list[LessonPage]) -> Iterator[Ask]:
    """One press of 다 읽었습니다 a request; nobody's course is finished by it, for the quiz is still missing."""
    for person in writers:
        asking, enrolment = signed_in(person), enrol(person=person, run=run, by=person, at=clock.now())[0]
        for lesson in lessons:
            open_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=clock.now())
            path = reverse("learning:complete_lesson", args=[enrolment.pk, lesson.pk])
            yield asking | {"path": path, "body": ""}


def quiz_submissions(writers: list[Person], run: CourseRun, quiz: Quiz) -> Iterator[Ask]:
    """One hand-in a request, every answer on the form and, as the page does, saved when it was given."""
    dice = random.Random(8)
    for person in writers:
        enrolment = Enrolment.objects.get(person=person, run=run)
        attempt, _ = begin_quiz(enrolment=enrolment, quiz=quiz, at=clock.now(), rng=dice)
        versions = QuestionVersion.objects.in_bulk(paper_order(attempt.content))
        given = {
            version.key: [choice["id"] for choice in version.content["choices"] if choice["is_correct"]]
            for version in versions.values()
        }
        keep_answers(attempt=attempt, given=given, at=clock.now())
        chosen = [f"{field_name(key)}={choice}" for key, choices in given.items() for choice in choices]
        path = reverse("quizzes:hand_in_attempt", args=[attempt.pk])
        yield signed_in(person) | {"path": path, "body": "&".join([*chosen, "confirmed=1"])}


def scenario_replies(writers: list[Person]) -> Iterator[Ask]:
    """One reply a request, as htmx sends it; the conversation goes on after it."""
    scenario = Scenario.objects.live().order_by("path").first()
    assert scenario is not None
    run = CourseRun.objects.get(course=scenario.course, is_self_paced=True)
    for person in writers:
        enrolment = enrol(person=person, run=run, by=person, at=clock.now())[0]
        attempt, _ = begin_scenario(enrolment=enrolment, scenario=scenario, settings=Settings(), at=clock.now())
        play = play_of_steps(attempt.content, {})
        reply = next(each for each in play.replies if not play.after(each.key).has_ended)
        path = reverse("scenarios:give_reply", args=[attempt.pk])
        yield signed_in(person) | {"path": path, "body": f"move=1&reply={reply.key}", "htmx": "true"}


def plan() -> dict[str, Any]:
    """Every scenario with its requests."""
    course = CoursePage.objects.get(slug=COURSE_SLUG)
    run = CourseRun.objects.get(course=course, is_self_paced=True)
    lessons = list(LessonPage.objects.child_of(course).live().order_by("path"))
    quiz = Quiz.objects.child_of(course).live().order_by("path").last()
    assert quiz is not None
    staff = people(READERS + WRITERS)
    readers, writers = staff[:READERS], staff[READERS:]
    for person in readers:
        enrolment, _ = enrol(person=person, run=run, by=person, at=clock.now())
        for lesson in lessons[:3]:
            complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=clock.now())
    sessions = [signed_in(person) for person in readers]
    hr = signed_in(Person.objects.get(employee_number="hr"))
    document = Certificate.objects.filter(person__employee_number="learner").first() or Certificate.objects.first()
    assert document is not None
    render_certificate(certificate=document, at=clock.now())
    owner = signed_in(document.person)

    def page(path: str, asking: list[Ask]) -> list[Ask]:
        return [each | {"path": path, "body": ""} for each in asking]

    completions = list(lesson_completions(writers, run, lessons))
    # Interleaved by lesson, so that people's rows and not one person's row carry the load.
    completions.sort(key=lambda ask: ask["path"].split("/")[-3])
    scenarios = [
        ("empty signed-in view", "GET", page("/bench/empty/", sessions), False),
        ("home", "GET", page("/", sessions), False),
        ("catalogue", "GET", page(Page.objects.parent_of(course).first().specific.url, sessions), False),
        ("course", "GET", page(course.url, sessions), False),
        ("lesson", "GET", page(lessons[3].url, sessions), False),
        ("complete lesson", "POST", completions, True),
        ("scenario reply", "POST", list(scenario_replies(writers)), True),
        ("quiz submit", "POST", list(quiz_submissions(writers, run, quiz)), True),
        ("certificate", "GET", page(reverse("certificates:download_certificate", args=[document.pk]), [owner]), False),
        ("report", "GET", page(reverse("reports:show_overview"), [hr]), False),
    ]
    return {
        "scenarios": [
            {
                "name": name,
                "method": method,
                "once": once,
                "statements": statements(asks.pop() if once else asks[0], method),
                "requests": asks,
            }
            for name, method, asks, once in scenarios
        ]
    }


def write_plan(folder: str) -> None:
    """Prepare everything and write ``FOLDER/plan.json``.

    What was just loaded is counted at once, as a database in service does by itself (autovacuum): without statistics
    PostgreSQL reads the report's tables in the wrong order.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (Path(folder) / "plan.json").write_text(json.dumps(plan()))
