"""The learner's way through the pages: enrol, read, finish, complete; and every way in which it can go wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.learning.models import Completion, Enrolment, LessonProgress, MistakeReport
from lms.learning.services import complete_lesson, open_lesson, save_place, withdraw_enrolment
from lms.people.models import Audience
from tests.builders import build_course, build_run, completed, enrolled, lessons_in, self_paced_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def held(clock):
    """Every page is asked for on 2026. 3. 5."""
    return clock


@pytest.fixture
def browser(sign_in, learner):
    return sign_in(learner)


def address(name, *arguments):
    return reverse(f"learning:{name}", args=arguments)


def said(response):
    """What the page will say in its messages."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def finish_button(enrolment, lesson):
    return address("complete_lesson", enrolment.pk, lesson.pk)


def test_from_the_course_page_to_the_completion(browser, learner):
    course = build_course("민원 응대 기본", lessons=2)
    first, last = lessons_in(course)
    page = browser.get(course.url)
    button = address("create_enrolment", self_paced_run(course).pk)
    assert button in page.content.decode()

    browser.post(button)
    enrolment = Enrolment.objects.get(person=learner)
    page = browser.get(course.url).content.decode()
    assert button not in page
    assert first.url in page

    lesson = browser.get(first.url)
    assert lesson.status_code == 200
    assert finish_button(enrolment, first) in lesson.content.decode()
    browser.post(address("open_lesson", enrolment.pk, first.pk))
    assert browser.post(finish_button(enrolment, first)).url == last.url

    moment = browser.post(finish_button(enrolment, last)).url
    completion = Completion.objects.get()
    assert moment == address("show_completion", completion.pk)
    page = browser.get(moment).content.decode()
    assert "민원 응대 기본" in page
    assert "2026. 3. 5." in page
    assert moment in browser.get(course.url).content.decode()


def test_a_double_click_on_the_last_lesson_leaves_one_completion(browser, learner):
    course = build_course(lessons=1)
    enrolment = enrolled(learner, course)
    button = finish_button(enrolment, lessons_in(course)[0])
    browser.post(button)
    assert browser.post(button).status_code == 302
    assert Completion.objects.count() == 1


def test_without_script_the_button_alone_opens_and_completes(browser, learner):
    course = build_course(lessons=2)
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    browser.post(finish_button(enrolment, lesson))
    row = LessonProgress.objects.get()
    assert row.opened_at == row.completed_at


def test_learning_goes_on_at_the_place_last_read(browser, learner):
    course = build_course(lessons=3)
    enrolment, lessons = enrolled(learner, course), lessons_in(course)
    browser.post(finish_button(enrolment, lessons[0]))
    browser.post(address("save_place", enrolment.pk, lessons[1].pk), {"block": "abc-123"})
    assert f'href="{lessons[1].url}#abc-123"' in browser.get(course.url).content.decode()
    assert f'href="{lessons[1].url}#abc-123"' in browser.get("/").content.decode()


def test_who_is_not_enrolled_is_led_from_the_lesson_to_the_enrol_button(browser):
    course = build_course()
    response = browser.get(lessons_in(course)[0].url)
    assert (response.status_code, response.url) == (302, course.url)
    assert said(response)
    page = browser.get(course.url).content.decode()
    assert address("create_enrolment", self_paced_run(course).pk) in page


def test_looking_writes_nothing(browser, learner):
    course = build_course()
    enrolled(learner, course)
    for page in ("/", course.url, lessons_in(course)[0].url, address("show_my_learning")):
        assert browser.get(page).status_code == 200
    assert not LessonProgress.objects.exists()


WRITES = ["open_lesson", "save_place", "complete_lesson", "report_mistake"]


@pytest.mark.parametrize("name", WRITES)
def test_another_persons_enrolment_does_not_exist(sign_in, learner, outsider, name):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    enrolled(outsider, course)
    stranger = sign_in(outsider)
    target = address(name, enrolment.pk, lesson.pk)
    assert stranger.post(target, {"text": "틀렸습니다."}).status_code == 404
    assert stranger.get(target).status_code == 404
    assert not LessonProgress.objects.exists()
    assert not MistakeReport.objects.exists()


def test_another_persons_enrolment_cannot_be_left_nor_their_completion_seen(sign_in, learner, outsider):
    completion = completed(learner, build_course())
    stranger = sign_in(outsider)
    assert stranger.post(address("withdraw_enrolment", completion.enrolment_id)).status_code == 404
    assert stranger.get(address("show_completion", completion.pk)).status_code == 404


@pytest.mark.parametrize("name", WRITES)
def test_signing_in_again_leads_back_to_the_lesson(browser, learner, name):
    """After a session ended in the middle, sign-in returns to the address of the button, by GET."""
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    response = browser.get(address(name, enrolment.pk, lesson.pk))
    assert (response.status_code, response.url) == (302, lesson.url)
    assert not LessonProgress.objects.exists()


def test_signing_in_again_leads_back_to_the_course(browser, learner):
    course = build_course()
    assert browser.get(address("create_enrolment", self_paced_run(course).pk)).url == course.url
    assert not Enrolment.objects.exists()
    assert browser.get(address("withdraw_enrolment", enrolled(learner, course).pk)).url == course.url


def test_nobody_gets_in_without_signing_in(client, learner):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    for target in ("/", course.url, lesson.url, address("show_my_learning")):
        assert client.get(target).url.startswith("/accounts/login/")
    assert client.post(finish_button(enrolment, lesson)).url.startswith("/accounts/login/")
    assert not LessonProgress.objects.exists()


def test_a_button_pressed_after_leaving_says_so_and_leads_to_the_course(browser, learner):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    withdraw_enrolment(enrolment=enrolment, by=learner, at=enrolment.enrolled_at)
    response = browser.post(finish_button(enrolment, lesson))
    assert (response.status_code, response.url) == (302, course.url)
    assert said(response)
    assert browser.post(address("open_lesson", enrolment.pk, lesson.pk)).status_code == 409
    assert browser.post(address("save_place", enrolment.pk, lesson.pk), {"block": "a"}).status_code == 409
    assert browser.post(address("report_mistake", enrolment.pk, lesson.pk), {"text": "a"}).status_code == 404


def test_a_button_for_a_lesson_that_was_taken_away_leads_to_the_course(browser, learner):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    lesson.unpublish()
    response = browser.post(finish_button(enrolment, lesson))
    assert response.url == course.url
    assert said(response)
    assert browser.get(lesson.url).status_code == 404


def test_a_run_that_is_over_can_still_be_read_but_records_nothing(browser, learner, clock):
    course = build_course()
    enrolment = enrolled(learner, build_run(course, closes_on=date(2026, 3, 5)))
    lesson = lessons_in(course)[0]
    open_lesson(enrolment=enrolment, lesson_id=lesson.pk, at=clock.now)
    clock.advance(days=1)
    page = browser.get(lesson.url)
    assert page.status_code == 200
    assert finish_button(enrolment, lesson) not in page.content.decode()
    response = browser.post(finish_button(enrolment, lesson))
    assert response.url == course.url
    assert said(response)
    assert LessonProgress.objects.get().completed_at is None
    assert lesson.url in browser.get(course.url).content.decode()


def test_a_run_that_has_not_begun_keeps_its_lessons_closed(browser, learner):
    course = build_course()
    run = build_run(course, opens_on=date(2026, 3, 1))
    enrolled(learner, run)
    type(run).objects.filter(pk=run.pk).update(opens_on=date(2026, 4, 1))
    response = browser.get(lessons_in(course)[0].url)
    assert response.url == course.url
    assert "2026. 4. 1." in said(response)


def test_a_closed_run_refuses_to_enrol_in_words(browser):
    run = build_run(build_course(), closes_on=date(2026, 3, 4))
    response = browser.post(address("create_enrolment", run.pk))
    assert response.url == run.course.url
    assert said(response)
    assert not Enrolment.objects.exists()


def test_unknown_records_are_not_found(browser):
    for target in (address("create_enrolment", 999), address("withdraw_enrolment", 999)):
        assert browser.post(target).status_code == 404
        assert browser.get(target).status_code == 404
    assert browser.get(address("show_completion", 999)).status_code == 404


def test_leaving_a_course_from_its_page(browser, learner):
    course = build_course("상담 전화")
    enrolment = enrolled(learner, course)
    button = address("withdraw_enrolment", enrolment.pk)
    assert button in browser.get(course.url).content.decode()
    assert browser.post(button).url == course.url
    assert address("create_enrolment", enrolment.run_id) in browser.get(course.url).content.decode()
    assert "상담 전화" in browser.get(address("show_my_learning")).content.decode()


def test_an_assigned_course_shows_no_way_to_leave_it(browser, learner, manager):
    course = build_course()
    enrolment = enrolled(learner, course, by=manager, source=Enrolment.Source.MANAGER)
    page = browser.get(course.url).content.decode()
    assert address("withdraw_enrolment", enrolment.pk) not in page
    assert manager.name in page


def test_a_quiz_has_no_read_button_and_cannot_be_completed_by_pressing_one(browser, learner):
    course = build_course(lessons=1, quizzes=1)
    enrolment, quiz = enrolled(learner, course), lessons_in(course)[1]
    assert finish_button(enrolment, quiz) not in browser.get(quiz.url).content.decode()
    assert browser.post(finish_button(enrolment, quiz)).url == quiz.url
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_the_last_lesson_says_what_is_missing(browser, learner):
    course = build_course(lessons=2)
    enrolment, lessons = enrolled(learner, course), lessons_in(course)
    response = browser.post(finish_button(enrolment, lessons[1]))
    assert response.url == course.url
    assert lessons[0].title in said(response)
    assert lessons[0].url in browser.get(course.url).content.decode()


def test_the_last_missing_lesson_completes_also_out_of_order(browser, learner):
    course = build_course(lessons=2)
    enrolment, lessons = enrolled(learner, course), lessons_in(course)
    browser.post(finish_button(enrolment, lessons[1]))
    response = browser.post(finish_button(enrolment, lessons[0]))
    assert response.url == address("show_completion", Completion.objects.get().pk)


def test_a_missing_score_is_said(browser, learner):
    course = build_course(lessons=0, quizzes=1)
    strict = build_run(course, min_score_percent=80)
    from tests.builders import build_lesson

    last = build_lesson(course, "마무리")
    enrolment = enrolled(learner, strict)
    complete_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=enrolment.enrolled_at, score_percent=70)
    response = browser.post(finish_button(enrolment, last))
    assert "80" in said(response)
    assert "70" in said(response)


def test_reporting_a_mistake_takes_one_form_and_its_answer_comes_back(browser, learner, trainer):
    from lms.learning.services import resolve_mistake

    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    button = address("report_mistake", enrolment.pk, lesson.pk)
    assert button in browser.get(lesson.url).content.decode()
    response = browser.post(button, {"text": "<b>전화번호</b>가 틀렸습니다.", "part": "block-1", "next": lesson.url})
    assert response.url == lesson.url
    report = MistakeReport.objects.get()
    assert (report.person, report.part) == (learner, "block-1")
    page = browser.get(address("show_my_learning")).content.decode()
    assert "&lt;b&gt;전화번호&lt;/b&gt;가 틀렸습니다." in page
    resolve_mistake(report=report, answer="고쳤습니다.", by=trainer, at=report.reported_at)
    assert "고쳤습니다." in browser.get(address("show_my_learning")).content.decode()


def test_an_empty_report_is_refused_in_words_and_never_leads_away_from_the_host(browser, learner):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    response = browser.post(
        address("report_mistake", enrolment.pk, lesson.pk), {"text": " ", "next": "//elsewhere.example/"}
    )
    assert response.url == lesson.url
    assert said(response)
    assert not MistakeReport.objects.exists()


def test_home_shows_what_is_due_first_and_then_what_was_begun(browser, learner, manager, clock):
    begun, new, due = (build_course(title) for title in ("시작한 과정", "새 과정", "기한 있는 과정"))
    enrolment = enrolled(learner, begun)
    open_lesson(enrolment=enrolment, lesson_id=lessons_in(begun)[0].pk, at=clock.now)
    enrolled(learner, new)
    enrolled(learner, due, by=manager, source=Enrolment.Source.RULE, due_on=date(2026, 3, 8))
    page = browser.get("/").content.decode()
    assert page.index("기한 있는 과정") < page.index("시작한 과정") < page.index("새 과정")
    assert "3. 8." in page


def test_home_suggests_a_course_when_nothing_is_to_do(browser, learner):
    build_course("권하는 과정")
    completed(learner, build_course("마친 과정"))
    page = browser.get("/").content.decode()
    assert "권하는 과정" in page
    assert "마친 과정" in page


def test_my_learning_keeps_taking_completed_and_left_apart(browser, learner):
    completed(learner, build_course("마친 과정"))
    enrolled(learner, build_course("배우는 과정"))
    left = enrolled(learner, build_course("그만둔 과정"))
    withdraw_enrolment(enrolment=left, by=learner, at=left.enrolled_at)
    page = browser.get(address("show_my_learning")).content.decode()
    assert page.index("배우는 과정") < page.index("마친 과정") < page.index("그만둔 과정")


def test_a_voided_completion_is_said_to_be_voided(browser, learner, hr_officer):
    from lms.learning.services import void_completion

    completion = completed(learner, build_course())
    void_completion(
        completion=completion, by=hr_officer, reason="대리 응시", evidence="감사", at=completion.completed_at
    )
    page = browser.get(address("show_completion", completion.pk)).content.decode()
    assert "대리 응시" in page


def test_a_card_of_the_catalogue_shows_where_one_stands(browser, learner):
    completed(learner, build_course("마친 과정"))
    enrolled(learner, build_course("배우는 과정"))
    build_course("모르는 과정")
    page = browser.get("/courses/").content.decode()
    assert page.count("badge--growth") == 1
    assert page.count("badge--action") == 1


def test_nobody_is_told_to_go_on_who_has_begun_nothing(browser, learner):
    course = build_course()
    enrolment = enrolled(learner, course)
    assert "수강 중" in browser.get("/courses/").content.decode()
    assert "outline__item--current" not in browser.get(course.url).content.decode()
    open_lesson(enrolment=enrolment, lesson_id=lessons_in(course)[0].pk, at=enrolment.enrolled_at)
    assert browser.get(course.url).content.decode().count("outline__item--current") == 1


def test_the_place_survives_odd_input(browser, learner):
    course = build_course()
    enrolment, lesson = enrolled(learner, course), lessons_in(course)[0]
    for block in ("", "x" * 5000, "<script>"):
        assert browser.post(address("save_place", enrolment.pk, lesson.pk), {"block": block}).status_code == 204
    save_place(enrolment=enrolment, lesson_id=lesson.pk, place="ok", at=enrolment.enrolled_at)
    assert LessonProgress.objects.get().place == "ok"


def test_after_last_years_run_the_next_one_is_offered(browser, learner, clock):
    course = build_course()
    last_year = build_run(course, closes_on=date(2026, 3, 5))
    completion = completed(learner, last_year)
    open_run = address("create_enrolment", self_paced_run(course).pk)
    assert open_run not in browser.get(course.url).content.decode()
    clock.advance(days=30)
    page = browser.get(course.url).content.decode()
    assert open_run in page
    assert address("show_completion", completion.pk) in page
    browser.post(open_run)
    page = browser.get(course.url).content.decode()
    assert open_run not in page
    assert lessons_in(course)[0].url in page
    assert Completion.objects.standing().get() == completion


def test_a_course_for_others_says_so_instead_of_a_button_that_refuses(browser):
    course = build_course(audience=Audience.objects.create(name="아무도 아닌 사람"))
    assert address("create_enrolment", self_paced_run(course).pk) not in browser.get(course.url).content.decode()


def test_a_course_without_lessons_can_be_looked_at(browser, learner):
    course = build_course(lessons=0)
    enrolled(learner, course)
    assert browser.get(course.url).status_code == 200
    assert browser.get("/").status_code == 200
    assert not Completion.objects.exists()


def test_a_course_that_was_unpublished_does_not_break_what_one_has(browser, learner):
    course, left = build_course("내려간 과정"), build_course("그만둔 과정")
    enrolled(learner, course)
    withdrawn = enrolled(learner, left)
    withdraw_enrolment(enrolment=withdrawn, by=learner, at=withdrawn.enrolled_at)
    done = completed(learner, build_course("마친 과정"))
    for page in (course, left, done.run.course):
        page.unpublish()
    assert browser.get("/").status_code == 200
    assert "마친 과정" in browser.get(address("show_my_learning")).content.decode()
    assert browser.get(address("show_completion", done.pk)).status_code == 200


def test_a_lesson_of_a_course_that_takes_nobody_does_not_promise_a_button(browser):
    course = build_course()
    self_paced_run(course).delete()
    response = browser.get(lessons_in(course)[0].url)
    assert response.url == course.url
    assert str(_("This lesson can be read by those who take the course. Enrolment is not open today.")) in said(
        response
    )


def test_a_run_that_ended_without_completion_is_no_longer_among_what_one_takes(browser, learner, clock):
    ended, taking = build_course("끝난 과정"), build_course("배우는 과정")
    enrolled(learner, build_run(ended, closes_on=date(2026, 3, 5)))
    enrolled(learner, taking)
    clock.advance(days=1)
    page = browser.get(address("show_my_learning")).content.decode()
    assert page.index("배우는 과정") < page.index('id="ended"') < page.index("끝난 과정")
    assert "끝난 과정" not in browser.get("/").content.decode()


def test_a_second_click_on_the_last_lesson_leads_to_the_completion_too(browser, learner):
    course = build_course(lessons=1)
    button = finish_button(enrolled(learner, course), lessons_in(course)[0])
    assert browser.post(button).url == browser.post(button).url


def test_a_trial_does_not_hide_where_one_really_stands(sign_in, trainer):
    course = build_course()
    completed(trainer, course)
    enrolled(trainer, course, is_trial=True)
    assert "badge--growth" in sign_in(trainer).get("/courses/").content.decode()
