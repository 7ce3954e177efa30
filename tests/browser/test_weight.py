"""Pages are light, and what arrives late moves nothing."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.steps import enrol, hold_back
from tests.browser.visitor import PHONE, Visitor

FIRST_LOAD, NEXT_PAGE = 150_000, 60_000
LEAST_SHIFT = 0.02


def _counted(weighed: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """Without fonts and authors' pictures."""
    return [each for each in weighed if each[0] != "Font" and "/media/" not in each[1]]


def _heavy(weighed: list[tuple[str, str, int]], most: int) -> str:
    counted = _counted(weighed)
    total = sum(size for _, _, size in counted)
    lines = [f"{size:>8} {kind} {url}" for kind, url, size in sorted(counted, key=lambda each: -each[2])]
    return "\n".join([f"{total} bytes, at most {most}", *lines]) if total > most else ""


def test_a_first_load_stays_below_150_kilobytes_and_the_next_pages_below_60(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    with visitor.weighing() as sign_in_page:
        visitor.open("/accounts/login/")
    assert not _heavy(sign_in_page, FIRST_LOAD)

    visitor.sign_in("20260108")
    enrol(visitor)
    course = visitor.page.url
    lesson = visitor.page.get_by_role("link", name="학습 시작").get_attribute("href")
    cookies = visitor.context.cookies()
    newcomer = visit()  # the same person at a browser that has never been here
    newcomer.context.add_cookies(cookies)
    weights = []
    for path in ("/", "/courses/", course, lesson, "/my/certificates/"):
        with newcomer.weighing() as page:
            newcomer.open(path)
        weights.append(page)
    assert any("/media/" in url for _, url, _ in weights[1]), "authors' pictures are served"
    assert not _heavy(weights[0], FIRST_LOAD)
    for page in weights[1:]:
        assert not _heavy(page, NEXT_PAGE)


def test_late_fonts_pictures_and_the_personal_part_shift_nothing(visit: Callable[..., Visitor]) -> None:
    course = "/courses/special-complaints-response/special-complaints/"
    desk = visit("learner")
    cookies = desk.context.cookies()
    lesson = desk.open(course).locator(".outline__link[href]").first.get_attribute("href")
    for size in (None, PHONE):
        visitor = visit(size=size)
        visitor.context.add_cookies(cookies)
        fonts = hold_back(visitor.context, "**/*.woff2")
        page = visitor.page
        for path in ("/", "/courses/", course, lesson or course):
            page.goto(path, wait_until="domcontentloaded")
            page.locator("#me summary").wait_for()
            assert len(fonts) >= 2, "the page is read in the stand-in font until the fonts arrive"
            while fonts:
                fonts.pop().continue_()
            visitor.settle()
            visitor.rest()
            shift = page.evaluate("window.shifts")
            assert shift <= LEAST_SHIFT, f"{path} at {visitor.size['width']}: {shift:.3f}"
