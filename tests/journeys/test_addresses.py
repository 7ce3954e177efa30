"""Every address of ours × every role: who gets in, who is asked to sign in, who is told nothing.

``in`` asks to sign in; a number is the status. A stranger gets 404, not 403, for another person's record: whether it
exists is not told either. Where a row has one entry, it holds for everybody who signed in. Roles, in the order of the
columns: visitor (anonymous) · stranger (a learner of another unit) · other head (leads another unit) · head (leads the
learner's unit) · learner (whose records they are) · trainer (owns no section) · HR officer · administrator.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.broadcasts.services.lobby import open_lobby
from campaigns.pledges.quarters import Quarter
from campaigns.pledges.services.rallies import attendance_word, open_board
from campaigns.pledges.services.texts import save_text
from lms.certificates.models import Certificate
from lms.certificates.services import issue_certificate
from lms.core import clock as core_clock
from lms.core.scheduling.workers import beat
from lms.learning.services import report_mistake
from lms.notices.mail import sign_token
from lms.notices.models import Bounce, Delivery
from lms.notices.services import plan_notices
from lms.notices.services.preferences import keys_of
from lms.people.models import AccessRecord
from lms.people.services import address_secret, open_address, record_access
from lms.quizzes.models import QuestionVersion
from lms.quizzes.services import begin_quiz
from lms.recordings.services import begin_upload
from lms.recordings.tickets import file_address
from lms.scenarios.engine import Settings
from lms.scenarios.services import begin_practice
from tests.broadcasts.sent import secret_of, sent_story
from tests.builders import (
    MARCH_5,
    build_course,
    build_episode,
    build_lesson,
    build_quiz,
    build_recording,
    build_series,
    completed,
    enrolled,
    lessons_in,
    self_paced_run,
)
from tests.pledges.builders import DAYS, build_campaign, build_rally, draft, signed
from tests.quizzes.conftest import stored_questions
from tests.scenarios.playground import begun, build_scenario

#: What is chosen in forms of the admin by name: whoever enters it may; nothing but a name is told.
CHOOSERS = (
    "people_choose_unit",
    "recordings_choose",
    "wagtailsnippetchoosers_courses_coursecategory",
    "wagtailsnippetchoosers_courses_courserun",
    "wagtailsnippetchoosers_people_audience",
    "wagtailsnippetchoosers_pledges_promisetheme",
    "wagtailsnippetchoosers_pledges_rally",
    "wagtailsnippetchoosers_pledges_smallday",
)
ROLES = ["visitor", "outsider", "other_manager", "manager", "learner", "trainer", "hr_officer", "administrator"]
#: For everybody who signed in.
ALL = "in 200 200 200 200 200 200 200"
#: The learner's own, nobody else's.
OWN = "in 404 404 404 200 404 404 404"

#: The institution's HR screens; ``302`` is Wagtail's way of saying no: back to the dashboard, with a message.
HR = "in in 302 302 in 302 200 200"
#: Who may edit the course: its trainers and the administrator, not HR.
EDITORS = "in in 302 302 in 302 302 200"
#: Trainers, HR officers and administrators.
STAFF = "in in 302 302 in 200 200 200"
#: Changes something, so it is never opened by GET.
POST = "in 405 405 405 405 405 405 405"
#: Who may upload, and who may change what another trainer uploaded.
MAKERS = "in in 302 302 in 200 302 200"
OWNERS = "in in 302 302 in 200 302 200"
#: The administrator may, this trainer's groups own nothing here.
BACK = "in 302 302 302 302 302 302 302"

#: Who may edit and add campaigns: the administrator; this trainer's groups own nothing here.
CAMPAIGNERS = "in in 302 302 in 302 302 200"

#: address name: (arguments, what each role gets)
TABLE: dict[str, tuple[str, str]] = {
    "core:show_health": ("", "200 200 200 200 200 200 200 200"),
    "core:show_readiness": ("", "200 200 200 200 200 200 200 200"),
    "core:show_me": ("", ALL),
    "core:serve_media": ("picture", ALL),
    "scheduling:show_jobs": ("", "in in 302 302 in 302 302 200"),
    "scheduling:run_job": ("job", "in in 405 405 in 405 405 405"),
    "scheduling:retry_task": ("task", "in in 405 405 in 405 405 405"),
    # A media element cannot sign in: who has no ticket gets 403, whoever that is.
    "recordings:serve_file": ("ticket", "403 403 403 403 200 403 403 403"),
    "people:show_settings": ("", ALL),
    "people:show_access_records": ("", ALL),
    "people:change_address": ("address_kind", "in 405 405 405 405 405 405 405"),
    "people:extend_session": ("", "in 405 405 405 405 405 405 405"),
    "notices:list_notices": ("", ALL),
    "notices:mark_all_read": ("", POST),
    "notices:open_notice": ("notice", POST),
    "notices:show_preferences": ("", ALL),
    "notices:renew_key": ("", POST),
    # One click in a mail works for who is not signed in.
    "notices:unsubscribe": ("token", "200 200 200 200 200 200 200 200"),
    "notices_staff:planned": ("", STAFF),
    "notices_staff:planned_people": ("", HR),
    "notices_staff:planned_people_results": ("", HR),
    "notices_staff:kinds": ("", STAFF),
    "notices_staff:kind": ("kind", STAFF),
    "notices_staff:show_mail": ("kind", STAFF),
    "notices_staff:test_kind": ("kind", "in in 405 405 in 405 405 405"),
    "notices_staff:deliveries": ("", HR),
    "notices_staff:deliveries_results": ("", HR),
    "notices_staff:send_all_again": ("", "in in 405 405 in 405 405 405"),
    "notices_staff:delivery": ("delivery", HR),
    "notices_staff:bounces": ("", HR),
    "notices_staff:bounces_results": ("", HR),
    "notices_staff:clear_bounce": ("bounce", HR),
    "learning:show_my_learning": ("", ALL),
    "learning:show_completion": ("completion", OWN),
    "learning:create_enrolment": ("run", BACK),
    "learning:change_trial": ("course", BACK),
    "learning:withdraw_enrolment": ("enrolment", "in 404 404 404 302 404 404 404"),
    "learning:open_lesson": ("enrolment lesson", "in 404 404 404 302 404 404 404"),
    "learning:save_place": ("enrolment lesson", "in 404 404 404 302 404 404 404"),
    "learning:complete_lesson": ("enrolment lesson", "in 404 404 404 302 404 404 404"),
    "learning:report_mistake": ("enrolment lesson", "in 404 404 404 302 404 404 404"),
    # Who takes the course, or may edit the lesson.
    "learning:show_file": ("filmed recording", "in 404 404 404 302 404 404 302"),
    "learning:show_poster": ("filmed recording", "in 404 404 404 302 404 404 302"),
    "learning:show_captions": ("filmed recording", "in 404 404 404 200 404 404 200"),
    "learning:play_recording": ("filmed recording", "in 404 404 404 200 404 404 200"),
    "learning:keep_played": ("", "in 405 405 405 405 405 405 405"),
    "quizzes:begin_quiz": ("quiz", BACK),
    "quizzes:show_attempt": ("attempt", OWN),
    "quizzes:check_answers": ("attempt", OWN),
    "quizzes:show_result": ("attempt", "in 404 404 404 302 404 404 404"),
    # A GET leads back to the paper, which asks who one is; answers of an ended session are kept by POST only.
    "quizzes:save_answers": ("attempt", "302 302 302 302 302 302 302 302"),
    "quizzes:hand_in_attempt": ("attempt", "302 302 302 302 302 302 302 302"),
    # A GET begins nothing and leads back to the lesson; so does one of a reply, to the conversation.
    "scenarios_admin:check_new": ("course", "in in 302 302 in 302 302 405"),
    "scenarios_admin:import_new": ("course", EDITORS),
    "scenarios_admin:try_new": ("app model course", EDITORS),
    "scenarios_admin:check_draft": ("scenario", "in in 302 302 in 302 302 405"),
    "scenarios_admin:try_path": ("scenario", EDITORS),
    "scenarios_admin:show_survey": ("scenario", EDITORS),
    "scenarios_admin:show_played": ("scenario", EDITORS),
    "scenarios_admin:download_map": ("scenario", EDITORS),
    "scenarios_admin:export_scenario": ("scenario", EDITORS),
    "scenarios_admin:replace_draft": ("scenario", EDITORS),
    "scenarios:begin_scenario": ("scenario", BACK),
    "scenarios:begin_practice": ("scenario", BACK),
    "scenarios:choose_words": ("", "in 405 405 405 405 405 405 405"),
    "scenarios:show_attempt": ("play", OWN),
    "scenarios:give_reply": ("play", "302 302 302 302 302 302 302 302"),
    "scenarios:finish_attempt": ("play", "in 405 405 405 405 405 405 405"),
    "scenarios:show_debrief": ("play", "in 404 404 404 302 404 404 404"),
    "scenarios:show_practice": ("practice", OWN),
    "scenarios:practise_reply": ("practice", "302 302 302 302 302 302 302 302"),
    "scenarios:show_practice_debrief": ("practice", "in 404 404 404 302 404 404 404"),
    "scenarios:download_card": ("scenario", "in 404 404 404 200 404 404 200"),
    "scenarios:practise_report": ("", ALL),
    "certificates:list_certificates": ("", ALL),
    "certificates:download_certificate": ("certificate", "in 404 404 200 200 404 200 200"),
    "certificates:verify": ("", "200 200 200 200 200 200 200 200"),
    "certificates:verify_code": ("code", "200 200 200 200 200 200 200 200"),
    "course_listing:index": ("", STAFF),
    "course_listing:index_results": ("", STAFF),
    "course_runs:add": ("", HR),
    "course_runs:edit": ("run", HR),
    "course_runs:delete": ("run", "in in 302 302 in 302 302 302"),
    "course_runs:history": ("run", HR),
    "course_runs:history_results": ("run", HR),
    "course_runs:usage": ("run", HR),
    "learning_staff:runs": ("", "in in 302 302 in 200 200 200"),
    "learning_staff:runs_results": ("", "in in 302 302 in 200 200 200"),
    "learning_staff:roster": ("run", HR),
    "learning_staff:roster_results": ("run", HR),
    "learning_staff:enrolment": ("enrolment", HR),
    "learning_staff:grant": ("enrolment quiz", "in in 405 405 in 405 405 405"),
    "learning_staff:completions": ("", HR),
    "learning_staff:completions_results": ("", HR),
    "learning_staff:enter_paper": ("", HR),
    "learning_staff:void": ("completion", HR),
    "learning_staff:mistakes": ("", "in in 302 302 in 200 200 200"),
    "learning_staff:mistakes_results": ("", "in in 302 302 in 200 200 200"),
    "learning_staff:answer": ("mistake", HR),
    "learning_staff:trial": ("course", EDITORS),
    # Trainers and the administrator make recordings; HR reads reports.
    "recordings_staff:index": ("", MAKERS),
    "recordings_staff:index_results": ("", MAKERS),
    "recordings_staff:add": ("", MAKERS),
    "recordings_staff:edit": ("recording", OWNERS),
    "recordings_staff:history": ("recording", OWNERS),
    "recordings_staff:history_results": ("recording", OWNERS),
    "recordings_staff:usage": ("recording", OWNERS),
    "recordings_staff:delete": ("recording", "in in 302 302 in 302 302 302"),
    "recordings_staff:replace": ("recording", OWNERS),
    "recordings_staff:captions": ("recording", OWNERS),
    "recordings_staff:publish": ("recording", "in in 405 405 in 405 405 405"),
    "recordings_staff:upload_begin": ("", "in in 405 405 in 405 405 405"),
    "recordings_staff:upload_piece": ("upload", "in in 404 404 in 200 404 404"),
    "recordings_choose:choose": ("", "in in 200 200 in 200 200 200"),
    "recordings_choose:choose_results": ("", "in in 200 200 in 200 200 200"),
    "quizzes_admin:show_questions": ("quiz", EDITORS),
    "quizzes_admin:correct_key": ("quiz version", EDITORS),
    "people_units:index": ("", HR),
    "people_units:index_results": ("", HR),
    "people_units:add": ("", HR),
    "people_units:edit": ("unit", HR),
    "people_access:index": ("", HR),
    "people_access:index_results": ("", HR),
    "people_access:inspect": ("record", HR),
    "people_choose_unit:choose": ("", "in in 200 200 in 200 200 200"),
    "people_choose_unit:choose_results": ("", "in in 200 200 in 200 200 200"),
    "people_choose_person:choose": ("", "in in 200 200 in 200 200 200"),
    "people_choose_person:choose_results": ("", "in in 200 200 in 200 200 200"),
    **{f"{name}:chosen": ("nothing", "in in 404 404 in 404 404 404") for name in CHOOSERS},
    **{f"{name}:chosen_multiple": ("", "in in 200 200 in 200 200 200") for name in CHOOSERS},
    "people_choose_person:chosen": ("learner", "in in 404 200 in 200 200 200"),
    "people_choose_person:chosen_multiple": ("", "in in 200 200 in 200 200 200"),
    "wagtailusers_users:index": ("", "in in 200 200 in 302 200 200"),
    "wagtailusers_users:index_results": ("", "in in 200 200 in 302 200 200"),
    "wagtailusers_users:inspect": ("learner", "in in 404 200 in 404 200 200"),
    "wagtailusers_users:add": ("", HR),
    "wagtailusers_users:edit": ("learner", HR),
    "wagtailusers_users:history": ("learner", HR),
    "wagtailusers_users:history_results": ("learner", HR),
    "broadcasts:show_on_air": ("", ALL),
    # No more than the time of day.
    "broadcasts:tell_time": ("", "200 200 200 200 200 200 200 200"),
    "broadcasts:show_mine": ("", ALL),
    # Whoever may edit the episode.
    "broadcasts:rehearse": ("episode", "in 404 404 404 404 302 302 302"),
    "broadcasts:rehearse_mine": ("episode", "in 404 404 404 404 404 404 404"),
    "broadcasts:answer_pulse": ("", POST),
    "broadcasts:keep_listening": ("", POST),
    "broadcasts:play_episode": ("episode", ALL),
    "broadcasts:list_own": ("", ALL),
    "broadcasts:show_roll_call": ("", ALL),
    "broadcasts:show_roll_call_code": ("", ALL),
    "broadcasts:enter_roll_call": ("", ALL),
    "broadcasts:scan_roll_call": ("address_kind", "302 302 302 302 302 302 302 302"),
    "broadcasts:confirm_roll_call": ("address_kind", BACK),
    # Everybody once it is on the air.
    "broadcasts:show_episode_file": ("episode", "in 302 302 302 302 302 302 302"),
    "broadcasts:show_episode_poster": ("episode", "in 302 302 302 302 302 302 302"),
    "broadcasts:show_episode_captions": ("episode", ALL),
    "broadcasts:show_lobby": ("lobby_key", "200 200 200 200 200 200 200 200"),
    # Nothing is on the air at this moment.
    "broadcasts:play_in_lobby": ("lobby_key episode", "404 404 404 404 404 404 404 404"),
    "broadcasts_staff:lobby": ("", STAFF),
    "broadcasts_staff:change_lobby": ("", "in in 405 405 in 405 405 405"),
    "broadcasts_staff:plan": ("", STAFF),
    "broadcasts_staff:year": ("year", STAFF),
    "broadcasts_staff:month": ("year month", STAFF),
    "broadcasts_staff:take_off": ("episode", HR),
    "broadcasts:send_story": ("", ALL),
    "broadcasts:list_stories": ("", ALL),
    "broadcasts:withdraw_story": ("story", POST),
    # The secret is the key: whoever has it, signed in or not.
    "broadcasts:show_feed": ("feed_secret", "200 200 200 200 200 200 200 200"),
    "broadcasts:show_feed_recording": ("feed_secret episode suffix", "200 200 200 200 200 200 200 200"),
    "broadcasts:show_feed_transcript": ("feed_secret episode", "200 200 200 200 200 200 200 200"),
    "broadcasts:show_feed_chapters": ("feed_secret episode", "200 200 200 200 200 200 200 200"),
    "broadcasts:show_calendar": ("calendar_secret", "200 200 200 200 200 200 200 200"),
    # Trainers read stories; the desk of an episode is for who may edit it.
    "broadcasts_reach:show": ("", "in in 200 200 in 200 200 200"),
    "broadcasts_reach:export": ("", "in in 200 200 in 200 200 200"),
    # It speaks of everybody: not for heads of units.
    "broadcasts_reach:episode": ("episode", STAFF),
    "broadcasts_desk:stories": ("", MAKERS),
    "broadcasts_desk:stories_results": ("", MAKERS),
    "broadcasts_desk:story": ("story", MAKERS),
    "broadcasts_desk:sender": ("story", "in in 405 405 in 405 405 405"),
    "broadcasts_desk:desk": ("episode", STAFF),
    "broadcasts_desk:insert_story": ("episode", "in in 405 405 in 405 405 405"),
    "broadcasts_desk:prompter": ("episode", STAFF),
    "episode_listing:index": ("", STAFF),
    "episode_listing:index_results": ("", STAFF),
    # A screen in a hall signs nobody in; what people scan there leads to signing in.
    "pledges:show_board": ("board_key", "200 200 200 200 200 200 200 200"),
    "pledges:tell_news": ("board_key", "200 200 200 200 200 200 200 200"),
    "pledges:read_whole": ("board_key", "200 200 200 200 200 200 200 200"),
    "pledges:show_code": ("board_key", "200 200 200 200 200 200 200 200"),
    "pledges:scan_code": ("rally rally_word", "302 302 302 302 302 302 302 302"),
    "pledges:attend_rally": ("rally", ALL),
    "pledges:show_tree": ("campaign", ALL),
    # A unit without five leaves leads to the branch above it.
    "pledges:show_branch": ("campaign unit", "in 302 302 302 302 302 302 302"),
    "rally_staff:show_rally": ("rally", HR),
    "rally_staff:change_board": ("rally", "in in 405 405 in 405 405 405"),
    "rally_staff:print_sheet": ("rally", HR),
    "rally_staff:enter_sheet": ("rally", HR),
    "rally_staff:show_posters": ("campaign_id", HR),
    "rally_staff:download_poster": ("campaign_id poster_size", HR),
    "rally_staff:download_picture": ("campaign_id", HR),
    "reports:show_overview": ("", "in in 200 200 in 403 200 200"),
    "reports:list_people": ("", "in in 200 200 in 403 200 200"),
    "reports:list_people_results": ("", "in in 200 200 in 403 200 200"),
    "reports:show_person": ("learner", "in in 404 200 in 403 200 200"),
    "reports:export_people": ("", "in in 200 200 in 403 200 200"),
    "pledges:sign_campaign": ("campaign", "in 200 200 200 302 200 200 200"),
    "pledges:show_file": ("campaign reading", "in 302 302 302 302 302 302 302"),
    "pledges:show_captions": ("campaign reading", ALL),
    "pledges:list_pledges": ("", ALL),
    "pledges:withdraw_pledge": ("pledge", POST),
    "pledges:mend_promise": ("pledge", POST),
    "pledges:download_document": ("pledge", OWN),
    "pledges:show_picture": ("pledge", OWN),
    "pledges_staff:edit_text": ("campaign_id", CAMPAIGNERS),
    "pledges_staff:copy_campaign": ("campaign_id", CAMPAIGNERS),
    "pledges_staff:moderate_promises": ("", STAFF),
    "pledges_staff:moderate_promises_results": ("", STAFF),
    "pledges:show_practice": ("", ALL),
    # The check of day 7 of a pledge: whoever signed it is sent back to the page of all, others find nothing.
    "pledges:answer_practice": ("pledge day", "in 404 404 404 302 404 404 404"),
    "pledges:list_unit_promises": ("", ALL),
    "pledges:write_unit_promise": ("livelihood this_year quarter", "in 403 403 200 403 403 403 403"),
    "pledges:show_calendar": ("", ALL),
    "pledges:show_calendar_file": ("days_secret", "200 200 200 200 200 200 200 200"),
    "participation:show": ("", "in in 200 200 in 403 200 200"),
    "participation:export": ("", "in in 200 200 in 403 200 200"),
}


def _ours(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Names of the addresses whose views stand in our rooms."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _ours(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            if view.__module__.startswith(("lms.", "campaigns.")):
                yield prefix + pattern.name


@pytest.fixture
def world(learner, hr_officer, outsider, trainer):
    """One record of everything, the learner's."""
    course = build_course("특이민원 대응 기본", lessons=2, slug="abuse")
    quiz = build_quiz(course, "평가", questions=stored_questions())
    enrolment = enrolled(learner, course)
    attempt, _ = begin_quiz(enrolment=enrolment, quiz=quiz, at=MARCH_5, rng=random.Random(1))
    scenario = build_scenario(course)
    practice = begin_practice(person=learner, scenario=scenario, settings=Settings(), at=MARCH_5)
    completion = completed(learner, build_course("고객만족 마인드", lessons=1))
    certificate = Certificate.objects.filter(completion=completion).first()
    if certificate is None:
        certificate, _ = issue_certificate(completion=completion, at=MARCH_5)
    lesson = lessons_in(course)[0]
    words = "전화번호가 다릅니다."
    mistake, _ = report_mistake(person=learner, lesson_id=lesson.pk, part="", text=words, at=MARCH_5)
    record = record_access(
        actor=hr_officer,
        at=MARCH_5,
        ip="127.0.0.1",
        action=AccessRecord.Action.VIEW,
        asked="명단",
        subjects=[learner.pk],
    )
    beat(worker="w", host="localhost", process=1, at=core_clock.now())
    plan_notices(at=MARCH_5)
    delivery = Delivery.objects.filter(person=learner).first()
    recording = build_recording(thumbnail="posters/x.jpg", uploaded_by_user=trainer)
    recording.file.save("x.m4a", ContentFile(b"sound"))
    filmed = build_lesson(course, body=[("recording", {"recording": recording, "caption": ""})])
    upload, _ = begin_upload(person=trainer, name="x", size=5, fingerprint="x", at=MARCH_5)
    picture = default_storage.save("addresses.txt", ContentFile(b"x"))
    today = core_clock.today()
    days = {name: today + timedelta(days=10 * place - 5) for place, name in enumerate(DAYS, -1)}
    campaign = build_campaign(text=False, **days)
    save_text(campaign=campaign, draft=draft(recording=recording), by=None, at=MARCH_5)
    pledge = signed(learner, campaign, promise="먼저 웃겠습니다.", at=core_clock.now())
    rally = build_rally(campaign, at=core_clock.now())
    board = open_board(rally=rally, by=hr_officer, at=MARCH_5)
    calendar = open_address(person=learner, kind="small_days", by=learner, at=MARCH_5)
    quarter = Quarter.of(core_clock.today())
    return {
        "rally": rally.pk,
        "rally_word": attendance_word(rally, at=core_clock.now()),
        "board_key": address_secret(board),
        "lobby_key": address_secret(open_lobby(by=trainer, at=MARCH_5)),
        "poster_size": "A3",
        "address_kind": "any",
        "campaign": campaign.slug,
        "campaign_id": campaign.pk,
        "pledge": pledge.pk,
        "reading": recording.pk,
        "day": 7,
        "livelihood": learner.memberships.get().unit_id,
        "this_year": quarter.year,
        "quarter": quarter.number,
        "days_secret": address_secret(calendar),
        "attempt": attempt.pk,
        "certificate": certificate.pk,
        "code": certificate.verification_code,
        "completion": completion.pk,
        "course": course.pk,
        "enrolment": enrolment.pk,
        "job": "publish_scheduled",
        "learner": learner.pk,
        "nothing": 99_999_999,
        "lesson": lesson.pk,
        "bounce": Bounce.objects.create(address="nobody@gaon.example", person=learner, bounced_at=MARCH_5).pk,
        "delivery": delivery.pk,
        "kind": "learning.due",
        "mistake": mistake.pk,
        "notice": delivery.notice_id,
        "token": sign_token(key=keys_of([learner.pk], at=MARCH_5)[learner.pk], keys=["certificates.issued"]),
        "picture": picture,
        "play": begun(learner, scenario).pk,
        "practice": practice.pk,
        "quiz": quiz.pk,
        "filmed": filmed.pk,
        "recording": recording.pk,
        "ticket": file_address(recording, person_id=learner.pk, at=core_clock.now()).split("/")[-2],
        "upload": upload.pk,
        "record": record.pk,
        "task": uuid4(),
        "run": self_paced_run(course).pk,
        "scenario": scenario.pk,
        "app": "scenarios",
        "episode": build_episode(build_series(), MARCH_5, recording=recording).pk,
        "story": sent_story(learner).pk,
        "feed_secret": secret_of(learner, "podcast_feed"),
        "calendar_secret": secret_of(learner, "broadcast_calendar"),
        "suffix": "m4a",
        "year": 2026,
        "month": 3,
        "model": "scenario",
        "unit": hr_officer.memberships.get().unit_id,
        "version": QuestionVersion.objects.filter(quiz=quiz).first().pk,
    }


def test_every_address_of_ours_stands_in_the_table():
    assert set(_ours(get_resolver())) - {"account_login", "account_logout"} == set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(client, request, world, role):
    """One role opens every address by GET."""
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    client.raise_request_exception = False
    wrong = []
    for name, (arguments, expected) in TABLE.items():
        address = reverse(name, args=[world[each] for each in arguments.split()])
        response = client.get(address)
        refused = response.status_code == 302 and response.url.startswith("/accounts/login/")
        got = "in" if refused else str(response.status_code)
        wanted = expected.split()[ROLES.index(role)]
        if got != wanted:
            wrong.append(f"{name}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)
