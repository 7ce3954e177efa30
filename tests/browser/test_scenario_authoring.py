"""A trainer writes a scenario of five scenes from nothing, sees its map, breaks it, is led to the break, publishes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import DESK, PHONE, ROOT, Visitor

COURSE = "고객만족 마인드"
TITLE = "줄을 오래 선 민원인"

#: Key, title, replies: key, words, next, whether it is the model reply.
SCENES = [
    ("first", "첫 마디", [("a", "오래 기다리셨습니다.", "close", True), ("b", "번호가 지났습니다.", "repair", False)]),
    (
        "repair",
        "굳은 얼굴",
        [("a", "제가 놓쳤습니다.", "close", True), ("b", "규정이 그렇습니다.", "end-danger", False)],
    ),
    (
        "close",
        "마무리 인사",
        [("a", "더 필요하신 것이 있습니까?", "end-model", True), ("b", "다음 분 오세요.", "repair", False)],
    ),
]
#: Keys that authors type, and names of institution settings that they may use.
WORDS_OF_AUTHORS = frozenset(
    ["first", "repair", "close", "end", "end-model", "end-danger", "warn_count", "notice_after_minutes"]
)
ENDINGS = [("end-model", "웃으며 나감", "model"), ("end-danger", "고함을 침", "danger")]


def keys_of_the_demo() -> frozenset[str]:
    """Keys that the author of 과태료 전화 chose."""
    document = json.loads((ROOT / "lms/scenarios/demo/parking-fine-call.json").read_text(encoding="utf-8"))
    replies = [reply["key"] for scene in document["scenes"] for reply in scene.get("replies", ())]
    return frozenset([*(scene["key"] for scene in document["scenes"]), *replies])


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def add(page: Page, within: str, kind: str = "") -> None:
    """Press the last plus of a list; choose a kind where there are several."""
    page.locator(f"[name='{within}-count']").locator("xpath=..").locator(".c-sf-add-button").last.click()
    if kind:
        page.get_by_role("option", name=re.compile(f"^{kind}")).click()


def write_scene(page: Page, number: int, key: str, title: str, replies: list[tuple[str, str, str, bool]]) -> None:
    scene = f"scenes-{number}-value"
    add(page, "scenes", "장면")
    field(page, f"{scene}-key").fill(key)
    field(page, f"{scene}-title").fill(title)
    field(page, f"{scene}-lines-0-value-text").fill(f"“{title}입니다.”")
    for place, (reply_key, words, to, is_model) in enumerate(replies):
        if place:
            add(page, f"{scene}-replies")
        reply = f"{scene}-replies-{place}-value"
        if not field(page, f"{reply}-key").is_visible():
            field(page, f"{reply}-key").locator("xpath=ancestor::section[1]").locator(
                "[data-panel-toggle]"
            ).first.click()
        for name, value in (("key", reply_key), ("text", words), ("next", to), ("reason", "마음을 먼저 읽습니다.")):
            field(page, f"{reply}-{name}").fill(value)
        if is_model:
            for name in ("safety", "procedure", "empathy"):
                field(page, f"{reply}-{name}").fill("10")
            field(page, f"{reply}-is_model").check()


def write_ending(page: Page, number: int, key: str, title: str, kind: str) -> None:
    scene = f"scenes-{number}-value"
    add(page, "scenes", "마무리")
    field(page, f"{scene}-key").fill(key)
    field(page, f"{scene}-title").fill(title)
    field(page, f"{scene}-ending").select_option(kind)
    field(page, f"{scene}-lines-0-value-text").fill("“…”")
    field(page, f"{scene}-what_happened").fill("줄이 더 길어졌습니다.")
    field(page, f"{scene}-why").fill("기다린 마음을 읽지 않았습니다.")


def examine_board(trainer: Visitor) -> None:
    """Our part of Wagtail's editor, at both sizes: axe-core, and no English anywhere on the page."""
    for look, size in (("desk", DESK), ("phone", PHONE)):
        trainer.page.set_viewport_size(size)
        trainer._keep_picture(f"scenario-editor-{look}")
        trainer._ask_axe(f"scenario-editor ({look})", ".scenario_board")
    trainer.page.set_viewport_size(trainer.size)
    trainer.look_for_english("scenario-editor", WORDS_OF_AUTHORS)


def test_a_scenario_is_written_broken_mended_and_published(visit: Callable[..., Visitor]) -> None:
    trainer = visit("trainer")
    page = trainer.open("/admin/")
    page.get_by_role("link", name=COURSE).first.click()
    course = re.search(r"/pages/(\d+)/", page.url)
    assert course
    trainer.open(f"/admin/pages/{course.group(1)}/add_subpage/")
    page.get_by_role("link", name="대화 시나리오", exact=True).click()
    summary = page.locator("[data-scenario-summary]")
    expect(page.locator("[data-scenario-findings]")).to_contain_text("아직 장면이 없습니다")

    page.locator("#id_title").fill(TITLE)
    for name, value in (("citizen_name", "오○○ 님"), ("situation", "점심 무렵, 대기 번호가 지난 민원인이 왔습니다.")):
        field(page, name).fill(value)
    face = field(page, "citizen").first
    if face.evaluate("element => element.tagName") == "SELECT":
        face.select_option(index=1)
    elif face.get_attribute("type") == "radio":
        face.check()
    else:
        face.fill("mr-oh")
    for number, (key, title, replies) in enumerate(SCENES):
        write_scene(page, number, key, title, replies)
    for number, (key, title, kind) in enumerate(ENDINGS, start=len(SCENES)):
        write_ending(page, number, key, title, kind)

    expect(summary).to_have_text(re.compile(r"^오류 0개"))
    scenes_on_map = page.locator("[data-scenario-map] a[data-scene]")
    expect(scenes_on_map).to_have_count(5)
    expect(page.locator("[data-scenario-map] path.arrow")).to_have_count(6)
    examine_board(trainer)

    # Suggested while typing: the keys of the scenes there are.
    following = field(page, "scenes-1-value-replies-0-value-next")
    following.focus()
    expect(page.locator("#scenario-scenes option")).to_have_count(5)

    following.fill("lost")
    expect(summary).to_have_text(re.compile(r"^오류 1개"))
    finding = page.locator("[data-scenario-place='scenes[1].replies[0].next']")
    expect(finding).to_have_text("장면 repair · 응대 a")
    page.locator("#id_title").focus()
    finding.click()
    expect(following).to_be_focused()

    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("입력 오류")
    expect(page.locator("main")).to_contain_text("“lost” 장면이 없습니다")
    # What was written came back, folded; the finding leads into it all the same.
    finding = page.locator("[data-scenario-place='scenes[1].replies[0].next']")
    finding.click()
    expect(following).to_be_focused()
    following.fill("close")
    expect(summary).to_have_text(re.compile(r"^오류 0개"))

    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)


def test_a_path_is_tried_and_every_path_is_counted(visit: Callable[..., Visitor]) -> None:
    trainer = visit("trainer")
    page = trainer.open("/admin/")
    page.get_by_role("link", name=re.compile("특이민원 대응 실전")).first.click()
    explored = re.search(r"/pages/(\d+)/", page.url)
    assert explored
    trainer.open(f"/admin/pages/{explored.group(1)}/")
    page.get_by_role("link", name=re.compile("과태료 전화")).first.click()
    page.wait_for_url(re.compile(r"/edit/"))
    edited = page.url
    number = re.search(r"/pages/(\d+)/", edited)
    assert number
    trainer.open(f"/admin/scenarios/{number.group(1)}/survey/")
    expect(page.locator(".scenario_figures").first).to_contain_text("경로")
    trainer.examine_admin("scenario-survey", words=keys_of_the_demo())
    trainer.open(f"/admin/scenarios/{number.group(1)}/played/")
    trainer.examine_admin("scenario-played", words=keys_of_the_demo())
    trainer.open(f"/admin/scenarios/{number.group(1)}/import/")
    trainer.examine_admin("scenario-import", words=frozenset({"JSON", "MB"}))
    page.goto(edited)
    page.get_by_role("button", name="미리보기 패널 열기/닫기").click()
    seen = page.frame_locator("iframe#w-preview-iframe, [data-preview-panel] iframe")
    offer = seen.locator("section li a").first
    expect(offer).to_be_visible()
    offer.click()
    expect(seen.locator("section ol li")).to_have_count(1)
