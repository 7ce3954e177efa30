"""Video and audio in a real browser: uploaded, captioned, put into a lesson, played, counted; sought by bytes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Response, Route, expect

from tests.browser.steps import enrol, hold_back
from tests.browser.visitor import PHONE, Visitor

COURSE = "고객만족 마인드"
LESSON = "/courses/customer-satisfaction/customer-mindset/first-ten-seconds/"
SCRIPT = "직원: 어서 오십시오.\n민원인: 등본을 떼러 왓습니다.\n직원: 네, 바로 도와드리겠습니다."
MISTYPED, CORRECTED = "등본을 떼러 왓습니다.", "등본을 떼러 왔습니다."
SECONDS = 6
ALONE = {"MP4", "MOV", "WebM", "MKV", "AVI", "WMV", "MP3", "M4A", "WAV", "WMA", "GB", "WebVTT", "SRT", "vtt", "srt"}
KEYS = {"Enter", "Backspace", "espeak-ng"}
WORDS = frozenset(ALONE | KEYS | {"2GB", "MB", "KB"})


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MOV of six seconds with sound that no browser plays as it is."""
    path = tmp_path_factory.mktemp("film") / "창구.mov"
    picture = ["-f", "lavfi", "-i", f"testsrc=size=320x180:rate=10:duration={SECONDS}"]
    sound = ["-f", "lavfi", "-i", f"sine=frequency=330:duration={SECONDS}"]
    codecs = ["-c:v", "mjpeg", "-q:v", "12", "-c:a", "pcm_s16le"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *picture, *sound, *codecs, str(path)], check=True, timeout=60)
    return path


@pytest.fixture(scope="session")
def large_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of noise in motion: 30 MB, which nothing can make smaller, with a key picture every second."""
    path = tmp_path_factory.mktemp("noise") / "잡음.mp4"
    picture = ["-f", "lavfi", "-i", "color=gray:size=640x360:rate=10:duration=60,noise=alls=90:allf=t"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=330:duration=60"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "4200k", "-g", "10", "-pix_fmt", "yuv420p"]
    command = ["ffmpeg", "-v", "error", "-y", *picture, *sound, *codecs, "-c:a", "aac", str(path)]
    subprocess.run(command, check=True, timeout=120)
    return path


def upload(page: Page, path: Path, title: str) -> None:
    """Through the upload screen until the recording's own screen says that the file is there."""
    page.goto("/admin/recordings/new/")
    page.locator("#upload-file").set_input_files(str(path))
    page.locator("#upload-title").fill(title)
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/recordings/edit/\d+/"), timeout=60_000)
    expect(page.locator(".recording_facts")).to_contain_text(re.compile(r"\d:\d\d ·"), timeout=90_000)


def tap_captions(page: Page) -> None:
    """Paste, play, tap at each line while it plays, correct."""
    page.get_by_role("link", name="자막 만들기").click()
    page.get_by_role("textbox", name="대본").fill(SCRIPT)
    page.get_by_role("button", name="문장으로 나누기").click()
    media = page.locator("[data-captioning] video")
    # At half the speed, so that a busy machine still taps before the film has ended.
    media.evaluate("media => { media.muted = true; media.playbackRate = 0.5; return media.play() }")
    tap = page.get_by_role("button", name="이 문장 시작")
    for at in (0.2, 1.6, 3.0):
        page.wait_for_function("at => document.querySelector('video').currentTime >= at", arg=at)
        tap.press("Enter")
        if at == 1.6:
            # Too early: one line back, which also goes back a little, and once more.
            tap.press("Backspace")
            expect(page.locator("[data-next]")).to_contain_text(MISTYPED)
            page.wait_for_function("at => document.querySelector('video').currentTime >= at", arg=at)
            tap.press("Enter")
    expect(page.locator("[data-next]")).to_contain_text("모든 문장에 시각을 넣었습니다")
    media.evaluate("media => media.pause()")
    page.get_by_label("2번째 문장", exact=True).fill(CORRECTED)
    page.get_by_label("3번째 문장 시작 시각(분:초)").fill("0:01")
    page.get_by_label("3번째 문장 시작 시각(분:초)").press("Tab")
    expect(page.locator(".captioning__fault")).to_contain_text("앞 문장")
    page.get_by_label("3번째 문장 시작 시각(분:초)").fill("0:04.50")
    page.get_by_label("3번째 문장 끝 시각(분:초)").fill("0:05.90")
    page.get_by_label("3번째 문장 끝 시각(분:초)").press("Tab")
    expect(page.locator(".captioning__fault")).to_have_count(0)


def test_from_upload_to_completion(visit: Callable[..., Visitor], film: Path) -> None:
    trainer = visit("trainer")
    page = trainer.page
    trainer.open("/admin/recordings/new/")
    trainer.examine_admin("recording-upload", words=WORDS)
    upload(page, film, "창구에서 첫인사")
    trainer.examine_admin("recording", words=WORDS)
    tap_captions(page)
    trainer.examine_admin("caption-editor", words=WORDS)
    page.get_by_role("button", name="저장하고 게시").click()
    expect(page.locator(".messages")).to_contain_text("게시했습니다")
    page.get_by_role("link", name="자막 고치기").click()
    written = page.locator("#captions-text").input_value()
    assert "<v 민원인>등본을 떼러 왔습니다." in written
    assert "00:00:04.500 --> 00:00:05.900\n<v 직원>네, 바로 도와드리겠습니다." in written

    lesson = write_lesson(trainer)

    learner = visit("20260109")
    enrol(learner, "마인드", COURSE)
    page = learner.open(lesson)
    learner.examine("lesson-with-film", words=WORDS)
    done = page.get_by_role("button", name=re.compile("다 읽었습니다"))
    done.click()
    expect(page.locator(".messages")).to_contain_text("지금까지 0% 재생했습니다")

    video = page.locator("[data-player] video")
    assert video.evaluate("video => video.paused"), "nothing starts by itself"
    assert video.evaluate("video => video.textTracks[0].mode") == "showing"
    video.evaluate("video => { video.muted = true; video.play() }")
    page.wait_for_function("() => document.querySelector('video').ended", timeout=30_000)
    expect(page.locator("[data-say]")).to_contain_text("이수 기준만큼 재생했습니다")
    expect(page.locator("[data-transcript] [aria-current]")).to_contain_text("바로 도와드리겠습니다")
    here = page.url
    done.click()
    page.wait_for_url(lambda url: url != here)
    expect(page.locator("main")).not_to_contain_text("아직 마치지 못했습니다")
    page = learner.open(lesson)
    expect(page.locator(".player_bar")).to_contain_text("이미 마친 차시입니다")


def test_a_file_that_was_saved_over_since_it_was_chosen_has_to_be_chosen_again(
    visit: Callable[..., Visitor], film: Path, tmp_path: Path
) -> None:
    """The browser cannot read it any more and reports that like a broken line, which would be waited for."""
    export = tmp_path / "export.mp4"
    export.write_bytes(film.read_bytes())
    page = visit("trainer").open("/admin/recordings/new/")
    chooser, start = page.locator("#upload-file"), page.get_by_role("button", name="올리기", exact=True)
    chooser.set_input_files(str(export))
    export.write_bytes(film.read_bytes() * 2)
    start.click()
    expect(page.get_by_role("status").filter(has_text="파일이 바뀌었거나")).to_be_visible()
    expect(chooser).to_have_value("")
    expect(start).to_be_visible()


def write_lesson(trainer: Visitor) -> str:
    """A lesson with the recording that asks for 90 per cent; its address."""
    page = trainer.open("/admin/")
    page.get_by_role("link", name=COURSE).first.click()
    course = re.search(r"/pages/(\d+)/", page.url)
    assert course
    trainer.open(f"/admin/pages/{course.group(1)}/add_subpage/")
    page.get_by_role("link", name="읽기 차시", exact=True).click()
    page.locator("#id_title").fill("영상으로 보는 첫인사")
    page.locator("#id_watch_percent").fill("90")
    expect(page.locator("#id_slug")).not_to_have_value("")
    page.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    page.get_by_role("option", name="영상·음성").click()
    page.get_by_role("button", name="영상·음성 고르기").click()
    page.get_by_role("link", name="창구에서 첫인사").click()
    expect(page.locator("[data-contentpath=recording]")).to_contain_text("창구에서 첫인사")
    page.get_by_role("button", name="작업 더 보기").click()
    page.get_by_role("button", name="게시", exact=True).click()
    page.wait_for_load_state()
    assert not page.locator(".error-message").all_inner_texts()
    message = page.locator(".messages")
    expect(message).to_contain_text("영상으로 보는 첫인사")
    address = message.get_by_role("link", name=re.compile("보기|실시간")).first.get_attribute("href")
    assert address
    return re.sub(r"^https?://[^/]+", "", address)


def upload_over_a_broken_line(page: Page, path: Path, title: str) -> None:
    """The line breaks, comes back, the window is closed in the middle; nothing arrives twice."""
    offsets: list[int] = []
    broken = {1, 2}  # the second piece is tried three times

    def send(route: Route) -> None:
        offset = int(re.findall(r"offset=(\d+)", route.request.url)[0])
        offsets.append(offset)
        if len(offsets) - 1 in broken:
            route.abort("connectionreset")
        elif len(offsets) > 4:
            route.abort("connectionclosed")  # until the window is closed
        else:
            route.continue_()

    page.route("**/admin/recordings/uploads/*/?offset=*", send)
    page.goto("/admin/recordings/new/")
    page.locator("#upload-file").set_input_files(str(path))
    page.locator("#upload-title").fill(title)
    page.get_by_role("button", name="올리기", exact=True).click()
    say = page.locator("[data-upload-say]")
    expect(say).to_contain_text("다시 연결되면 저절로 이어집니다")
    expect(say).to_contain_text("올리는 중")
    page.wait_for_function("() => document.querySelector('[data-upload-bar]').value > 20")
    expect(say).to_contain_text("다시 연결되면 저절로 이어집니다")
    piece = offsets[1]
    assert offsets[:5] == [0, piece, piece, piece, 2 * piece]
    page.unroute("**/admin/recordings/uploads/*/?offset=*")

    page.on("dialog", lambda dialog: dialog.accept())
    went_on: list[str] = []
    page.on("request", lambda request: "?offset=" in request.url and went_on.append(request.url))
    page.goto("/admin/recordings/new/")
    expect(page.locator("main")).to_contain_text(path.name)
    page.locator("#upload-file").set_input_files(str(path))
    page.get_by_role("button", name="올리기", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/recordings/edit/\d+/"), timeout=60_000)
    assert went_on[0].endswith(f"?offset={2 * piece}"), "it went on where it stopped"
    expect(page.locator(".recording_facts")).to_contain_text(re.compile(r"\d:\d\d ·"), timeout=90_000)
    expect(page.locator("h1")).to_contain_text(title)


def test_a_large_file_is_sought_by_bytes(visit: Callable[..., Visitor], large_film: Path) -> None:
    trainer = visit("trainer")
    page = trainer.page
    upload_over_a_broken_line(page, large_film, "30메가바이트 영상")
    answers: list[tuple[int, str]] = []

    def note(response: Response) -> None:
        if "/recordings/files/" in response.url:
            answers.append((response.status, response.headers.get("content-range", "")))

    page.on("response", note)
    page.get_by_role("link", name="자막 만들기").click()
    page.wait_for_url("**/captions/")
    video = page.locator("[data-captioning] video")
    page.wait_for_function("() => document.querySelector('video')?.duration > 59")
    video.evaluate("video => { video.muted = true; video.currentTime = 50; video.play() }")
    page.wait_for_function("() => document.querySelector('video').currentTime > 50.5", timeout=30_000)
    assert video.evaluate("video => video.error") is None
    assert {status for status, _found in answers} == {206}
    sizes = {int(found.split("/")[1]) for _status, found in answers}
    starts = [int(re.findall(r"\d+", found)[0]) for _status, found in answers]
    assert sizes.pop() > 25_000_000
    assert not sizes
    assert max(starts) > 20_000_000, "it jumped; it did not read up to there"
    # Where a piece ends, the player asks for the next one by itself.
    before = len(answers)
    video.evaluate("video => { video.playbackRate = 4; video.currentTime = 5; video.play() }")
    page.wait_for_function("() => document.querySelector('video').currentTime > 15", timeout=60_000)
    assert len(answers) > before + 2


def test_the_player_obeys_the_keyboard_and_remembers_the_place(visit: Callable[..., Visitor]) -> None:
    learner = visit("20260110", size=PHONE)
    enrol(learner, "마인드", COURSE)
    page = learner.open(LESSON)
    learner.examine("lesson-with-sound", words=WORDS)
    audio = page.locator("[data-player] audio")
    audio.evaluate("audio => { audio.muted = true }")
    page.locator("[data-jump='10']").focus()
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 1")
    page.keyboard.press(".")
    assert audio.evaluate("audio => audio.playbackRate") == 1.25
    page.keyboard.press("l")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 10")
    page.keyboard.press("k")
    page.wait_for_function("() => document.querySelector('audio').paused")
    expect(page.locator("[data-say]")).to_contain_text("이수 기준")

    page.get_by_role("searchbox", name="녹취록에서 찾기").fill("박 주무관")
    expect(page.locator("[data-transcript-found]")).to_have_text("2곳")
    page.get_by_role("searchbox", name="녹취록에서 찾기").fill("")
    line = page.locator("[data-transcript] button").nth(3)
    line.press("Enter")
    start = int(line.get_attribute("data-from") or 0) / 1000
    page.wait_for_function("at => document.querySelector('audio').currentTime >= at", arg=start)
    page.wait_for_function("() => !document.querySelector('audio').paused")

    page.keyboard.press("F9")
    assert audio.evaluate("audio => audio.paused"), "a citizen has come: nothing plays on"
    page.keyboard.press("Escape")
    place = audio.evaluate("audio => audio.currentTime")
    expect(page.locator("[data-say]")).to_contain_text("재생")

    other = visit("20260110")
    page = other.open(LESSON)
    expect(page.locator("[data-resume-words]")).to_contain_text("지난번에 멈춘 0:")
    page.locator("[data-player] audio").evaluate("audio => { audio.muted = true; return audio.play() }")
    page.wait_for_function("at => document.querySelector('audio').currentTime >= at - 2", arg=place)
    fetch_anew(page)


def test_what_was_played_before_the_players_script_had_come_counts(visit: Callable[..., Visitor]) -> None:
    learner = visit("20260103")
    enrol(learner, "마인드", COURSE)
    page = learner.page
    late = hold_back(page, "**/js/player.*")
    page.goto(LESSON)
    audio = page.locator("[data-player] audio")
    audio.evaluate("audio => { audio.muted = true; audio.playbackRate = 4; return audio.play() }")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 6")
    audio.evaluate("audio => audio.pause()")
    late[0].continue_()
    expect(page.locator("[data-say]")).to_contain_text(re.compile(r"지금까지 ([4-9]|1\d)%"))


def fetch_anew(page: Page) -> None:
    """What a ticket that has run out does to a player: the file comes anew, at the same place and speed, and waits."""
    audio = page.locator("[data-player] audio")
    page.locator("[data-speed]").select_option("1.5")
    audio.evaluate("audio => { audio.currentTime = 30; audio.pause() }")
    audio.evaluate("audio => audio.dispatchEvent(new Event('error'))")
    page.locator("[data-jump='10']").click()
    assert audio.evaluate("audio => [audio.paused, Math.round(audio.currentTime)]") == [True, 40]
    page.locator("[data-jump='10']").press("k")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 40.5")
    assert audio.evaluate("audio => audio.playbackRate") == 1.5


def test_a_killed_tab_loses_fifteen_seconds_at_most(visit: Callable[..., Visitor]) -> None:
    learner = visit("20260111")
    enrol(learner, "마인드", COURSE)
    page = learner.page
    page.clock.install()
    learner.open(LESSON)
    reports: list[str] = []
    page.on("request", lambda request: request.url.endswith("/learning/played/") and reports.append(request.url))
    audio = page.locator("[data-player] audio")
    with page.expect_response(lambda answer: answer.request.method == "POST") as token:
        audio.evaluate("audio => { audio.muted = true; audio.playbackRate = 2; return audio.play() }")
    assert token.value.ok
    page.wait_for_function("() => document.querySelector('audio').currentTime > 6")
    # The clock of the page is put forward, not that of the sound: what is kept every fifteen seconds is kept now.
    page.clock.fast_forward(15_000)
    page.wait_for_function(
        "() => Object.keys(localStorage).some(key => key.endsWith(':left') || key.includes('played'))"
    )
    assert not reports, "nothing was sent yet"
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash", timeout=20_000)
    assert not reports, "a tab that is killed says nothing any more"
    page.close()
    page = learner.page = learner.context.new_page()
    # The line breaks when the next page sends what was left: it does so again within a minute.
    page.route("**/learning/played/", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/learning/played/")):
        learner.open(LESSON)
    page.clock.fast_forward(60_000)
    expect(page.locator("[data-say]")).to_contain_text(re.compile(r"지금까지 ([4-9]|1\d)%"))
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.includes(':played-'))")
