"""Every screen that a trainer or an HR officer can reach from the menu speaks Korean and passes axe-core."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.browser.visitor import Visitor

#: Screens that rooms of ours make; of the others, which are Wagtail's own, only the words are looked at.
OURS = (
    "/admin/courses/",
    "/admin/course-runs/",
    "/admin/learning/",
    "/admin/users/",
    "/admin/units/",
    "/admin/snippets/people/audience/",
    "/admin/access-records/",
    "/admin/reports/completion/",
)
#: Sign-in names, unit codes and staff whose names are written in Latin letters.
DEMO_WORDS = frozenset(
    ["GAON", "admin", "hr", "learner", "manager", "outsider", "trainer", "Maria", "Santos", "Nguy", "Thu"]
)
MENU = """() => [...document.querySelectorAll('[data-wagtail-sidebar], #wagtail-sidebar, .sidebar')].flatMap(
    menu => [...menu.querySelectorAll('a[href^="/admin/"]')].map(link => link.getAttribute('href')))"""
FIRST_ROW = """() => document.querySelector('main table tbody a[href^="/admin/"]')?.getAttribute('href')"""
ADD = """() => document.querySelector('#w-slim-header-buttons a[href*="/add/"]')?.getAttribute('href')"""


def test_every_screen_of_the_menu_its_first_row_and_its_add_button(visit: Callable[..., Visitor]) -> None:
    """axe-core looks once at a screen that both roles have; words are looked at everywhere."""
    asked: set[str] = set()
    for name in ("hr", "trainer"):
        visitor = visit(name)
        page = visitor.open("/admin/")
        menu = sorted({address for address in page.evaluate(MENU) if "logout" not in address})
        assert {each for each in OURS if each in menu} >= {"/admin/courses/", "/admin/course-runs/"}
        for path in menu:
            visitor.open(path)
            if not path.startswith(OURS):
                visitor.look_for_english(f"{name} {path}", DEMO_WORDS)
                continue
            addresses = [page.evaluate(FIRST_ROW), page.evaluate(ADD)]
            _look_at(visitor, f"{name}{path.replace('/', '-')}", asked)
            for number, address in enumerate(filter(None, addresses), start=1):
                visitor.open(address)
                _look_at(visitor, f"{name}{path.replace('/', '-')}{number}", asked)


def _look_at(visitor: Visitor, name: str, asked: set[str]) -> None:
    """The screen that is open; ``asked`` are the addresses at which axe-core has been."""
    path = urlsplit(visitor.page.url).path
    if path in asked:
        visitor.look_for_english(name, DEMO_WORDS)
    else:
        asked.add(path)
        visitor.examine_admin(name, words=DEMO_WORDS)
