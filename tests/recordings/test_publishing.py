"""Nothing is published with audio that has no transcript or video that has no captions, whatever the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import registry as log_registry
from wagtail.models import Workflow

from lms.core import clock as core_clock
from lms.courses.models import LessonPage
from lms.recordings.errors import CaptionsRefused, NotPublishable
from lms.recordings.models import Captions, Recording
from lms.recordings.services import (
    check_playable,
    current_captions,
    publish_recording,
    save_captions,
    withdraw_recording,
)
from tests.builders import MARCH_5, build_course, build_lesson, build_person, enrolled, lessons_in
from tests.recordings.conftest import CAPTIONS


@pytest.fixture
def bare(arrive, media) -> Recording:
    """Converted, without captions."""
    return arrive(media("film.mp4")).recording


@pytest.fixture
def draft(bare) -> LessonPage:
    """A lesson that is not live, with the recording in its latest revision."""
    lesson = build_lesson(build_course(lessons=0), body=[("recording", {"recording": bare, "caption": ""})])
    lesson.unpublish()
    lesson.save_revision()
    return LessonPage.objects.get(pk=lesson.pk)


def test_a_recording_is_published_once_it_has_captions(bare):
    by = build_person()
    with translation.override("ko"), pytest.raises(NotPublishable, match="자막이 없습니다"):
        publish_recording(recording=bare, by=by, at=MARCH_5)
    save_captions(recording=bare, text=CAPTIONS, by=by, at=MARCH_5)
    publish_recording(recording=bare, by=by, at=MARCH_5)
    publish_recording(recording=bare, by=by, at=MARCH_5 + timedelta(days=1))
    bare.refresh_from_db()
    assert bare.published_at == MARCH_5


def test_audio_asks_for_a_transcript(arrive, media):
    recording = arrive(media("tone.mp3")).recording
    with translation.override("ko"), pytest.raises(NotPublishable, match="녹취록이 없습니다"):
        publish_recording(recording=recording, by=build_person(), at=MARCH_5)


def test_captions_are_versioned_and_the_same_words_make_no_new_version(bare):
    by = build_person()
    assert save_captions(recording=bare, text=CAPTIONS, by=by, at=MARCH_5)[1]
    assert not save_captions(recording=bare, text=CAPTIONS, by=by, at=MARCH_5)[1]
    save_captions(recording=bare, text=CAPTIONS.replace("안녕", "반갑"), by=by, at=MARCH_5)
    assert [row.number for row in Captions.objects.all()] == [2, 1]
    assert "반갑" in current_captions([bare.pk])[bare.pk].text
    with pytest.raises(CaptionsRefused):
        save_captions(recording=bare, text=CAPTIONS.replace("01.800", "09.000"), by=by, at=MARCH_5)


def test_captions_of_another_file_do_not_count(bare):
    save_captions(recording=bare, text=CAPTIONS, by=build_person(), at=MARCH_5)
    Recording.objects.filter(pk=bare.pk).update(file_digest="0" * 64)
    with translation.override("ko"), pytest.raises(NotPublishable, match="이전 파일"):
        publish_recording(recording=bare, by=build_person(), at=MARCH_5)


def test_the_publish_button_says_what_is_missing_and_a_draft_may_be_kept(client, administrator, draft):
    client.force_login(administrator)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = {
        "title": draft.title,
        "slug": draft.slug,
        "summary": "",
        "estimated_minutes": "5",
        "is_required": "on",
        "watch_percent": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "recording",
        "body-0-id": "",
        "body-0-value-recording": str(Recording.objects.get().pk),
        "body-0-value-caption": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    refused = client.post(address, form | {"action-publish": "1"})
    assert refused.status_code == 200
    said = "자막이 없습니다".encode("unicode_escape").decode()
    assert said in refused.content.decode(), "the editor's script shows it beside the block"
    assert client.post(address, form).status_code == 302, "a draft may be saved"
    draft.refresh_from_db()
    assert not draft.live


def test_no_code_path_publishes_it(draft):
    with pytest.raises(NotPublishable):
        draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert not draft.live


def test_a_workflow_that_approves_does_not_publish_it(client, administrator, draft):
    client.force_login(administrator)
    workflow = Workflow.objects.get(name="교육과정 검토")
    state = workflow.start(draft, administrator)
    task_state = state.current_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task_state.pk])
    response = client.post(action, {"comment": ""}, follow=True)
    assert response.status_code == 200
    assert "자막이 없습니다" in response.content.decode()
    draft.refresh_from_db()
    state.refresh_from_db()
    assert not draft.live
    assert state.status == "in_progress"


def test_a_planned_publication_is_called_off_and_the_others_go_out(draft):
    other = build_lesson(build_course(lessons=0))
    other.unpublish()
    past = timezone.now() - timedelta(minutes=1)
    for page in (draft, other):
        revision = page.save_revision()
        revision.approved_go_live_at = past
        revision.save()
    call_command("publish_scheduled", verbosity=0)
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.live, other.live) == (False, True)
    assert not draft.revisions.filter(approved_go_live_at__isnull=False).exists()
    entry = log_registry.get_logs_for_instance(draft).filter(action="recordings.not_published").get()
    assert "자막" in entry.data["why"] or "captions" in entry.data["why"]


def test_even_a_page_that_is_live_by_other_means_does_not_play_it(client, learner, bare):
    course = build_course(lessons=0)
    build_lesson(course, body=[("recording", {"recording": bare, "caption": ""})])
    enrolled(learner, course)
    client.force_login(learner)
    lesson = lessons_in(course)[0]
    page = client.get(lesson.url).content.decode()
    assert "data-player" not in page
    assert "지금 재생할 수 없습니다" in page
    assert client.get(reverse("learning:show_file", args=[lesson.pk, bare.pk])).status_code == 404


def test_what_an_editor_corrects_stands_on_the_page_at_once(client, learner, published):
    recording = published("film.mp4")
    course = build_course(lessons=0)
    build_lesson(course, body=[("recording", {"recording": recording, "caption": ""})])
    enrolled(learner, course)
    client.force_login(learner)
    address = lessons_in(course)[0].url
    client.get(address)
    recording.title, recording.voice_note = "고친 제목", "합성 음성입니다."
    recording.save(update_fields=["title", "voice_note"])
    page = client.get(address).content.decode()
    assert "고친 제목" in page
    assert "합성 음성입니다." in page


def test_a_licence_ends_at_midnight_also_on_pages_that_are_kept(client, learner, published, clock):
    recording = published("film.mp4")
    recording.licensed_until = core_clock.today()
    recording.save()
    course = build_course(lessons=0)
    lesson = build_lesson(course, body=[("recording", {"recording": recording, "caption": ""})])
    lesson.save_revision().publish()
    enrolled(learner, course)
    client.force_login(learner)
    assert "data-player" in client.get(lesson.url).content.decode()
    clock.advance(days=1)
    assert "data-player" not in client.get(lesson.url).content.decode()


def test_what_is_withdrawn_or_no_longer_licensed_is_gone_at_once(
    client, learner, published, clock, django_capture_on_commit_callbacks
):
    recording = published("film.mp4")
    course = build_course(lessons=0)
    build_lesson(course, body=[("recording", {"recording": recording, "caption": "그림"})])
    enrolled(learner, course)
    client.force_login(learner)
    lesson = lessons_in(course)[0]
    file = reverse("learning:show_file", args=[lesson.pk, recording.pk])
    assert "data-player" in client.get(lesson.url).content.decode()
    assert client.get(file).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_recording(recording=recording, by=build_person())
    assert "data-player" not in client.get(lesson.url).content.decode()
    assert client.get(file).status_code == 404
    publish_recording(recording=recording, by=build_person(), at=MARCH_5)
    Recording.objects.update(licensed_until=core_clock.today() - timedelta(days=1))
    assert client.get(file).status_code == 404
    with translation.override("ko"), pytest.raises(NotPublishable, match="이용 허락"):
        check_playable([recording.pk], on=core_clock.today())
