"""The complaint simulator in a real browser: the model ending by keyboard, a dangerous one, a repaired mistake."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from lms.scenarios.engine import Settings, State, answer, begin, model_path, offered, verdict
from lms.scenarios.graph import Graph
from lms.scenarios.kinds import Ending
from tests.browser.visitor import PHONE, ROOT, Visitor

COURSE = "특이민원 대응 실전"
FILE = ROOT / "lms/scenarios/demo/parking-fine-call.json"
GRAPH = Graph.from_document(json.loads(FILE.read_text(encoding="utf-8")))
SETTINGS = Settings()


def path_to(wanted: Callable[[State], bool], start: State | None = None) -> list[str]:
    """The shortest replies that lead to an ending of the wanted kind."""
    waiting = deque([start or begin(GRAPH, SETTINGS)])
    seen = set()
    while waiting:
        state = waiting.popleft()
        if GRAPH.by_key[state.scene].is_ending:
            if wanted(state):
                return [move.reply.key for move in state.trail]
            continue
        known = (state.scene, state.readings, state.flags, state.done)
        if known in seen:
            continue
        seen.add(known)
        waiting.extend(answer(GRAPH, state, each.key, SETTINGS) for each in offered(GRAPH, state, SETTINGS))
    raise AssertionError("no such path")


def is_dangerous(state: State) -> bool:
    found = verdict(GRAPH, state)
    return found is not None and found.ending is Ending.DANGER


def keys_of(state: State) -> list[str]:
    return [move.reply.key for move in state.trail]


def a_repaired_mistake() -> list[str]:
    """A first reply that is not the model one, and from there on the best there is, to a pass."""
    first = begin(GRAPH, SETTINGS)
    for reply in offered(GRAPH, first, SETTINGS):
        state = answer(GRAPH, first, reply.key, SETTINGS)
        if reply.is_model:
            continue
        while not GRAPH.by_key[state.scene].is_ending:
            replies = offered(GRAPH, state, SETTINGS)
            best = next((each for each in replies if each.is_model), None)
            if best is None:
                break
            state = answer(GRAPH, state, best.key, SETTINGS)
        found = verdict(GRAPH, state)
        if found is not None and found.is_passed:
            return keys_of(state)
    raise AssertionError("no first mistake can be repaired")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key never came to it")


def reply_by_keyboard(page: Page, key: str) -> None:
    """Choose with the arrows and answer with Enter, from where the page has put the focus."""
    page.keyboard.press("Tab")
    for _ in range(8):
        if page.evaluate("document.activeElement.value") == key and page.evaluate("document.activeElement.checked"):
            break
        # The first radio of a group that has no choice yet takes the focus unchecked.
        page.keyboard.press("Space" if page.evaluate("document.activeElement.value") == key else "ArrowDown")
    before = page.locator("#conversation > *").count()
    page.keyboard.press("Enter")
    expect(page.locator("#conversation > *").nth(before)).to_be_attached()
    expect(page.locator("#answer-title")).to_be_focused()


def reply_by_mouse(page: Page, key: str) -> None:
    before = page.locator("#conversation > *").count()
    page.locator(f".offer:has(input[value='{key}'])").click()
    page.get_by_role("button", name="이렇게 응대하기").click()
    expect(page.locator("#conversation > *").nth(before)).to_be_attached()


def open_scenario(visitor: Visitor) -> Page:
    """Enrolled, standing on the scenario's page."""
    # Not through the search: the worker may still be at the index when the city has just opened.
    page = visitor.open("/courses/")
    page.get_by_role("link", name=COURSE, exact=True).click()
    page.get_by_role("button", name="수강 신청").click()
    expect(page.locator(".messages")).to_contain_text("신청했습니다")
    page.locator("main").get_by_role("link", name=GRAPH.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GRAPH.title)
    return page


def test_the_model_ending_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    clerk = visit("20260131")
    page = open_scenario(clerk)
    clerk.examine("scenario-start")
    expect(page.get_by_role("link", name="건너뛰고")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="대화 시작"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/attempts/*/")
    face = page.locator("#citizen-face")
    first_face = face.get_attribute("src")
    clerk.examine("scenario-play")

    tab_to(page, page.locator("[name=reply]").first)
    page.keyboard.press("Shift+Tab")
    for number, move in enumerate(model_path(GRAPH, SETTINGS).trail, start=1):
        if number == 1:
            tab_to(page, page.locator("[name=reply]").first)
            page.keyboard.press("Shift+Tab")
        reply_by_keyboard(page, move.reply.key)
        if number == 3:
            clerk.examine("scenario-under-way")
            page.keyboard.press("F9")  # a citizen comes to the counter
            expect(page.locator("#counter")).to_be_visible()
            page.keyboard.press("Enter")
            expect(page.locator("#counter")).not_to_be_visible()
            page.locator("#answer-title").focus()
    assert face.get_attribute("src") != first_face
    # Each line stands once in the live region: what was spoken is never spoken again.
    said = page.locator("#conversation > *").all_inner_texts()
    assert len(said) == page.locator("#conversation > *").count()

    expect(page.get_by_role("heading", name="대화가 끝났습니다")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/debrief/")
    expect(page.locator("main")).to_contain_text("합격했습니다")
    expect(page.locator("main")).to_contain_text("처음부터 끝까지 모범 응대와 같았습니다.")
    clerk.examine("scenario-debrief-model")


def test_a_dangerous_ending_tells_what_would_have_happened_and_is_tried_again_from_its_scene(
    visit: Callable[..., Visitor],
) -> None:
    clerk = visit("20260132", size=PHONE)
    page = open_scenario(clerk)
    page.get_by_role("button", name="대화 시작").click()
    keys = path_to(is_dangerous)
    for key in keys:
        reply_by_mouse(page, key)
    page.get_by_role("button", name="돌아보기").click()
    page.wait_for_url("**/debrief/")
    ending = next(scene for scene in GRAPH.scenes if scene.ending is Ending.DANGER)
    expect(page.get_by_role("heading", name="위험하게 끝났습니다")).to_be_visible()
    assert ending.what_happened
    expect(page.locator(".outcome")).to_contain_text("위험하게 끝난 대화는 합격할 수 없습니다")
    clerk.examine("scenario-debrief-danger")

    page.locator(f"#turn-{len(keys)}").get_by_role("button", name="여기서 다시 해 보기").click()
    page.wait_for_url("**/scenarios/practice/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("결과에 반영되지 않음")
    state = begin(GRAPH, SETTINGS)
    for key in keys[:-1]:
        state = answer(GRAPH, state, key, SETTINGS)
    better = next(each for each in offered(GRAPH, state, SETTINGS) if each.key != keys[-1])
    reply_by_mouse(page, better.key)
    expect(page.locator(".told")).to_have_count(1)  # the reason, at once
    clerk.examine("scenario-practice")


def test_a_mistake_is_repaired_and_the_conversation_goes_on_at_another_desk(visit: Callable[..., Visitor]) -> None:
    here, there = visit("20260133"), visit("20260133", size=PHONE)
    page = open_scenario(here)
    page.get_by_role("button", name="대화 시작").click()
    keys = a_repaired_mistake()
    for key in keys[:2]:
        reply_by_mouse(page, key)
    page.get_by_role("button", name="잠시 멈춤").click()
    expect(page.get_by_role("dialog")).to_contain_text("잠시 멈췄습니다")
    here.examine("scenario-paused")
    page.get_by_role("button", name="이어서 하기").click()

    other = there.open(page.url)
    lines = page.locator("#conversation > *").count()
    expect(other.locator("#conversation > *")).to_have_count(lines)
    for key in keys[2:]:
        reply_by_mouse(other, key)

    # The first desk still shows an old moment: its reply changes nothing and leads to where the conversation is.
    page.locator(".offer").first.click()
    page.get_by_role("button", name="이렇게 응대하기").click()
    expect(page.get_by_role("heading", name="대화가 끝났습니다").or_(page.locator(".debrief"))).to_be_visible()

    other.get_by_role("button", name="돌아보기").click()
    expect(other.locator("main")).to_contain_text("합격했습니다")
    expect(other.get_by_text("여기서 모범 응대는").first).to_be_visible()
    there.examine("scenario-debrief-repaired")


def test_the_practice_report_sends_nothing(visit: Callable[..., Visitor]) -> None:
    clerk = visit("learner")
    page = clerk.open("/scenarios/incident-report/")
    clerk.examine("incident-report")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("발생 장소").fill("교통과 전화")
    page.get_by_label("발생 장소").press("Enter")
    page.get_by_label("발생 요지").fill("10시 12분 욕설")
    page.get_by_label("폭언·욕설").check()
    page.emulate_media(media="print")
    expect(page.get_by_text("연습용 · 가상의 내용")).to_be_visible()
    assert asked == []
    assert page.url.endswith("/scenarios/incident-report/")
