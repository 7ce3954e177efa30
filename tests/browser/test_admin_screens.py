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
    "/admin/rallies/",
    "/admin/course-categories/",
)
#: Sign-in names, unit codes, staff whose names are written in Latin letters, and what a mail server answered.
DEMO_WORDS = frozenset(
    [
        *("GAON", "admin", "hr", "learner", "manager", "outsider", "trainer", "Maria", "Santos", "Nguy", "Thu"),
        *("gaon.example", "User", "unknown"),
        *("MP4", "MOV", "WebM", "MKV", "AVI", "WMV", "MP3", "M4A", "WAV", "WMA", "GB"),
    ]
)
MENU = """() => [...document.querySelectorAll('[data-wagtail-sidebar], #wagtail-sidebar, .sidebar')].flatMap(
    menu => [...menu.querySelectorAll('a[href^="/admin/"]')].map(link => link.getAttribute('href')))"""
FIRST_ROW = """() => document.querySelector('main table tbody a[href^="/admin/"]')?.getAttribute('href')"""
ADD = """() => document.querySelector('#w-slim-header-buttons a[href*="/add/"]')?.getAttribute('href')"""


def test_every_screen_of_the_menu_its_first_row_and_its_add_button(visit: Callable[..., Visitor]) -> None:
    """The lists of both roles, which differ in their buttons; what they lead to, and Wagtail's own screens, once."""
    seen: set[str] = set()
    for name in ("hr", "trainer"):
        visitor = visit(name)
        page = visitor.open("/admin/")
        menu = sorted({address for address in page.evaluate(MENU) if "logout" not in address})
        assert {each for each in OURS if each in menu} >= {"/admin/courses/", "/admin/course-runs/"}
        for path in menu:
            if path.startswith(OURS):
                visitor.open(path)
                further = filter(None, [page.evaluate(FIRST_ROW), page.evaluate(ADD)])
                visitor.examine_admin(f"{name}{path.replace('/', '-')}", words=DEMO_WORDS)
                for address in {urlsplit(each).path for each in further} - seen:
                    visitor.open(address)
                    visitor.examine_admin(f"{name}{address.replace('/', '-')}", words=DEMO_WORDS)
                    seen.add(address)
            elif path not in seen:
                visitor.open(path)
                visitor.look_for_english(f"{name} {path}", DEMO_WORDS)
                seen.add(path)
