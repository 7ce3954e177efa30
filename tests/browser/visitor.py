"""A person at a browser: opens addresses, signs in, and is told when a page broke one of its promises."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "friendly-counter-2026"
#: Milliseconds for any single wait: never needed in full, except on a machine that does much else.
PATIENCE = 60_000
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

#: The note beside a demo recording names what spoke it.
VOICE = frozenset(["espeak-ng"])

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: What can change where only the colours do; and what need not be asked again where they stay.
COLOUR_RULES = ("color-contrast", "link-in-text-block")
ASK_AXE = """([within, without, only, skipped]) => axe.run({ include: [within], exclude: without }, {
    runOnly: only,
    rules: Object.fromEntries(skipped.map(rule => [rule, { enabled: false }])),
    resultTypes: ["violations"],
}).then(result => result.violations.map(each => ({
    id: each.id, nodes: each.nodes.map(node => node.target.join(" ") + ": " + node.html.slice(0, 160)),
})))"""

#: Parts of Wagtail's own editor inside our screens, each with what keeps it from passing.
NOT_OURS = {
    ".Draftail-Editor": "Wagtail gives the text box of its rich text editor no name",
    "[data-streamfield-child] > * .w-field--char_field": "Wagtail labels a plain block of a stream in its head only",
    ".w-dropdown__toggle": "Wagtail counts the filters in a button whose name leaves the number out",
    ".w-panel__toggle": "Wagtail's button that folds a section is smaller than 24 px",
    ".c-sf-add-button": "Wagtail's button that adds a block is smaller than 24 px until the stream is hovered",
    ".submit.w-sr-only": "Wagtail wrote Search on this unseen button without asking for a translation",
}
#: The lines of a list are alike: axe-core, which compares everything with everything, is shown the first of them.
FEWER_LINES = "() => document.querySelectorAll('.listing tbody tr:nth-child(n+9)').forEach(line => line.remove())"
#: As one opens it: what Wagtail's fixed header half covers at some other place counts as too small to press.
FROM_THE_TOP = "() => { document.querySelector('.content-wrapper')?.scrollTo(0, 0) }"
#: Latin words that a Korean officer reads as they are.
WORDS_OF_EVERYBODY = frozenset(
    [
        "CSV",
        "English",
        "Esc",
        "Excel",
        "F2",
        "F8",
        "F9",
        "HTML",
        "ID",
        "IP",
        "KRDS",
        "PC",
        "PDF",
        "SHA-256",
        "SVG",
        "UI/UX",
        "UTF-8",
        "URL",
        "XLSX",
        "www.krds.go.kr",
    ]
)
COLLECT_TEXT = """without => {
    const silent = ["script", "style", "template", "noscript", "svg", "code", "kbd", "[lang=en]", ...without].join();
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (element.closest(silent) || !element.checkVisibility({ visibilityProperty: true })) continue;
        texts.push(node.data);
    }
    for (const element of document.querySelectorAll("[placeholder], [aria-label], [title], [alt], [type=submit]")) {
        if (element.closest(silent) || !element.checkVisibility({ visibilityProperty: true })) continue;
        for (const name of ["placeholder", "aria-label", "title", "alt"]) texts.push(element.getAttribute(name) ?? "");
        if (element.matches("input[type=submit]")) texts.push(element.value);
    }
    return texts.map(text => text.trim()).filter(text => /[A-Za-z]{2}/.test(text));
}"""
SETTLED = """() => document.fonts.status === "loaded" && !document.querySelector(".htmx-request")
    && !document.querySelector("#me[hx-get]:empty, [data-starting]")"""
#: Two frames for what answers to a new width to begin moving, then on to where it stops. What never stops moves on.
AT_REST = """async () => {
    await new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)));
    const ending = document.getAnimations().filter(
        each => each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity,
    );
    for (const each of ending) each.finish();
    await Promise.allSettled(ending.map(each => each.finished));
}"""
WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


class Visitor:
    """One person, one browser profile. What goes wrong on the way gathers in ``troubles``."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int], zone: str = "Asia/Seoul") -> None:
        self.address = address
        self.size = size
        self.context = browser.new_context(
            viewport=size, locale="ko-KR", timezone_id=zone, base_url=address, reduced_motion="reduce"
        )
        self.context.add_init_script(WATCH_SHIFTS)
        self.troubles: list[str] = []
        self.context.on("page", self._watch_page)
        self.page: Page = self.context.new_page()

    def _watch_page(self, page: Page) -> None:
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.troubles.append(f"script error on {page.url}: {error}"))
        page.on("request", self._watch_request)
        page.on("response", lambda answer: answer.status >= 500 and self.troubles.append(f"500: {answer.url}"))

    def _watch_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.troubles.append(f"left the host: {request.url}")

    def sign_in(self, name: str, password: str = PASSWORD) -> Visitor:
        """Through the real form."""
        self.page.goto("/accounts/login/")
        self.fill_in_sign_in(name, password)
        return self

    def fill_in_sign_in(self, name: str, password: str = PASSWORD) -> None:
        """On whatever page asked for it; leads where that page promised."""
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*accounts/login).*$"))

    def open(self, path: str) -> Page:
        """Go to an address and wait until its personal part has arrived."""
        self.page.goto(path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page and its personal part are there."""
        self.page.wait_for_load_state()
        self.page.wait_for_function(SETTLED)

    def rest(self) -> None:
        """Wait until nothing at all is on its way any more, which takes half a second longer."""
        self.page.wait_for_load_state("networkidle")

    def examine(self, name: str, *, words: frozenset[str] = frozenset()) -> None:
        """The page keeps its promises at 1280 and 360, in everyday and in high contrast; else there are troubles.

        ``words`` are Latin words that belong here, such as sign-in names. A picture of each look goes to the folder
        BROWSER_PICTURES, if that is set.
        """
        self.settle()
        contrast = self.page.evaluate("document.documentElement.dataset.contrast ?? ''")
        for look, size, high in (("desk", DESK, ""), ("phone", PHONE, ""), ("contrast", PHONE, "high")):
            self.page.set_viewport_size(size)
            self.page.evaluate("high => { document.documentElement.dataset.contrast = high }", high or contrast)
            self.page.evaluate(AT_REST)
            self._keep_picture(f"{name}-{look}")
            self._ask_axe(f"{name} ({look})", "html", rules=COLOUR_RULES if high else TAGS)
            if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.troubles.append(f"{name} ({look}): scrolls sideways")
        self.page.evaluate("was => { document.documentElement.dataset.contrast = was }", contrast)
        self.page.set_viewport_size(self.size)
        if self.page.evaluate("document.documentElement.lang") == "ko":
            self.look_for_english(name, words)

    def examine_admin(self, name: str, *, words: frozenset[str] = frozenset()) -> None:
        """A screen of Wagtail's admin: no English anywhere, and axe-core on its content at 1280 and 360.

        Leaves only the first lines of a list on the page.
        """
        self.settle()
        self.look_for_english(name, words)
        self.page.evaluate(FEWER_LINES)
        for look, size in (("desk", DESK), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            self.page.evaluate(FROM_THE_TOP)
            self.page.evaluate(AT_REST)
            self._keep_picture(f"{name}-{look}")
            same_colours = COLOUR_RULES if size is PHONE else ()
            self._ask_axe(f"{name} ({look})", "main", tuple(NOT_OURS), skipped=same_colours)
        self.page.set_viewport_size(self.size)

    def _ask_axe(
        self,
        name: str,
        within: str,
        without: Sequence[str] = (),
        *,
        rules: Sequence[str] = TAGS,
        skipped: Sequence[str] = (),
    ) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        for each in self.page.evaluate(ASK_AXE, [within, [[part] for part in without], list(rules), list(skipped)]):
            self.troubles.append(
                f"{name} {self.page.url.removeprefix(self.address)}: {json.dumps(each, ensure_ascii=False)}"
            )

    def look_for_english(self, name: str, words: frozenset[str] = frozenset()) -> None:
        """Visible texts and labels that hold Latin words nobody here would expect become troubles."""
        known = {word.casefold() for word in WORDS_OF_EVERYBODY | words}
        texts = self.page.evaluate(COLLECT_TEXT, list(NOT_OURS))
        found = sorted({text for text in texts if any(word.casefold() not in known for word in _latin_words(text))})
        self.troubles += [f"{name} {self.page.url.removeprefix(self.address)}: English: {text!r}" for text in found]

    def _keep_picture(self, name: str) -> None:
        if folder := os.environ.get("BROWSER_PICTURES"):
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    @contextmanager
    def weighing(self) -> Iterator[list[tuple[str, str, int]]]:
        """Kind, address and transferred bytes of every answer from the network while the block runs."""
        session: CDPSession = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        answers: dict[str, tuple[str, str]] = {}
        weighed: list[tuple[str, str, int]] = []

        def note(event: dict[str, Any]) -> None:
            answers[event["requestId"]] = (event["type"], event["response"]["url"])

        def weigh(event: dict[str, Any]) -> None:
            kind, url = answers.get(event["requestId"], ("", ""))
            weighed.append((kind, url, int(event["encodedDataLength"])))

        session.on("Network.responseReceived", note)
        session.on("Network.loadingFinished", weigh)
        yield weighed
        self.rest()
        session.detach()

    def close(self) -> None:
        self.context.close()


def _latin_words(text: str) -> list[str]:
    """Words of two letters or more; addresses, mail addresses and file names are one word each."""
    return [word.strip(".,:;()[]‘’“”'\"·") for word in re.findall(r"[A-Za-z][\w.@/:%+-]*[A-Za-z0-9]", text, re.ASCII)]
