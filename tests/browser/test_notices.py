"""The bell, the choices about mail, the one click in a mail, and what HR sees before anything goes."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core import signing
from playwright.sync_api import expect

from lms.notices.mail import SALT
from lms.settings import dev
from tests.browser.newcomers import TOLD, TOLD_KEY
from tests.browser.visitor import PHONE, Visitor

COURSE = "고객만족 마인드"


def off_address(key: str, *kinds: str) -> str:
    """The address that a mail of these kinds would carry."""
    return f"/mail/off/{signing.dumps([key, *kinds], key=dev.SECRET_KEY, salt=SALT, compress=True)}/"


def test_the_bell_leads_to_what_was_told_and_is_silent_once_it_was_read(visit: Callable[..., Visitor]) -> None:
    person = visit(TOLD, size=PHONE)
    page = person.open("/")
    page.get_by_role("link", name="읽지 않은 알림 1건").click()
    person.examine("notices")
    page.get_by_role("button", name=f"‘{COURSE}’ 교육과정이 지정되었습니다.").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COURSE)
    person.open("/my/notices/")
    expect(page.get_by_role("link", name="읽지 않은 알림")).to_have_count(0)
    # What was read is a plain link now.
    page.get_by_role("link", name=f"‘{COURSE}’ 교육과정이 지정되었습니다.").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COURSE)


def test_choices_are_made_by_keyboard_and_kept(visit: Callable[..., Visitor]) -> None:
    person = visit("20260107")
    page = person.open("/my/settings/")
    page.get_by_role("link", name="알림 설정").click()
    person.examine("notice-settings")
    choice = page.get_by_label("이수증 발급")
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="저장", exact=True).press("Enter")
    expect(page.locator("#messages")).to_contain_text("알림 설정을 저장했습니다.")
    expect(choice).to_have_value("daily")
    mandatory = page.get_by_label("기한 알림")
    expect(mandatory.locator("option[value=off]")).to_have_count(0)
    expect(page.get_by_text("업무상 이수해야 하는 교육에 관한 알림이기 때문입니다.").first).to_be_visible()


def test_one_click_ends_mail_without_signing_in_and_can_be_taken_back(visit: Callable[..., Visitor]) -> None:
    stranger = visit(size=PHONE)
    page = stranger.open(off_address(TOLD_KEY, "certificates.issued", "learning.due"))
    expect(page.locator("main").get_by_role("listitem")).to_have_text(["이수증 발급"])
    stranger.examine("unsubscribe")
    page.get_by_role("button", name="수신거부").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("이 종류의 메일을 더 보내지 않습니다")
    stranger.examine("unsubscribed")
    page.get_by_role("link", name="알림 설정").click()
    stranger.fill_in_sign_in(TOLD)
    expect(page.get_by_label("이수증 발급")).to_have_value("off")
    expect(page.get_by_label("기한 알림")).to_have_value("at_once")
    page.get_by_label("이수증 발급").select_option("at_once")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_label("이수증 발급")).to_have_value("at_once")


def test_an_address_of_nobodys_says_so(visit: Callable[..., Visitor]) -> None:
    stranger = visit()
    page = stranger.open(off_address("nobody", "certificates.issued"))
    page.get_by_role("button", name="수신거부").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("더 이상 쓸 수 없는 주소입니다")
    stranger.examine("unsubscribe-unknown")


def test_hr_sees_what_will_go_how_it_reads_and_what_became_of_it(visit: Callable[..., Visitor]) -> None:
    hr = visit("hr")
    page = hr.open("/admin/notices/planned/")
    expect(page.get_by_role("heading", name="앞으로 예정된 알림")).to_be_visible()
    hr.examine_admin("planned-sendings")
    hr.open("/admin/notices/kinds/")
    hr.examine_admin("notice-kinds")
    page.reload()
    page.get_by_role("link", name="기한 알림").click()
    mail = page.frame_locator("iframe")
    expect(mail.get_by_role("heading", level=1)).to_contain_text("이수해 주세요.")
    addresses = {"hr@gaon.example", hr.address, f"{hr.address}/my/notices/settings"}
    hr.examine_admin("notice-kind", words=frozenset(addresses))
    page.get_by_role("button", name="나에게 시험 발송").click()
    expect(page.locator(".messages")).to_contain_text("hr@gaon.example")
    hr.open("/admin/notices/deliveries/?state=unknown")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("button", name="다시 보내기")).to_be_visible()
    expect(page.get_by_text("Message-ID", exact=True)).to_be_visible()
    hr.open("/admin/notices/deliveries/")
    hr.examine_admin(
        "deliveries", words=frozenset(["admin", "hr", "learner", "manager", "outsider", "trainer", "Nguyễn", "Thu"])
    )
    hr.open("/admin/notices/bounces/")
    page.get_by_role("link", name=re.compile(r"@gaon\.example")).first.click()
    expect(page.get_by_role("button", name="목록에서 빼기")).to_be_visible()
