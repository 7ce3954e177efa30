"""What learners really played: reported, merged, asked for before a lesson is finished, kept on the completion."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from lms.core import clock as core_clock
from lms.courses.outline import renew_outline
from lms.learning import errors
from lms.learning.guards import records_on
from lms.learning.models import Completion, LessonPlayedSpans, LessonProgress
from lms.learning.services import complete_lesson, keep_played, start_play, watching
from lms.recordings.errors import ReportRefused
from lms.recordings.models import Recording
from lms.recordings.services import PlayToken, Report, give_play_token, keep_reports, read_play_token
from tests.builders import MARCH_5, build_course, build_lesson, build_person, build_recording, enrolled

LENGTH = 100_000


@pytest.fixture
def recording(db):
    return build_recording()


@pytest.fixture
def lesson(recording):
    body = [("recording", {"recording": recording, "caption": ""})]
    return build_lesson(build_course(lessons=0), body=body, watch_percent=90)


@pytest.fixture
def enrolment(learner, lesson):
    return enrolled(learner, lesson.course)


@pytest.fixture
def play(enrolment, lesson, recording):
    """``play([(0, 5000)], seconds=5)``: one play that reports after so many seconds."""

    def go(spans, *, seconds, token="", at=MARCH_5, place=0):
        token = token or start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=at)
        sent = {"token": token, "spans": [list(span) for span in spans], "place": place}
        _touched, refused = keep_played(
            person_id=enrolment.person_id, reports=[sent], at=at + timedelta(seconds=seconds)
        )
        return token, refused

    return go


def percent(enrolment, lesson):
    ids, on = lesson.recording_ids(), core_clock.local_day(MARCH_5)
    found = watching(enrolment=enrolment, lesson_id=lesson.pk, recording_ids=ids, asked_percent=90, on=on)
    return found[0].coverage.percent


def test_a_lesson_is_finished_once_enough_was_really_played(enrolment, lesson, play):
    with translation.override("ko"), pytest.raises(errors.NotWatched, match="90% 이상 재생해야 하는데, 지금까지 0%"):
        complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)
    play([(0, 10_000), (95_000, 100_000)], seconds=20)
    with pytest.raises(errors.NotWatched):
        complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)
    play([(10_000, 92_000)], seconds=90, at=MARCH_5 + timedelta(hours=1))
    row = complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5 + timedelta(hours=2))
    assert (row.asked_watch_percent, row.watched_percent) == (90, 97)
    kept = Completion.objects.get(enrolment=enrolment).policy
    assert kept["watched"] == {str(lesson.pk): {"asked_percent": 90, "watched_percent": 97}}
    type(lesson).objects.update(watch_percent=100)
    again = complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5 + timedelta(hours=3))
    assert again.completed_at == row.completed_at, "what was completed stands"
    assert LessonProgress.objects.get(lesson_id=lesson.pk).asked_watch_percent == 90


def test_a_lesson_that_asks_nothing_is_finished_by_the_learners_word(enrolment, lesson):
    type(lesson).objects.update(watch_percent=0)
    renew_outline([lesson.course.pk])
    enrolment.refresh_from_db()
    row = complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)
    assert row.watched_percent is None


def test_the_same_report_twice_late_and_in_another_order_counts_once(enrolment, lesson, play):
    token, _ = play([(0, 20_000)], seconds=20)
    play([(0, 40_000)], seconds=40, token=token)
    play([(0, 20_000)], seconds=60, token=token)
    play([(0, 40_000)], seconds=3600, token=token)
    assert percent(enrolment, lesson) == 40
    assert LessonPlayedSpans.objects.count() == 1


def test_a_span_of_a_year_and_other_nonsense_is_refused_kindly(enrolment, lesson, play):
    year = 365 * 24 * 3600 * 1000
    for spans in ([(0, year)], [(-5, 10)], [(10, 5)], [(0, 1)] * 501):
        with translation.override("ko"):
            _token, refused = play(spans, seconds=5)
        assert len(refused) == 1
        assert refused[0].endswith("주세요.")
    assert not LessonPlayedSpans.objects.exists()


@pytest.mark.parametrize(
    "sent", [None, "x", [["a", 1]], [[1]], [[float("nan"), 2]], [[True, 5]], [[1e300, 2]], {"a": 1}]
)
def test_a_report_that_is_no_report_is_refused(enrolment, lesson, recording, sent):
    token = start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5)
    _touched, refused = keep_played(
        person_id=enrolment.person_id, reports=[{"token": token, "spans": sent}], at=MARCH_5
    )
    assert len(refused) == 1


def test_one_bad_report_does_not_spoil_the_others(enrolment, lesson, recording):
    token = start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5)
    reports = [{"token": "forged"}, {"token": token, "spans": [[0, 9_000]]}, {}]
    touched, refused = keep_played(person_id=enrolment.person_id, reports=reports, at=MARCH_5 + timedelta(seconds=9))
    assert (len(touched), len(refused)) == (1, 2)
    assert percent(enrolment, lesson) == 9


@pytest.mark.parametrize("owner", ["1:2:replay", "1:replay", "1", "", "1:2:3"])
def test_the_token_of_a_broadcast_does_not_spoil_the_others(enrolment, lesson, recording, owner):
    tokens = [
        give_play_token(owner=owner, recording_id=recording.pk, at=MARCH_5),
        start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5),
    ]
    reports = [{"token": token, "spans": [[0, 9_000]]} for token in tokens]
    with translation.override("ko"):
        touched, refused = keep_played(
            person_id=enrolment.person_id, reports=reports, at=MARCH_5 + timedelta(seconds=9)
        )
    assert [lesson_id for _enrolment, lesson_id in touched] == [lesson.pk]
    assert len(refused) == 1
    assert "재생 정보가 올바르지 않습니다" in refused[0]
    assert percent(enrolment, lesson) == 9


def test_a_lesson_that_was_deleted_does_not_spoil_the_others(enrolment, lesson, recording):
    body = [("recording", {"recording": recording, "caption": ""})]
    gone = build_lesson(lesson.course, "지워질 차시", body=body)
    reports = [
        {
            "token": start_play(enrolment=enrolment, lesson_id=each.pk, recording_id=recording.pk, at=MARCH_5),
            "spans": [[0, 9_000]],
        }
        for each in (gone, lesson)
    ]
    gone.delete()
    touched, refused = keep_played(person_id=enrolment.person_id, reports=reports, at=MARCH_5 + timedelta(seconds=9))
    assert ([lesson_id for _enrolment, lesson_id in touched], len(refused)) == ([lesson.pk], 1)
    assert percent(enrolment, lesson) == 9


def test_a_token_holds_for_its_person_and_for_two_weeks(enrolment, lesson, play, recording):
    token = start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5)
    sent = [{"token": token, "spans": [[0, 5_000]]}]
    assert keep_played(person_id=build_person().pk, reports=sent, at=MARCH_5)[1], "somebody else's"
    assert not keep_played(person_id=enrolment.person_id, reports=sent, at=MARCH_5 + timedelta(days=13))[1]
    assert keep_played(person_id=enrolment.person_id, reports=sent, at=MARCH_5 + timedelta(days=15))[1]


def test_ten_thousand_plays_of_one_person_are_not_kept(enrolment, lesson, recording, monkeypatch):
    monkeypatch.setattr("lms.learning.services.played.MOST_PLAYS", 3)
    monkeypatch.setattr("lms.recordings.services.playing.MOST_PLAYS", 3)

    def begin():
        return start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5)

    def send(tokens, end=1_000):
        sent = [{"token": each, "spans": [[0, end]]} for each in tokens]
        later = MARCH_5 + timedelta(seconds=5)
        with translation.override("ko"):
            return keep_played(person_id=enrolment.person_id, reports=sent, at=later)[1]

    # All of them got before the first one reports.
    tokens = [begin() for _number in range(10_000)]
    assert send(tokens[:2]) == []
    refused = send(tokens[2:40])
    assert len(refused) == 37
    assert "너무 여러 번 시작했습니다" in refused[0]
    for first in range(40, 10_000, 3_320):
        send(tokens[first : first + 3_320])
    assert LessonPlayedSpans.objects.count() == 3
    assert send(tokens[:3], end=4_000) == [], "what is known goes on"
    assert percent(enrolment, lesson) == 4
    with pytest.raises(ReportRefused):
        begin()


#: Statements with the savepoints of a test: making the rows and going over them, and going over them alone.
FIRST_TIME, AGAIN = 11, 7


def test_many_reports_cost_few_statements(enrolment, lesson, recording, django_assert_max_num_queries):
    def sent(count):
        return [
            {
                "token": start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5),
                "spans": [[0, 1_000]],
            }
            for _ in range(count)
        ]

    for count in (1, 40):
        reports = sent(count)
        for most in (FIRST_TIME, AGAIN):
            with django_assert_max_num_queries(most):
                keep_played(person_id=enrolment.person_id, reports=reports, at=MARCH_5 + timedelta(seconds=5))


def test_a_replaced_file_of_another_length_keeps_what_still_fits(enrolment, lesson, recording, play):
    play([(0, 80_000)], seconds=80)
    Recording.objects.update(duration_ms=40_000)
    assert percent(enrolment, lesson) == 100


NOT_PLAYABLE = {
    "withdrawn": {"published_at": None},
    "licence ended": {"licensed_until": MARCH_5.date() - timedelta(days=1)},
    "captions of another file": {"file_digest": "0" * 64},
}


@pytest.mark.parametrize("change", NOT_PLAYABLE.values(), ids=NOT_PLAYABLE.keys())
def test_nobody_waits_for_a_recording_that_may_not_be_played(enrolment, lesson, recording, change):
    Recording.objects.filter(pk=recording.pk).update(**change)
    row = complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)
    assert row.completed_at == MARCH_5
    assert (row.asked_watch_percent, row.watched_percent) == (None, None), "nothing was asked"


def test_what_may_still_be_played_is_still_asked_for(enrolment, lesson, recording):
    other = build_recording()
    lesson.body = [("recording", {"recording": each, "caption": ""}) for each in (recording, other)]
    lesson.save()
    Recording.objects.filter(pk=other.pk).update(published_at=None)
    with pytest.raises(errors.NotWatched):
        complete_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=MARCH_5)


# Through the addresses


@pytest.fixture
def signed_in(client, learner, enrolment, clock):
    client.force_login(learner)
    return client


def addresses(lesson, recording):
    return (
        reverse("learning:play_recording", args=[lesson.pk, recording.pk]),
        reverse("learning:keep_played"),
        reverse("learning:show_file", args=[lesson.pk, recording.pk]),
    )


def test_a_learner_plays_reports_comes_back_and_finishes(signed_in, lesson, recording, enrolment):
    client = signed_in
    place, report, file = addresses(lesson, recording)
    page = client.get(lesson.url).content.decode()
    assert f'src="{file}"' in page
    assert "90% 이상 재생하면 마칠 수 있습니다. (지금 0%)" in page
    assert "안녕하십니까." in page
    assert client.get(file)["Location"].startswith("/recordings/files/")
    token = client.post(place).json()["token"]
    with core_clock.set_to(core_clock.now() + timedelta(seconds=95)):
        reports = [{"token": token, "spans": [[0, 93_000]], "place": 93_000}]
        told = client.post(report, {"reports": json.dumps(reports), "lesson": lesson.pk}).json()
        assert told["recordings"][str(recording.pk)]["percent"] == 93
        assert told["recordings"][str(recording.pk)]["enough"] is True
        assert client.get(place).json()["place"] == 93_000
        done = client.post(reverse("learning:complete_lesson", args=[enrolment.pk, lesson.pk]))
    assert done["Location"].startswith("/my/completions/")


def test_who_presses_too_early_is_told_on_the_lesson(signed_in, lesson, enrolment):
    address = reverse("learning:complete_lesson", args=[enrolment.pk, lesson.pk])
    page = signed_in.post(address, follow=True)
    assert page.redirect_chain[-1][0] == lesson.url
    assert "지금까지 0% 재생했습니다" in page.content.decode()


def test_the_button_asks_nothing_of_a_withdrawn_recording(signed_in, lesson, recording):
    Recording.objects.filter(pk=recording.pk).update(published_at=None)
    assert "재생하면 마칠 수 있습니다" not in signed_in.get(lesson.url).content.decode()


def test_strangers_find_nothing_and_editors_are_not_counted(client, outsider, administrator, lesson, recording):
    client.force_login(outsider)
    place, _report, file = addresses(lesson, recording)
    for address in (place, file, reverse("learning:show_captions", args=[lesson.pk, recording.pk])):
        assert client.get(address).status_code == 404
    assert client.post(place).status_code == 404
    client.force_login(administrator)
    assert client.get(file).status_code == 302
    assert client.post(place).json()["token"] == ""


def test_an_editor_tries_only_what_the_lesson_or_its_draft_shows(client, administrator, lesson, recording):
    client.force_login(administrator)
    elsewhere, planned = build_recording(), build_recording()
    lesson.body = [("recording", {"recording": planned, "caption": ""})]
    lesson.save_revision()
    codes = [
        client.get(addresses(lesson, each)[2]).status_code  # what is live, what is planned, what stands elsewhere
        for each in (recording, planned, elsewhere)
    ]
    assert codes == [302, 302, 404]


def test_the_captions_come_as_a_text_track(signed_in, lesson, recording):
    response = signed_in.get(reverse("learning:show_captions", args=[lesson.pk, recording.pk]))
    assert response["Content-Type"].startswith("text/vtt")
    assert response.content.decode().startswith("WEBVTT")


UNREADABLE = {
    "nothing": "",
    "a word": "x",
    "no list": "{}",
    "a list of numbers": "[1]",
    "null": "null",
    "nested without end": "[" * 90_000,
    "larger than any player sends": f'[{{"token": "{"x" * 200_000}"}}]',
}


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_report_is_400(signed_in, sent):
    assert signed_in.post(reverse("learning:keep_played"), {"reports": sent}).status_code == 400


def test_a_flood_of_reports_is_slowed_down(signed_in, monkeypatch):
    monkeypatch.setattr("lms.learning.watching.REPORTS_IN_TEN_MINUTES", 2)
    codes = [signed_in.post(reverse("learning:keep_played"), {"reports": "[]"}).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]


def test_a_lesson_with_a_recording_stays_within_the_budget(signed_in, lesson, django_assert_max_num_queries):
    signed_in.get(lesson.url)
    with django_assert_max_num_queries(12):
        signed_in.get(lesson.url)


# Races, on real connections


@pytest.mark.django_db(transaction=True)
def test_reports_of_one_play_that_arrive_at_once_lose_nothing():
    recording = build_recording()
    lesson = build_lesson(
        build_course(lessons=0), body=[("recording", {"recording": recording, "caption": ""})], watch_percent=90
    )
    enrolment = enrolled(build_person(), lesson.course)
    word = start_play(enrolment=enrolment, lesson_id=lesson.pk, recording_id=recording.pk, at=MARCH_5)
    token: PlayToken = read_play_token(word, at=MARCH_5)
    values = {"enrolment_id": enrolment.pk, "lesson_id": lesson.pk}
    gate, failures = threading.Barrier(6), []

    def send(number: int) -> None:
        try:
            gate.wait(30)
            span = (number * 10_000, number * 10_000 + 9_000)
            keep_reports(
                LessonPlayedSpans, [Report(token, [span], 0, LENGTH, values)], at=MARCH_5 + timedelta(seconds=90)
            )
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert LessonPlayedSpans.objects.get().spans == [[n * 10_000, n * 10_000 + 9_000] for n in range(6)]


@pytest.mark.parametrize(
    ("is_trial", "said"), [(False, "1명이 학습했습니다."), (True, "시험 수강 기록이 1명분 있습니다.")]
)
def test_a_lesson_in_which_something_was_played_is_not_deleted_and_the_reason_is_told(
    enrolment, lesson, play, is_trial, said
):
    type(enrolment).objects.update(is_trial=is_trial)
    play([(0, 5000)], seconds=5)
    LessonProgress.objects.all().delete()
    with translation.override("ko"):
        reasons = records_on([lesson])
    assert len(reasons) == 2
    assert said in reasons[0]
