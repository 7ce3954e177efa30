"""From what happened to a mail in the box: planned, sent, once, together where many come at once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.parser import BytesParser
from email.policy import default

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from lms.notices import kinds
from lms.notices.choices import Cadence, Cause, State
from lms.notices.models import Bounce, Delivery, MailSettings, Notice, Pace
from lms.notices.services import (
    clear_bounce,
    mark_arrived,
    mark_read,
    notify,
    plan_notices,
    send_again,
    send_due,
    send_test,
    set_preferences,
)
from tests.builders import build_person

from .conftest import MANDATORY, ON, OPTIONAL, THURSDAY

pytestmark = pytest.mark.django_db
FRIDAY = THURSDAY + timedelta(days=1)


def tell(person, reason="course:1", **fields):
    fields = {"kind": OPTIONAL, "on": ON, "at": THURSDAY, "link": "/courses/", "subject": {"course": "민원"}} | fields
    return notify(person=person, reason=reason, **fields)


def outcome(reason="course:1"):
    return Delivery.objects.values_list("state", "cause").get(notice__reason=reason)


def test_what_happened_arrives_in_the_mailbox_once(learner, mailoutbox):
    tell(learner)
    assert tell(learner) is None
    send_due(at=THURSDAY)
    send_due(at=THURSDAY + timedelta(minutes=5))
    assert [mail.to for mail in mailoutbox] == [[learner.email]]
    assert outcome() == (State.SENT, Cause.NONE)
    assert Notice.objects.count() == 1


def test_a_mail_says_the_same_in_text_and_in_html_and_has_one_thing_to_do(learner, mailoutbox, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://learn.gaon.example"
    institution = MailSettings.of_institution()
    institution.sender_name, institution.sender_address = "가온시 교육", "learn@gaon.example"
    institution.save()
    tell(learner)
    send_due(at=THURSDAY)
    [mail] = mailoutbox
    html, mimetype = mail.alternatives[0]
    assert mail.subject == "‘민원’ 교육과정이 열렸습니다."
    assert "learn@gaon.example" in mail.from_email
    for words in (
        "오늘부터 들으실 수 있습니다.",
        "2026. 3. 31.",
        "https://learn.gaon.example/courses/",
        "교육과정 열기",
    ):
        assert words in mail.body
        assert words in html
    assert mimetype == "text/html"
    assert "<img" not in html
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Delivery.objects.get().message_id == mail.extra_headers["Message-ID"]


@pytest.mark.parametrize(
    ("configured", "name"),
    [
        ("no-reply@city.kr", "친절배움터"),
        ("LMS <no-reply@city.kr>", "LMS"),
        ('"LMS, City" <no-reply@city.kr>', "LMS, City"),
        ("가온시 교육 <no-reply@city.kr>", "가온시 교육"),
    ],
)
def test_mails_come_from_the_address_the_server_was_set_up_with(learner, mailoutbox, settings, configured, name):
    settings.DEFAULT_FROM_EMAIL = configured
    tell(learner)
    send_due(at=THURSDAY)
    [mail] = mailoutbox
    written = BytesParser(policy=default).parsebytes(mail.message().as_bytes())
    [sender] = written["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "no-reply@city.kr")
    assert written["Message-ID"].endswith("@city.kr>")
    assert outcome() == (State.SENT, Cause.NONE)


@pytest.mark.parametrize("configured", ["", "LMS", "no-reply@가온시.한국"])
def test_a_sender_that_cannot_be_used_costs_no_mail_its_tries(learner, mailoutbox, settings, configured):
    settings.DEFAULT_FROM_EMAIL = configured
    tell(learner)
    with pytest.raises(ImproperlyConfigured):
        send_due(at=THURSDAY)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.claim) == (State.PLANNED, 0, None)
    settings.DEFAULT_FROM_EMAIL = "no-reply@city.kr"
    send_due(at=THURSDAY)
    assert len(mailoutbox) == 1


def test_a_sender_address_in_korean_letters_is_refused_with_what_to_do():
    institution = MailSettings.of_institution()
    institution.sender_address = "no-reply@가온시.한국"
    with pytest.raises(ValidationError) as refused:
        institution.full_clean()
    assert "영문" in str(refused.value.message_dict["sender_address"])


def test_markup_in_a_title_is_text(learner, mailoutbox):
    tell(learner, subject={"course": "<script>x</script>\nBcc: a@b"})
    send_due(at=THURSDAY)
    [mail] = mailoutbox
    assert "<script>" not in mail.alternatives[0][0]
    assert "\n" not in mail.subject


def test_at_night_mail_waits_and_the_bell_does_not(learner, mailoutbox):
    night = THURSDAY.replace(hour=23)
    tell(learner, at=night)
    send_due(at=night)
    assert mailoutbox == []
    assert Notice.objects.for_person(learner).unread().count() == 1
    assert Delivery.objects.get().next_try_at == FRIDAY.replace(hour=9)
    send_due(at=FRIDAY.replace(hour=9))
    assert len(mailoutbox) == 1


def test_a_daily_digest_comes_once_with_everything_that_is_not_read(learner, mailoutbox):
    set_preferences(person_id=learner.pk, cadences={OPTIONAL: Cadence.DAILY}, at=THURSDAY)
    for number in range(4):
        tell(learner, reason=f"course:{number}", subject={"course": f"과정{number}"})
    seen = Notice.objects.get(reason="course:3")
    mark_read(person=learner, notice_id=seen.pk, at=THURSDAY)
    send_due(at=THURSDAY)
    assert mailoutbox == []
    send_due(at=FRIDAY.replace(hour=9))
    [mail] = mailoutbox
    assert mail.subject == "알림 3건이 있습니다"
    assert all(f"과정{number}" in mail.body for number in range(3))
    assert "과정3" not in mail.body
    assert outcome("course:3") == (State.SKIPPED, Cause.ALREADY_READ)
    assert Delivery.objects.filter(state=State.SENT).values("message_id").distinct().count() == 1


def test_a_digest_of_hundreds_names_the_first_and_counts_the_rest(learner, mailoutbox):
    for number in range(120):
        tell(learner, reason=f"course:{number}", subject={"course": f"과정{number:03d}"})
    send_due(at=THURSDAY)
    [mail] = mailoutbox
    assert mail.body.count("과정0") == 20
    assert "100" in mail.body
    assert Delivery.objects.filter(state=State.SENT).count() == 120


def test_after_an_outage_of_days_each_person_gets_one_mail(learner, colleague, mailoutbox):
    for day in range(3):
        for person in (learner, colleague):
            tell(person, reason=f"day:{day}", at=THURSDAY + timedelta(hours=day))
    send_due(at=FRIDAY)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([learner.email, colleague.email])


def test_beyond_the_ceiling_mail_waits_for_the_next_working_day(learner, mailoutbox):
    for number in range(5):
        moment = THURSDAY + timedelta(minutes=10 * number)
        tell(learner, reason=f"course:{number}", at=moment)
        send_due(at=moment)
    assert len(mailoutbox) == 4
    assert outcome("course:4") == (State.PLANNED, Cause.CEILING)
    assert Delivery.objects.get(notice__reason="course:4").next_try_at == FRIDAY.replace(hour=9)
    send_due(at=FRIDAY.replace(hour=9))
    assert len(mailoutbox) == 5


def test_the_mail_server_gets_so_many_a_minute(city, mailoutbox, settings):
    settings.MAILS_PER_MINUTE = 3
    for number in range(7):
        tell(build_person(f"직원{number}", email=f"r{number}@gaon.example"))
    send_due(at=THURSDAY)
    assert len(mailoutbox) == 3
    send_due(at=THURSDAY + timedelta(seconds=30))
    assert len(mailoutbox) == 3
    send_due(at=THURSDAY + timedelta(seconds=61))
    send_due(at=THURSDAY + timedelta(seconds=125))
    assert len(mailoutbox) == 7


def test_what_no_longer_holds_is_not_sent(learner, colleague, mailoutbox, known_kinds):
    kinds.register(
        replace(
            known_kinds[OPTIONAL],
            still_holds=lambda notices: [each.pk for each in notices if each.person_id == colleague.pk],
        )
    )
    tell(learner, reason="a")
    tell(colleague, reason="b")
    send_due(at=THURSDAY)
    assert [mail.to for mail in mailoutbox] == [[colleague.email]]
    assert outcome("a") == (State.SKIPPED, Cause.SETTLED)


def test_what_comes_too_late_is_not_sent_and_says_so(learner, mailoutbox):
    tell(learner, relevant_until=THURSDAY + timedelta(hours=1))
    plan_notices(at=THURSDAY)
    send_due(at=THURSDAY + timedelta(hours=2))
    assert mailoutbox == []
    assert outcome() == (State.SKIPPED, Cause.TOO_LATE)


@pytest.mark.parametrize(
    ("change", "cause"),
    [({"email": ""}, Cause.NO_ADDRESS), ({"is_active": False}, Cause.LEFT)],
)
def test_whoever_cannot_get_mail_gets_none_and_staff_see_why(learner, mailoutbox, change, cause):
    type(learner).objects.filter(pk=learner.pk).update(**change)
    tell(learner)
    send_due(at=THURSDAY)
    assert mailoutbox == []
    assert outcome() == (State.SKIPPED, cause)


def test_a_kind_whose_room_is_gone_is_skipped_and_still_listed(learner, mailoutbox, known_kinds):
    tell(learner, topic="민원 응대 기본")
    del known_kinds[OPTIONAL]
    send_due(at=THURSDAY)
    assert mailoutbox == []
    assert outcome() == (State.SKIPPED, Cause.UNKNOWN_KIND)
    assert Notice.objects.get().words.title == "민원 응대 기본"


def test_words_that_fail_fail_their_own_mail_only(learner, colleague, mailoutbox):
    tell(learner, reason="a", subject={"course": "민원"})
    kinds.register(replace(kinds.get(MANDATORY), words=lambda subject: 1 / 0))
    tell(colleague, reason="b", kind=MANDATORY)
    send_due(at=THURSDAY)
    assert [mail.to for mail in mailoutbox] == [[learner.email]]
    assert outcome("b") == (State.FAILED, Cause.NOT_WRITTEN)


def test_an_address_on_the_bounce_list_is_left_alone_until_staff_clear_it(learner, mailoutbox):
    bounce = Bounce.objects.create(address=learner.email.lower(), person=learner, bounced_at=THURSDAY)
    tell(learner)
    send_due(at=THURSDAY)
    assert outcome() == (State.SKIPPED, Cause.KNOWN_BOUNCE)
    assert clear_bounce(bounce=bounce, at=THURSDAY) == 1
    assert clear_bounce(bounce=bounce, at=THURSDAY) == 0
    send_due(at=THURSDAY + timedelta(minutes=2))
    assert len(mailoutbox) == 1


def test_a_stopped_worker_leaves_unknown_which_staff_settle(learner, mailoutbox):
    tell(learner)
    plan_notices(at=THURSDAY)
    Delivery.objects.update(state=State.SENDING, lease_until=THURSDAY - timedelta(minutes=1), message_id="<1@x>")
    send_due(at=THURSDAY)
    assert mailoutbox == []
    assert outcome() == (State.UNKNOWN, Cause.WORKER_LOST)
    pk = Delivery.objects.get().pk
    assert mark_arrived(deliveries=[pk], at=THURSDAY) == 1
    assert mark_arrived(deliveries=[pk], at=THURSDAY) == 0
    assert send_again(deliveries=[pk], at=THURSDAY) == 0


def test_what_failed_is_sent_again_by_hand_once(learner, mailoutbox):
    tell(learner)
    plan_notices(at=THURSDAY)
    Delivery.objects.update(state=State.FAILED, cause=Cause.TRIES_USED_UP, attempts=6)
    pk = Delivery.objects.get().pk
    assert send_again(deliveries=[pk], at=THURSDAY) == 1
    assert send_again(deliveries=[pk], at=THURSDAY) == 0
    send_due(at=THURSDAY + timedelta(minutes=2))
    assert len(mailoutbox) == 1
    assert outcome()[0] == State.SENT


def test_while_the_server_is_given_time_nothing_is_tried(learner, mailoutbox):
    tell(learner)
    Pace.objects.create(pk=1, paused_until=THURSDAY + timedelta(minutes=5), troubles=2)
    assert send_due(at=THURSDAY).is_paused
    assert mailoutbox == []
    send_due(at=THURSDAY + timedelta(minutes=6))
    assert len(mailoutbox) == 1
    assert Pace.objects.get().troubles == 0


def test_a_test_goes_to_oneself_marked_and_unrecorded(learner, mailoutbox):
    send_test(kind=OPTIONAL, to=learner, at=THURSDAY.replace(hour=23))
    [mail] = mailoutbox
    assert mail.subject.startswith("[시험] ")
    assert mail.to == [learner.email]
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_mail_that_is_left_over_in_the_evening_waits_for_the_morning(learner, mailoutbox):
    tell(learner)
    plan_notices(at=THURSDAY)
    send_due(at=THURSDAY.replace(hour=18))
    assert mailoutbox == []
    send_due(at=FRIDAY.replace(hour=9))
    assert len(mailoutbox) == 1


def test_hundreds_that_no_longer_hold_do_not_keep_the_next_one_waiting(learner, mailoutbox, known_kinds):
    gone = replace(known_kinds[MANDATORY], still_holds=lambda notices: [])
    kinds.register(gone)
    for number in range(60):
        tell(build_person(f"직원{number}", email=f"u{number}@gaon.example"), kind=MANDATORY)
    tell(learner, at=THURSDAY + timedelta(seconds=1))
    send_due(at=THURSDAY + timedelta(minutes=1))
    assert [mail.to for mail in mailoutbox] == [[learner.email]]


def test_a_room_that_cannot_say_whether_its_notices_hold_keeps_nobodys_mail(
    learner, colleague, mailoutbox, known_kinds
):
    kinds.register(replace(known_kinds[OPTIONAL], still_holds=lambda notices: 1 / 0))
    tell(learner)
    tell(colleague, kind=MANDATORY)
    send_due(at=THURSDAY)
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("key", [kind.key for kind in kinds.all_kinds()])
def test_every_registered_kind_reads_well_with_its_example(key):
    kind = kinds.get(key)
    words = kind.words(kind.sample())
    assert words.title.endswith(".")
    assert words.action
    assert "%(" not in words.title + "".join(words.paragraphs) + "".join(value for _, value in words.facts)
