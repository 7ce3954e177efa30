"""Steps that several journeys take: finding a course, enrolling, reading on, answering a quiz."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.visitor import ROOT, Visitor

__all__ = [
    "SPECIAL_COMPLAINTS",
    "answer",
    "enrol",
    "fill_in_day",
    "find_course",
    "hand_in",
    "hold_back",
    "read_on",
    "right_answers",
]

SPECIAL_COMPLAINTS = "특이민원 대응 기본"


def _plain(text: str) -> str:
    return " ".join(text.split())


def right_answers(slug: str) -> dict[str, set[str]]:
    """The right choices of a demo quiz by the text of the question, from the file it was written in."""
    for path in sorted((ROOT / "lms/quizzes/demo").glob("*.toml")):
        for quiz in tomllib.loads(path.read_text(encoding="utf-8"))["quizzes"]:
            if quiz["slug"] == slug:
                return {_plain(each["text"]): _right_labels(each) for each in quiz["questions"]}
    raise LookupError(slug)


def _right_labels(question: Mapping[str, list[dict[str, object]]]) -> set[str]:
    return {_plain(str(choice["text"])) for choice in question["choices"] if choice["is_correct"]}


def hold_back(asking: Page | BrowserContext, address: str) -> list[Route]:
    """What is asked for at that address comes only when somebody lets it go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    asking.route(address, hold)
    return held


def fill_in_day(page: Page, field: str, day: date) -> None:
    """Into a field of the admin. Its calendar opens a moment later over what follows, and goes at a press elsewhere."""
    page.locator(field).fill(day.isoformat())
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    page.locator("#id_title").click()
    expect(calendar).to_have_count(0)


def find_course(visitor: Visitor, words: str, title: str) -> None:
    """Through the catalogue's search field to the course page."""
    page = visitor.open("/courses/")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def enrol(visitor: Visitor, words: str = "특이민원", title: str = SPECIAL_COMPLAINTS) -> Page:
    """Enrolled on the course, standing on its page."""
    find_course(visitor, words, title)
    visitor.page.get_by_role("button", name="수강 신청").click()
    expect(visitor.page.locator(".messages")).to_contain_text("신청했습니다")
    return visitor.page


def read_on(page: Page) -> None:
    """Finish the lesson that is open, and stand on what comes next."""
    here = page.url
    page.get_by_role("button", name=re.compile("다 읽었습니다")).click()
    page.wait_for_url(lambda url: url != here)


def answer(page: Page, key: Mapping[str, set[str]], *, wrongly: int = 0) -> None:
    """Answer every question of the paper rightly, but the first ``wrongly`` of them wrongly."""
    questions = page.locator("fieldset.question")
    expect(questions).to_have_count(len(key))
    for index, question in enumerate(questions.all()):
        text = _plain(question.locator("legend > span").nth(1).inner_text())
        right = key[text]
        for choice in question.locator("label").all():
            label = _plain(choice.inner_text())
            if (label in right) is not (index < wrongly):
                choice.locator("input").check()
                if choice.locator("input").get_attribute("type") == "radio":
                    break
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")


def hand_in(page: Page, *, hastily: bool = False) -> None:
    """Hand the paper in, with a double click if ``hastily``, and stand on its result."""
    page.get_by_role("button", name="제출").click(click_count=2 if hastily else 1)
    expect(page.get_by_role("heading", level=1)).to_contain_text("결과")
