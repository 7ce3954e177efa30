"""A small telephone call with everything in it that the engine knows, and the moves of a person who plays it.

first ─ b ─► plate ─ warn ×warn_count ─► close ─ end ─► end-model
   │            └ record ─► plate (not where every call is recorded)
   ├ a ─► heated ─ sorry ─► plate · argue ─► end-danger (heated, were he calmer) · busy ─► end-partial
   └ c (end the call) ─► end-danger
"""

from __future__ import annotations

import copy
from typing import Any

from lms.courses.models import CoursePage, CourseRun
from lms.learning.models import Attempt
from lms.people.models import Person
from lms.scenarios.engine import Settings
from lms.scenarios.exchange import fill
from lms.scenarios.graph import Graph
from lms.scenarios.models import Scenario
from lms.scenarios.services import begin_scenario, give_reply
from tests import builders
from tests.builders import MARCH_5

#: Words that must reach no browser while they are masked; reasons that must reach none in a play that counts.
ABUSE, SECRET = "나쁜말", "비밀 이유"

MODEL = ["b", "record", "warn", "end"]
DANGER = ["c"]
REPAIRED = ["a", "sorry", "record", "warn", "end"]
PARTIAL = ["a", "busy"]


def reply(key: str, to: list[str], **fields: Any) -> dict[str, Any]:
    """A reply of the document."""
    return {"key": key, "text": f"응대 {key}", "next": to, "reason": f"{SECRET} {key}", "seconds": 20} | fields


def act(key: str, action: str, to: list[str], **fields: Any) -> dict[str, Any]:
    """A reply that does something."""
    return reply(key, to, kind="act", action=action, **fields)


def line(text: str, speaker: str = "citizen", when: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A line of the document."""
    return {"speaker": speaker, "text": text, "when": when or []}


def sample() -> dict[str, Any]:
    """The document, fresh for every test."""
    not_always = {"what": "setting", "name": "always_record", "is": "not_set"}
    scenes = [
        {
            "key": "first",
            "title": "첫 마디",
            "lines": [line("전화가 울립니다.", "narrator"), line("과태료가 웬 말입니까?")],
            "note": "인사 직후",
            "replies": [
                reply("a", ["heated"], mood=1, empathy=-10),
                reply("b", ["plate"], mood=-1, empathy=20, safety=10, procedure=10, step="listen", is_model=True),
                act("c", "end_call", ["end-danger"], mood=2, procedure=-30),
            ],
        },
        {
            "key": "heated",
            "title": "커진 목소리",
            "when": [{"what": "mood", "is": "at_most", "value": 4}],
            "lines": [
                line("지금 나를 가르칩니까?"),
                line("끝까지 이러네.", when=[{"what": "mood", "is": "at_least", "value": 4}]),
            ],
            "replies": [
                reply("sorry", ["plate"], mood=-1, empathy=20, safety=10, step="listen", is_model=True)
                | {"sets": ["apologised"]},
                reply("argue", ["heated", "end-danger"], mood=1, safety=-10),
                reply("busy", ["end-partial"], mood=0),
            ],
        },
        {
            "key": "plate",
            "title": "욕설",
            "mood": 4,
            "lines": [line(f"이 [[{ABUSE}]] 같은 사람들아.")],
            "clock": 60,
            "replies": [
                act("record", "record_notice", ["plate"], step="record", procedure=10, safety=5, is_model=True)
                | {"when": [not_always, {"what": "step", "name": "record", "is": "not_set"}]},
                act("warn", "warn", ["close", "plate"], step="warn", procedure=15, safety=10, is_model=True)
                | {"text": "경고는 {warn_count}회입니다."},
                reply("listen", ["plate"], safety=-20, mood=1),
            ],
        },
        {
            "key": "close",
            "title": "종료",
            "when": [{"what": "warnings", "is": "at_least", "value": "warn_count"}],
            "lines": [line("마음대로 하시오.")],
            "replies": [
                act("end", "end_call", ["end-model"], step="end", procedure=10, mood=-2, is_model=True),
                act("slam", "end_call", ["end-partial"], procedure=-20),
            ],
        },
        {
            "key": "end-danger",
            "kind": "ending",
            "ending": "danger",
            "title": "위험",
            "lines": [],
            "what_happened": "신고가 들어왔을 것입니다.",
            "why": "고지 없이 끊었습니다.",
        },
        {"key": "end-partial", "kind": "ending", "ending": "partial", "title": "부분", "lines": []},
        {"key": "end-model", "kind": "ending", "ending": "model", "title": "모범", "lines": [line("뚜-", "narrator")]},
    ]
    return copy.deepcopy(
        {
            "format": "kindness-scenario",
            "version": 1,
            "slug": "fine-call",
            "title": "과태료 전화",
            "summary": "전화",
            "channel": "phone",
            "minutes": 5,
            "citizen": {"key": "mr-oh", "name": "오○○ 님", "about": "과태료를 받은 분"},
            "situation": "경고는 {warn_count}회입니다.",
            "content_notice": f"[[{ABUSE}]]이 나옵니다.",
            "start": {"scene": "first", "mood": 3, "safety": 50, "procedure": 50, "empathy": 50},
            "pass": {"safety": 60, "procedure": 60, "empathy": 50},
            "protocol": [
                {"key": "listen", "title": "경청"},
                {
                    "key": "record",
                    "title": "녹음 고지",
                    "rule": "제4조",
                    "not_applicable": [{"what": "setting", "name": "always_record", "is": "set"}],
                },
                {"key": "warn", "title": "경고 {warn_count}회"},
                {"key": "end", "title": "종료 안내"},
            ],
            "scenes": scenes,
        }
    )


def graph(document: dict[str, Any] | None = None) -> Graph:
    """The graph of the document."""
    return Graph.from_document(document or sample())


def build_scenario(course: CoursePage, document: dict[str, Any] | None = None, **fields: Any) -> Scenario:
    """A published scenario at the end of the course."""
    page = Scenario(slug=fields.pop("slug", f"scenario-{CoursePage.objects.get(pk=course.pk).numchild}"), **fields)
    fill(page, graph(document))
    return Scenario.objects.get(pk=builders.published(CoursePage.objects.get(pk=course.pk), page).pk)


def begun(
    person: Person,
    scenario: Scenario,
    *,
    settings: Settings | None = None,
    at: Any = MARCH_5,
    run: CourseRun | None = None,
) -> Attempt:
    """A play under way, in the self-paced run unless another is given."""
    enrolment = builders.enrolled(person, run or scenario.course)
    return begin_scenario(enrolment=enrolment, scenario=scenario, settings=settings or Settings(), at=at)[0]


def played(attempt: Attempt, keys: list[str], *, at: Any = MARCH_5) -> Attempt:
    """The same play after these replies."""
    for move, key in enumerate(keys, start=attempt.steps.count() + 1):
        _play, is_new = give_reply(attempt_id=attempt.pk, move=move, reply_key=key, at=at)
        assert is_new, (move, key)
    return attempt
