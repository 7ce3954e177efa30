"""A learner's way from signing in to the certificate, without a stop that is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.newcomers import NAMES
from tests.browser.steps import SPECIAL_COMPLAINTS, answer, enrol, find_course, hand_in, read_on, right_answers
from tests.browser.visitor import PHONE, Visitor

READER = "20260101"
BLOCK_READ = """() => {
    const blocks = [...document.querySelectorAll("[data-block]")];
    const block = blocks.find((each, index) => index >= 2 && each.offsetHeight > innerHeight / 4);
    scrollTo(0, block.getBoundingClientRect().top + scrollY - innerHeight * 0.05);
    return block.dataset.block;
}"""
IS_KEPT = "async ([lesson, place]) => (await (await fetch(lesson)).text()).includes(place)"


def test_a_learner_finds_a_course_learns_it_passes_and_takes_the_certificate_home(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    reader = visit(READER)
    page = reader.page
    assert NAMES[READER] in page.get_by_role("heading", level=1).inner_text()

    find_course(reader, "민원", SPECIAL_COMPLAINTS)
    reader.examine("course-before-enrolling")
    enrol(reader)
    reader.examine("course-enrolled")

    page.get_by_role("link", name="학습 시작").click()
    reader.examine("lesson")
    _read_until_quiz(page)
    reader.examine("quiz-start")
    page.get_by_role("button", name="평가 시작").click()
    answer(page, right_answers("special-complaints-check"))
    reader.examine("quiz-paper")
    hand_in(page)
    reader.examine("quiz-result")
    page.get_by_role("link", name="다음 차시").click()
    _read_until_quiz(page)
    page.get_by_role("button", name="평가 시작").click()
    answer(page, right_answers("special-complaints-quiz"))
    hand_in(page, hastily=True)
    expect(page.locator("main")).to_contain_text("과정을 이수했습니다")

    page.locator("main").get_by_role("link", name=re.compile("이수")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(SPECIAL_COMPLAINTS)
    number = re.search(r"제\d{4}-\d{5}호", page.locator("main").inner_text())
    assert number
    reader.examine("completion")

    with page.expect_download() as download:
        page.get_by_role("link", name="이수증 내려받기").click()
    paper = tmp_path / "certificate.pdf"
    download.value.save_as(paper)
    text = "".join(each.extract_text() for each in PdfReader(paper).pages)
    for expected in (NAMES[READER], SPECIAL_COMPLAINTS, number.group()):
        assert expected in re.sub(r"\s+", " ", text), text

    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert code, text
    outside = visit()
    outside.open(f"/verify/{code.group()}/")
    expect(outside.page.locator("main")).to_contain_text("뷁*온")
    expect(outside.page.locator("main")).not_to_contain_text(NAMES[READER])
    fingerprint = outside.page.locator(".certificate_fingerprint").inner_text()
    outside.examine("verified", words=frozenset({code.group(), fingerprint.lstrip("0123456789")}))

    for path, name in (("/", "home-done"), ("/my/", "my-done"), ("/my/certificates/", "certificates")):
        reader.open(path)
        expect(page.locator("main")).to_contain_text(SPECIAL_COMPLAINTS)
        reader.examine(name)
    expect(page.get_by_role("link", name="이수증 내려받기")).to_have_count(1)
    page.goto("/courses/")
    expect(page.locator("#courses")).to_contain_text("이수")


def _read_until_quiz(page: Page) -> None:
    while not page.get_by_role("button", name="평가 시작").count():
        read_on(page)
        page.wait_for_load_state()


def test_a_learner_goes_on_at_the_block_where_reading_stopped_even_at_another_computer(
    visit: Callable[..., Visitor],
) -> None:
    desk = visit("20260102")
    enrol(desk)
    desk.page.get_by_role("link", name="학습 시작").click()
    read_on(desk.page)
    desk.settle()
    lesson = desk.page.url
    block = desk.page.evaluate(BLOCK_READ)
    desk.page.wait_for_function("() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    desk.open("/")
    desk.page.wait_for_function(IS_KEPT, arg=[lesson, f'data-place-at="{block}"'])

    for elsewhere in (desk, visit("20260102", size=PHONE)):
        elsewhere.open("/")
        elsewhere.examine("home-under-way")
        elsewhere.page.get_by_role("link", name="이어서 학습").click()
        elsewhere.page.wait_for_url(f"{lesson}#{block}")
        elsewhere.page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight / 3", arg=block
        )
        assert elsewhere.page.evaluate("scrollY") > 0
