"""A person plays through the browser's requests: what is kept, what is refused, what counts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from wagtail.models import Site

from lms.learning.models import Attempt, AttemptStep, Completion, LessonProgress, Mark
from lms.learning.services import start_attempt, withdraw_enrolment
from lms.scenarios.engine import NotOffered, Settings
from lms.scenarios.exchange import fill
from lms.scenarios.graph import Graph
from lms.scenarios.models import Scenario, ScenarioSettings, ScenarioVersion
from lms.scenarios.plays import play_of_steps
from lms.scenarios.services import finish_left_at_end, freeze_version
from tests import builders
from tests.builders import MARCH_5
from tests.scenarios.playground import (
    ABUSE,
    DANGER,
    MODEL,
    PARTIAL,
    REPAIRED,
    SECRET,
    begun,
    build_scenario,
    played,
    sample,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(name, pk):
    return reverse(f"scenarios:{name}", args=[pk])


@pytest.fixture
def course(db):
    return builders.build_course("특이민원 대응 실전", lessons=0)


@pytest.fixture
def scenario(course):
    return build_scenario(course)


@pytest.fixture
def browser(learner, sign_in, clock):
    return sign_in(learner)


def answer(browser, attempt, move, key, **headers):
    return browser.post(url("give_reply", attempt.pk), {"move": move, "reply": key}, headers=headers)


def kept(attempt):
    return [(step.key, step.value) for step in attempt.steps.order_by("key")]


def institution(**values):
    settings = ScenarioSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()
    caches["process"].clear()


def test_from_the_lesson_page_to_the_model_ending_and_its_debrief(browser, learner, scenario):
    builders.enrolled(learner, scenario.course)
    assert "대화 시작" in browser.get(scenario.url).text
    address = browser.post(url("begin_scenario", scenario.pk)).url
    attempt = Attempt.objects.get()
    assert address == url("show_attempt", attempt.pk)
    for move, key in enumerate(MODEL, start=1):
        page = browser.get(address).text
        assert f"응대 {key}" in page or "경고는 1회입니다." in page
        assert answer(browser, attempt, move, key).url == address
    assert "대화가 끝났습니다" in browser.get(address).text
    assert browser.post(url("finish_attempt", attempt.pk)).url == url("show_debrief", attempt.pk)
    debrief = browser.get(url("show_debrief", attempt.pk)).text
    assert "합격했습니다" in debrief
    assert f"{SECRET} warn" in debrief
    attempt.refresh_from_db()
    assert attempt.outcome == Attempt.Outcome.PASSED
    assert Completion.objects.standing().count() == 1


def test_a_dangerous_ending_completes_nothing_and_tells_why(browser, learner, scenario):
    attempt = played(begun(learner, scenario), DANGER)
    browser.post(url("finish_attempt", attempt.pk))
    page = browser.get(url("show_debrief", attempt.pk)).text
    assert "신고가 들어왔을 것입니다." in page
    assert "고지 없이 끊었습니다." in page
    assert LessonProgress.objects.get().completed_at is None
    assert not Completion.objects.exists()


@pytest.mark.parametrize(
    ("keys", "outcome"), [(MODEL, "passed"), (REPAIRED, "passed"), (PARTIAL, "failed"), (DANGER, "failed")]
)
def test_only_what_reaches_the_minima_passes(browser, learner, scenario, keys, outcome):
    attempt = played(begun(learner, scenario), keys)
    browser.post(url("finish_attempt", attempt.pk))
    attempt.refresh_from_db()
    assert attempt.outcome == outcome
    assert (LessonProgress.objects.get().completed_at is not None) is (outcome == "passed")


@pytest.mark.parametrize(("keys", "score"), [(MODEL, 100), (REPAIRED, 100), (PARTIAL, 0), (DANGER, 0)])
def test_of_a_person_others_see_only_passed_or_not(browser, learner, scenario, keys, score):
    """No score that any list, export or certificate could show tells how well somebody passed."""
    attempt = played(begun(learner, scenario), keys)
    browser.post(url("finish_attempt", attempt.pk))
    attempt.refresh_from_db()
    assert (attempt.score_percent, LessonProgress.objects.get().score_percent) == (score, score)
    for completion in Completion.objects.all():
        assert completion.score_percent == 100


def test_whoever_failed_may_play_again_as_often_as_they_like(browser, learner, scenario):
    for number in range(1, 6):
        attempt = played(begun(learner, scenario), DANGER)
        assert attempt.number == number
        browser.post(url("finish_attempt", attempt.pk))
    assert "다시 대화하기" in browser.get(scenario.url).text


def test_no_reason_and_no_model_mark_reaches_a_play_that_counts(browser, learner, scenario):
    attempt = begun(learner, scenario)
    pages = [browser.get(url("show_attempt", attempt.pk)).text]
    for move, key in enumerate(MODEL, start=1):
        pages.append(answer(browser, attempt, move, key, **HTMX).text)
    for page in pages:
        assert SECRET not in page
        assert "모범 응대" not in page


def test_htmx_gets_only_what_the_reply_added(browser, learner, scenario):
    attempt = begun(learner, scenario)
    response = answer(browser, attempt, 1, "a", **HTMX)
    assert "지금 나를 가르칩니까?" in response.text
    assert "과태료가 웬 말입니까?" not in response.text
    assert response.text.count("hx-swap-oob") == 2
    assert "<html" not in response.text


def test_a_stale_move_changes_nothing_and_shows_the_present_scene(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    before = kept(attempt)
    response = browser.post(url("give_reply", attempt.pk), {"move": 1, "reply": "c"}, follow=True)
    assert kept(attempt) == before
    assert "대화가 이미 진행되었습니다." in response.text
    assert "응대 record" in response.text


def test_the_same_click_twice_is_one_move_and_no_message(browser, learner, scenario):
    attempt = begun(learner, scenario)
    answer(browser, attempt, 1, "b")
    response = browser.post(url("give_reply", attempt.pk), {"move": 1, "reply": "b"}, follow=True)
    assert kept(attempt) == [("0001", {"scene": "first", "reply": "b"})]
    assert "대화가 이미 진행되었습니다." not in response.text


@pytest.mark.parametrize(
    "data",
    [
        {"move": 1, "reply": "end"},
        {"move": 1, "reply": ""},
        {"move": 1},
        {"reply": "b"},
        {"move": 2, "reply": "b"},
        {"move": 9999, "reply": "b"},
        {"move": "-1", "reply": "b"},
        {"move": "1; drop", "reply": "b"},
        {"move": "１", "reply": "b"},
        {"move": 1, "reply": "sorry", "scene": "heated"},
    ],
)
def test_no_request_reaches_a_scene_without_its_path(browser, learner, scenario, data):
    attempt = begun(learner, scenario)
    assert browser.post(url("give_reply", attempt.pk), data).status_code == 302
    assert kept(attempt) == []


def test_a_reply_whose_conditions_fail_is_not_taken(browser, learner, scenario):
    attempt = played(begun(learner, scenario, settings=Settings(always_record=True)), ["b"])
    answer(browser, attempt, 2, "record")
    assert len(kept(attempt)) == 1


@pytest.mark.parametrize("name", ["show_attempt", "give_reply", "finish_attempt", "show_debrief"])
def test_another_persons_play_does_not_exist(sign_in, clock, learner, outsider, trainer, hr_officer, scenario, name):
    attempt = played(begun(learner, scenario), MODEL)
    sign_in(learner).post(url("finish_attempt", attempt.pk))
    for person in (outsider, trainer, hr_officer):
        browser = sign_in(person)
        ask = browser.post if name in {"give_reply", "finish_attempt"} else browser.get
        assert ask(url(name, attempt.pk), {"move": 1, "reply": "a"}).status_code == 404


def test_a_quizs_attempt_is_no_play(browser, learner, course):
    quiz = builders.build_quiz(course)
    enrolment = builders.enrolled(learner, course)
    attempt, _is_new = start_attempt(
        enrolment=enrolment, lesson_id=quiz.pk, content={}, pass_mark_percent=60, max_attempts=None, at=MARCH_5
    )
    for name in ("show_attempt", "show_debrief"):
        assert browser.get(url(name, attempt.pk)).status_code == 404
    for name in ("give_reply", "finish_attempt"):
        assert browser.post(url(name, attempt.pk), {"move": 1, "reply": "a"}).status_code == 404


def test_a_conversation_that_goes_on_cannot_be_handed_in(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    assert browser.post(url("finish_attempt", attempt.pk)).url == url("show_attempt", attempt.pk)
    assert not Mark.objects.exists()


def test_after_hand_in_nothing_is_added(browser, learner, scenario):
    attempt = played(begun(learner, scenario), DANGER)
    browser.post(url("finish_attempt", attempt.pk))
    assert answer(browser, attempt, 2, "b").url == url("show_attempt", attempt.pk)
    assert len(kept(attempt)) == 1
    assert browser.post(url("finish_attempt", attempt.pk)).url == url("show_debrief", attempt.pk)
    assert Mark.objects.count() == 1


def test_who_left_the_course_is_told_so(browser, learner, scenario, clock):
    attempt = played(begun(learner, scenario), ["b"])
    withdraw_enrolment(enrolment=attempt.enrolment, by=learner, reason="다른 과정", at=clock.now)
    assert answer(browser, attempt, 2, "warn").status_code == 302
    assert len(kept(attempt)) == 1
    response = browser.get(url("show_attempt", attempt.pk), follow=True)
    assert "그사이 수강을 취소했습니다" in response.text


def test_who_is_not_enrolled_begins_nothing(browser, scenario):
    response = browser.post(url("begin_scenario", scenario.pk), follow=True)
    assert "수강" in response.text
    assert not Attempt.objects.exists()


def test_a_get_begins_and_answers_nothing(browser, learner, scenario):
    builders.enrolled(learner, scenario.course)
    assert browser.get(url("begin_scenario", scenario.pk)).url == scenario.url
    attempt = begun(learner, scenario)
    assert browser.get(url("give_reply", attempt.pk)).url == url("show_attempt", attempt.pk)
    assert browser.get(url("finish_attempt", attempt.pk)).status_code == 405
    assert browser.get(url("begin_practice", scenario.pk)).url == scenario.url
    assert not AttemptStep.objects.exists()


def test_an_ended_session_leads_back_to_the_conversation(client, learner, scenario, clock):
    attempt = begun(learner, scenario)
    here = url("show_attempt", attempt.pk).replace("/", "%2F")
    response = answer(client, attempt, 1, "b")
    assert response.status_code == 302
    assert here in response.url
    by_htmx = answer(client, attempt, 1, "b", **HTMX)
    assert here in by_htmx.headers["HX-Redirect"]
    assert kept(attempt) == []


def test_the_play_is_the_same_on_a_later_day_under_other_settings_and_another_page(browser, learner, scenario, clock):
    attempt = played(begun(learner, scenario), MODEL)
    browser.post(url("finish_attempt", attempt.pk))
    before = browser.get(url("show_debrief", attempt.pk)).text
    institution(warn_count=5, always_record=True, call_limit_minutes=7)
    document = sample()
    document["scenes"][0]["replies"] = document["scenes"][0]["replies"][:1]
    document["scenes"][2]["lines"] = [{"speaker": "citizen", "text": "다른 말"}]
    page = Scenario.objects.get(pk=scenario.pk)
    fill(page, Graph.from_document(document))
    page.save_revision().publish()
    assert ScenarioVersion.objects.count() == 2
    clock.advance(days=200)
    browser.force_login(learner)
    after = browser.get(url("show_debrief", attempt.pk)).text
    assert told_in(after) == told_in(before)


def told_in(page):
    """The debrief, without the frame and the form tokens."""
    told = page[page.index('<section class="outcome') : page.index("</main>")]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", told)


def test_a_play_under_way_goes_on_in_its_own_edition(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    document = sample()
    document["scenes"][2]["replies"] = document["scenes"][2]["replies"][2:]
    page = Scenario.objects.get(pk=scenario.pk)
    fill(page, Graph.from_document(document))
    page.save_revision().publish()
    answer(browser, attempt, 2, "warn")
    assert kept(attempt)[-1] == ("0002", {"scene": "plate", "reply": "warn"})


def test_steps_of_another_edition_are_no_path(learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    AttemptStep.objects.create(attempt=attempt, key="0002", value={"scene": "close", "reply": "end"}, saved_at=MARCH_5)
    with pytest.raises(NotOffered):
        play_of_steps(attempt.content, dict(attempt.steps.values_list("key", "value")))


def test_publishing_freezes_once_and_a_change_freezes_anew(scenario):
    first = ScenarioVersion.objects.get()
    assert freeze_version(scenario=scenario, at=MARCH_5 + timedelta(days=1)) == first
    page = Scenario.objects.get(pk=scenario.pk)
    page.situation = "다른 상황"
    page.save_revision().publish()
    assert ScenarioVersion.objects.count() == 2


def test_a_page_that_cannot_be_played_says_so_and_begins_nothing(browser, learner, course):
    page = Scenario(title="빈 시나리오", slug="empty", citizen="mr-oh", citizen_name="오○○ 님", situation="상황")
    builders._fresh(course).add_child(instance=page)
    page.save_revision().publish()
    builders.enrolled(learner, course)
    assert "아직 완성되지 않았습니다" in browser.get(page.url).text
    response = browser.post(url("begin_scenario", page.pk), follow=True)
    assert "아직 완성되지 않았습니다" in response.text
    assert not Attempt.objects.exists()


def test_a_window_closed_at_the_end_is_handed_in_by_the_hourly_job(learner, scenario, clock):
    ended = played(begun(learner, scenario, at=clock.now), MODEL, at=clock.now)
    assert finish_left_at_end(at=clock.now) == 0  # the person may still be looking at it
    clock.advance(minutes=30)
    assert finish_left_at_end(at=clock.now) == 1
    assert finish_left_at_end(at=clock.now) == 0
    ended.refresh_from_db()
    assert ended.outcome == Attempt.Outcome.PASSED


def test_the_hourly_job_leaves_conversations_that_go_on(learner, scenario, clock):
    played(begun(learner, scenario, at=clock.now), ["b"], at=clock.now)
    clock.advance(hours=2)
    assert finish_left_at_end(at=clock.now) == 0


def test_abusive_words_are_masked_for_everybody_while_the_institution_says_so(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    browser.post(reverse("scenarios:choose_words"), {"words": "plain", "next": "/"})
    for page in (browser.get(url("show_attempt", attempt.pk)).text, browser.get(scenario.url).text):
        assert ABUSE not in page
        assert "가린 표현" in page
        assert "그대로 보기" not in page


def test_where_it_is_left_to_the_reader_words_stay_masked_until_asked_for(browser, learner, scenario):
    institution(mask_abuse=False)
    attempt = played(begun(learner, scenario), ["b"])
    assert ABUSE not in browser.get(url("show_attempt", attempt.pk)).text
    assert "그대로 보기" in browser.get(scenario.url).text
    browser.post(reverse("scenarios:choose_words"), {"words": "plain", "next": scenario.url})
    assert ABUSE in browser.get(url("show_attempt", attempt.pk)).text
    browser.post(reverse("scenarios:choose_words"), {"words": "masked", "next": scenario.url})
    assert ABUSE not in browser.get(url("show_attempt", attempt.pk)).text


def test_the_choice_of_words_leads_to_no_other_host(browser):
    response = browser.post(reverse("scenarios:choose_words"), {"words": "plain", "next": "//elsewhere.example/"})
    assert response.url == "/"


@pytest.mark.parametrize(("is_required", "words"), [(True, "언제든 돌아와"), (False, "이수에 필요하지 않습니다")])
def test_the_content_notice_leads_past_the_scenario(browser, learner, course, is_required, words):
    scenario = build_scenario(course, is_required=is_required)
    following = builders.build_lesson(course, "마음 돌보기")
    builders.enrolled(learner, course)
    page = browser.get(scenario.url).text
    assert f'href="{following.get_url()}"' in page
    assert "건너뛰고" in page
    assert words in page


def test_the_face_and_its_words_follow_the_mood(browser, learner, scenario):
    attempt = begun(learner, scenario)
    page = browser.get(url("show_attempt", attempt.pk)).text
    assert "mr-oh-3" in page
    moved = answer(browser, attempt, 1, "a", **HTMX).text
    assert "mr-oh-4" in moved
    assert 'alt="오○○ 님, 화난 표정"' in moved
    assert "‘답답’에서 ‘분노’ 쪽으로" in moved


def test_the_bar_says_what_is_recorded(browser, learner, scenario):
    attempt = played(begun(learner, scenario), ["b"])
    assert "녹음 고지 전" in browser.get(url("show_attempt", attempt.pk)).text
    played(attempt, ["record"])
    assert "녹음 중" in browser.get(url("show_attempt", attempt.pk)).text


def test_two_scenarios_of_one_course_complete_it_together(browser, learner, course):
    first, second = build_scenario(course, slug="s-1"), build_scenario(course, slug="s-2")
    for scenario in (first, second):
        assert not Completion.objects.exists()
        attempt = played(begun(learner, scenario), MODEL)
        browser.post(url("finish_attempt", attempt.pk))
    assert Completion.objects.standing().count() == 1
