"""How an episode is written, reviewed and approved, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from wagtail.models import Revision, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaigns.broadcasts.forms import EpisodeForm
from campaigns.broadcasts.models import Cancellation, Episode, Listening
from campaigns.broadcasts.receivers import DEPUTIES
from campaigns.broadcasts.services.airing import cancel
from lms.recordings.errors import NotPublishable
from lms.recordings.models import Captions
from tests.broadcasts.templates import WEEKDAYS
from tests.builders import MARCH_5, build_episode, build_recording, build_series, moment

pytestmark = pytest.mark.django_db
AIRS = moment(2026, 3, 9, 8, 50)


@pytest.fixture
def series():
    return build_series(weekdays=WEEKDAYS)


@pytest.fixture(autouse=True)
def _held(clock):
    clock.set(MARCH_5)


def form(recording=None, **changes):
    values = {
        "title": "끝인사 한 번 더",
        "slug": "last-words",
        "airs_at": "2026-03-09 08:50",
        "recording": recording.pk if recording else "",
        "theme": "고객만족",
        "summary": "",
        "segments": streamfield([]),
        "pulse": streamfield([]),
        "credits": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }
    return nested_form_data(values | changes)


def add(series, day=""):
    return reverse("wagtailadmin_pages:add", args=["broadcasts", "episode", series.pk]) + (f"?day={day}" if day else "")


def test_the_form_begins_with_the_day_that_was_clicked_and_its_weekdays_template(series, trainer, sign_in):
    shown = sign_in(trainer).get(add(series, "2026-03-11")).content.decode()
    assert 'value="2026-03-11 08:50"' in shown
    assert 'value="건강"' in shown
    parts = "상황 한 컷".encode("unicode_escape").decode()
    assert parts in shown.replace("&quot;", '"').replace("\\\\u", "\\u")


@pytest.mark.parametrize("day", ["뷁", "2026-99-99", "2020-01-01", ""])
def test_a_day_that_cannot_be_meant_counts_as_not_asked(day, series, trainer, sign_in):
    assert 'value="2026-03-06 08:50"' in sign_in(trainer).get(add(series, day)).content.decode()


def test_a_draft_may_wait_for_its_recording_but_is_not_handed_on_without(series, trainer, sign_in):
    client = sign_in(trainer)
    assert client.post(add(series), form()).status_code == 302
    draft = Episode.objects.get()
    assert (draft.live, draft.airs_at) == (False, AIRS)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    refused = client.post(edit, form() | {"action-submit": "1"})
    assert "검토를 요청하려면 녹음이 있어야 합니다." in refused.content.decode()


def test_a_recording_without_a_transcript_is_refused_beside_its_field(series, trainer, sign_in):
    recording = build_recording()
    Captions.objects.all().delete()
    refused = sign_in(trainer).post(add(series), form(recording) | {"action-submit": "1"})
    assert "녹취록이 없습니다" in refused.content.decode()
    assert not Episode.objects.exists()


def test_a_licence_that_ends_before_everybody_listens_is_refused(series, trainer, sign_in):
    recording = build_recording(licensed_until=AIRS.date() - timedelta(days=1))
    refused = sign_in(trainer).post(add(series), form(recording) | {"action-submit": "1"})
    assert "2026. 3. 8." in refused.content.decode()


@pytest.mark.parametrize(
    ("airs_at", "words"),
    [
        ("2026-03-10 08:50", "이미 다른 회차가 있습니다"),
        ("2026-03-10 08:51", "방송 중입니다"),
        ("2026-03-10 08:49", "방송 중입니다"),
        ("2026-03-05 08:59", "이미 지난 시각"),
    ],
)
def test_a_moment_that_is_taken_or_has_passed_is_refused_and_what_was_typed_stays(
    airs_at, words, series, trainer, sign_in
):
    build_episode(series, moment(2026, 3, 10, 8, 50), "먼저 온 것")
    refused = sign_in(trainer).post(add(series), form(build_recording(), airs_at=airs_at, title="뷁 <b>😀</b>"))
    shown = refused.content.decode()
    assert words in shown
    assert "뷁 &lt;b&gt;😀&lt;/b&gt;" in shown
    assert Episode.objects.count() == 1


def test_a_holiday_is_a_warning_not_a_refusal(series, trainer, sign_in):
    client = sign_in(trainer)
    data = form(build_recording(), airs_at="2026-05-05 08:50") | {"action-submit": "1"}
    said = client.post(add(series), data, follow=True).content.decode()
    assert "쉬는 날(어린이날)" in said
    edit = reverse("wagtailadmin_pages:edit", args=[Episode.objects.get().pk])
    assert "쉬는 날(어린이날)" in client.get(edit).content.decode()


def test_the_database_refuses_a_second_episode_at_one_moment(series):
    build_episode(series, AIRS)
    other = build_episode(series, None, "다른 것", recording=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=other.pk).update(airs_at=AIRS)


def test_whoever_publishes_second_at_one_moment_is_told(series):
    build_episode(series, AIRS)
    other = build_episode(series, None, "다른 것", is_draft=True)
    other.airs_at = AIRS
    revision = other.save_revision(clean=False)
    assert Episode.objects.get(pk=other.pk).airs_at is None
    with pytest.raises(NotPublishable):
        revision.publish()


def test_a_workflow_cannot_approve_what_has_no_recording(series, trainer):
    draft = build_episode(series, AIRS, recording=None)
    with pytest.raises(NotPublishable):
        draft.get_latest_revision().publish()


def test_a_trainer_writes_hr_approves_and_it_waits_for_its_moment(series, trainer, hr_officer, learner, sign_in, clock):
    writer, approver, reader = sign_in(trainer), sign_in(hr_officer), sign_in(learner)
    assert writer.post(add(series), form(build_recording()) | {"action-publish": "1"}).status_code == 302
    episode = Episode.objects.get()
    assert not episode.live, "a trainer does not publish"
    edit = reverse("wagtailadmin_pages:edit", args=[episode.pk])
    assert writer.post(edit, form(episode.recording) | {"action-submit": "1"}).status_code == 302
    state = episode.workflow_states.get()
    assert state.workflow == Workflow.objects.get(name="방송 검토")
    action = reverse("wagtailadmin_pages:workflow_action", args=[episode.pk, "approve", state.current_task_state.pk])
    assert writer.post(action, {"comment": ""}).status_code == 302
    episode.refresh_from_db()
    assert not episode.live, "nor approves his own"
    approver.post(action, {"comment": ""})
    episode.refresh_from_db()
    assert episode.live
    assert reader.get(episode.url).status_code == 404
    clock.set(AIRS)
    assert reader.get(episode.url).status_code == 200


def test_whoever_stands_in_for_the_approvers_approves_for_that_time(series, outsider, sign_in):
    draft = build_episode(series, AIRS, is_draft=True)
    group = Group.objects.get(name=DEPUTIES)
    state = draft.get_workflow().start(draft, None)
    action = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.current_task_state.pk])
    sign_in(outsider).post(action, {"comment": ""})
    draft.refresh_from_db()
    assert not draft.live
    outsider.groups.add(group)
    sign_in(outsider).post(action, {"comment": ""})
    draft.refresh_from_db()
    assert draft.live


def test_editors_see_a_draft_in_the_preview_before_its_moment(series, trainer, learner, sign_in):
    draft = build_episode(series, AIRS, "초안의 제목", is_draft=True)
    view = reverse("wagtailadmin_pages:view_draft", args=[draft.pk])
    assert "초안의 제목" in sign_in(trainer).get(view).content.decode()
    assert "data-player" in sign_in(trainer).get(view).content.decode()
    assert sign_in(learner).get(view).status_code == 302


@pytest.mark.usefixtures("search_index")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"ordering": "airs_at"}, ["친절한 아침", "친절한 저녁"]),
        ({"ordering": "-airs_at"}, ["친절한 저녁", "친절한 아침"]),
        ({"ordering": "a_name_nobody_knows"}, ["친절한 저녁", "친절한 아침"]),
        ({"ordering": "title", "has_child_pages": "false"}, ["친절한 아침", "친절한 저녁"]),
        ({"airs_at_from": "2026-03-10", "airs_at_to": "2026-03-10"}, ["친절한 저녁"]),
    ],
)
def test_episodes_that_a_search_found_are_sorted_by_their_moment_and_narrowed(asked, found, series, trainer, sign_in):
    build_episode(series, moment(2026, 3, 10), "친절한 저녁")
    build_episode(series, moment(2026, 3, 9), "친절한 아침")
    build_episode(series, moment(2026, 3, 11), "끝인사")
    answer = sign_in(trainer).get(reverse("episode_listing:index"), {"q": "친절", **asked})
    assert [episode.title for episode in answer.context["object_list"]] == found


def test_a_copy_has_no_moment_and_a_word_of_another_screen_is_no_address(series, administrator):
    copied = build_episode(series, AIRS).copy(update_attrs={"slug": "copy", "title": "사본"}, keep_live=False)
    assert Episode.objects.get(pk=copied.pk).airs_at is None
    series.slug = "on-air"
    with pytest.raises(ValidationError):
        series.full_clean()


@pytest.mark.parametrize("moved", ["", "2026-03-16 08:50", "2026-03-09 08:40"])
def test_the_moment_of_a_broadcast_that_was_heard_stays(moved, series, administrator, learner, sign_in, clock):
    episode = build_episode(series, AIRS)
    edit, client = reverse("wagtailadmin_pages:edit", args=[episode.pk]), sign_in(administrator)
    clock.set(AIRS + timedelta(days=1))
    Listening.objects.create(person=learner, episode=episode, way="live", recognised_at=AIRS)
    refused = client.post(edit, form(episode.recording, airs_at=moved) | {"action-publish": "1"})
    assert "들은 사람이 있는 회차라 방송 일시를 바꿀 수 없습니다" in refused.content.decode()
    mended = form(episode.recording, airs_at="2026-03-09 08:50", title="고친 제목") | {"action-publish": "1"}
    assert client.post(edit, mended).status_code == 302
    episode.refresh_from_db()
    assert (episode.airs_at, episode.title) == (AIRS, "고친 제목")


def test_a_broadcast_that_nobody_heard_may_move(series, administrator, sign_in, clock):
    episode = build_episode(series, AIRS)
    clock.set(AIRS + timedelta(days=1))
    edit = reverse("wagtailadmin_pages:edit", args=[episode.pk])
    moved = form(episode.recording, airs_at="2026-03-16 08:50") | {"action-publish": "1"}
    assert sign_in(administrator).post(edit, moved).status_code == 302
    assert Episode.objects.get().airs_at == moment(2026, 3, 16, 8, 50)


def test_a_spare_that_was_heard_in_the_place_of_another_gets_no_moment_of_its_own(
    series, administrator, learner, sign_in, clock
):
    spare, off = build_episode(series, None, "예비"), build_episode(series, AIRS)
    cancel(episode=off, by=administrator, reason="애도 기간입니다.", at=MARCH_5, replaced_by=spare)
    clock.set(AIRS + timedelta(days=1))
    Listening.objects.create(person=learner, episode=spare, way="live", recognised_at=AIRS)
    edit, client = reverse("wagtailadmin_pages:edit", args=[spare.pk]), sign_in(administrator)
    for airs_at, status in (("2026-03-16 08:50", 200), ("", 302)):
        sent = form(spare.recording, airs_at=airs_at) | {"action-publish": "1"}
        assert client.post(edit, sent).status_code == status
    assert Episode.objects.get(pk=spare.pk).airs_at is None


def test_an_old_draft_that_comes_due_moves_no_broadcast_that_was_heard(series, learner, clock):
    episode = build_episode(series, AIRS)
    draft = Episode.objects.get(pk=episode.pk)
    draft.airs_at, draft.summary = None, "새 요약"
    draft.save_revision()
    Listening.objects.create(person=learner, episode=episode, way="live", recognised_at=AIRS)
    clock.set(AIRS + timedelta(hours=2))
    Revision.objects.latest("pk").publish(log_action="wagtail.publish.scheduled")
    episode.refresh_from_db()
    assert (episode.airs_at, episode.summary) == (AIRS, "새 요약")


def test_a_copy_of_what_was_heard_gets_a_new_moment(series, administrator, learner, sign_in, clock):
    episode = build_episode(series, AIRS)
    Listening.objects.create(person=learner, episode=episode, way="live", recognised_at=AIRS)
    clock.set(AIRS + timedelta(days=1))
    copied = episode.copy(update_attrs={"slug": "copy", "title": "사본"}, keep_live=False)
    edit = reverse("wagtailadmin_pages:edit", args=[copied.pk])
    sent = form(episode.recording, airs_at="2026-03-16 08:50", slug="copy") | {"action-publish": "1"}
    assert sign_in(administrator).post(edit, sent).status_code == 302
    assert Episode.objects.get(pk=copied.pk).airs_at == moment(2026, 3, 16, 8, 50)


def test_a_weekday_stands_once_in_the_template(series):
    block = series.weekdays.stream_block
    with pytest.raises(ValidationError):
        block.clean(block.to_python([*WEEKDAYS, WEEKDAYS[0]]))


@pytest.mark.parametrize(("role", "expected"), [("trainer", 302), ("hr_officer", 200), ("administrator", 200)])
def test_only_who_may_publish_takes_off(role, expected, series, request, sign_in):
    person = request.getfixturevalue(role)
    episode = build_episode(series, AIRS)
    address = reverse("broadcasts_staff:take_off", args=[episode.pk])
    assert sign_in(person).get(address).status_code == expected
    sign_in(person).post(address, {"do": "cancel", "reason": "애도 기간입니다.", "replaced_by": ""})
    assert Cancellation.objects.exists() == (expected == 200)


def test_taking_off_on_the_screen_twice_then_putting_it_back(series, hr_officer, sign_in):
    episode, client = build_episode(series, AIRS), sign_in(hr_officer)
    spare = build_episode(series, None, "예비 회차")
    address = reverse("broadcasts_staff:take_off", args=[episode.pk])
    empty = client.post(address, {"do": "cancel", "reason": " ", "replaced_by": spare.pk})
    assert (empty.status_code, "사유를 적어 주세요" in empty.content.decode()) == (422, True)
    assert client.post(address, {"do": "cancel", "reason": "x", "replaced_by": "999999"}).status_code == 422
    data = {"do": "cancel", "reason": "담당자가 아픕니다.", "replaced_by": spare.pk}
    assert client.post(address, data).status_code == 302
    assert (
        "이미 취소된 방송입니다" in client.post(address, data | {"reason": "다른 사유"}, follow=True).content.decode()
    )
    assert "담당자가 아픕니다." in client.get(address).content.decode()
    assert "예비 회차" in client.get(address).content.decode()
    client.post(address, {"do": "undo"})
    assert not Cancellation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_one_moment_that_are_published_at_once_leave_one_on_the_air():
    series = build_series()
    drafts = [build_episode(series, None, f"초안 {number}", is_draft=True) for number in range(2)]
    revisions = []
    for draft in drafts:
        Episode.objects.update(airs_at=None)
        draft.airs_at = AIRS
        revisions.append(draft.save_revision())
    Episode.objects.update(airs_at=None)
    start, results = Barrier(2), []

    def act(revision):
        try:
            start.wait()
            revision.publish()
            results.append("published")
        except NotPublishable:
            results.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=act, args=[revision]) for revision in revisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["published", "refused"]
    assert Episode.objects.filter(airs_at=AIRS, live=True).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["written", "moved"])
@pytest.mark.parametrize("programmes", [1, 2])
def test_two_drafts_that_take_one_moment_at_once_are_both_kept_and_one_writer_is_told(
    programmes, step, trainer, administrator, sign_in, monkeypatch
):
    every_series = [build_series(title) for title in ("아침 방송", "저녁 방송")[:programmes]]
    series = [every_series[0], every_series[-1]]
    clients = [sign_in(person) for person in (trainer, administrator)]
    forms = [form(title=f"초안 {number}", slug=f"draft-{number}") for number in range(2)]
    if step == "moved":
        for number in range(2):
            day = {"airs_at": f"2026-03-1{number} 08:50"}
            assert clients[number].post(add(series[number]), forms[number] | day).status_code == 302
    drafts = {draft.title: draft.pk for draft in Episode.objects.all()}
    # Both have passed the form, where the moment was free, and neither is written yet.
    both, is_valid = Barrier(2), EpisodeForm.is_valid

    def found_valid_together(self):
        found = is_valid(self)
        if not hasattr(self, "has_waited"):
            self.has_waited = True
            both.wait(60)
        return found

    monkeypatch.setattr(EpisodeForm, "is_valid", found_valid_together)
    answers = {}

    def act(number):
        try:
            pk = drafts.get(f"초안 {number}")
            address = reverse("wagtailadmin_pages:edit", args=[pk]) if pk else add(series[number])
            answers[number] = clients[number].post(address, forms[number], follow=True).content.decode()
        finally:
            connection.close()

    threads = [Thread(target=act, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    monkeypatch.undo()
    told = ["방송 일시는 저장하지 못했습니다" in answers[number] for number in range(2)]
    assert sorted(told) == [False, True]
    rows = dict(Episode.objects.values_list("title", "airs_at"))
    assert rows == {f"초안 {number}": None if told[number] else AIRS for number in range(2)}
    # Opened again, the draft asks for the moment as it was typed, and its form says that it is taken.
    second = Episode.objects.get(airs_at=None)
    edit = reverse("wagtailadmin_pages:edit", args=[second.pk])
    assert 'value="2026-03-09 08:50"' in clients[1].get(edit).content.decode()
    again = clients[1].post(edit, forms[told.index(True)])
    assert "이미 다른 회차가 있습니다" in again.content.decode()
