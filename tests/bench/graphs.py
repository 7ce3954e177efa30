"""``python -m tests.bench.graphs``: what a scenario of 500 scenes and 2,000 replies costs to judge and draw, as JSON.

Needs no database: both are pure. Processor time, the best of several runs: what a shared machine adds is not theirs.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any

SCENES, REPLIES, RUNS = 500, 4, 5
ENDINGS = 20


def document(scenes: int = SCENES, replies: int = REPLIES, seed: int = 1) -> dict[str, Any]:
    """A scenario in which replies lead on, ahead or to an ending; the first reply of each scene is the model one."""
    dice = random.Random(seed)
    first_ending = scenes - ENDINGS
    talk = [{"speaker": "citizen", "text": "왜 이제야 연락을 주십니까?"}]

    def reply(scene: int, place: int) -> dict[str, Any]:
        ahead = min(scene + 1 + (dice.randint(0, 8) if place else 0), scenes - 1 if place else first_ending)
        if place == replies or (place == replies - 1 and scene % 2):
            ahead = first_ending + scene // 2 % ENDINGS
        return {
            "key": "abcdefgh"[place],
            "text": "많이 놀라셨겠습니다. 함께 확인하겠습니다." + "." * place,
            "next": [f"s{ahead}"],
            "safety": 1,
            "procedure": 1,
            "empathy": 1,
            "seconds": 10,
            "is_model": not place,
            "reason": "먼저 감정을 인정하고 다음 행동을 알립니다.",
        }

    asked = [
        # Every sixth scene has one reply more, which makes two thousand.
        {"key": f"s{each}", "title": f"장면 {each}", "lines": talk}
        | {"replies": [reply(each, place) for place in range(replies + (each % 6 == 0))]}
        for each in range(first_ending)
    ]
    kinds = ["model", "partial", "danger"]
    told = {"kind": "ending", "lines": talk, "what_happened": "끝났습니다.", "why": "절차를 지켰습니다."}
    ends = [
        told | {"key": f"s{first_ending + each}", "title": f"끝 {each}", "ending": kinds[each % 3]}
        for each in range(ENDINGS)
    ]
    return {
        "format": "kindness-scenario",
        "version": 1,
        "slug": "long-call",
        "title": "긴 전화",
        "channel": "phone",
        "minutes": 60,
        "citizen": {"key": "mr-oh", "name": "오○○ 님"},
        "situation": "상황",
        "start": {"scene": "s0"},
        "pass": {},
        "protocol": [],
        "scenes": [*asked, *ends],
    }


def figures() -> dict[str, Any]:
    """Milliseconds to read and judge a file, and to place and draw its map."""
    from lms.scenarios.board import board_of
    from lms.scenarios.drawing import draw
    from lms.scenarios.exchange import file_of, read_file
    from lms.scenarios.layout import place

    content = file_of(document())
    graph, found = read_file(content)
    assert graph is not None
    assert not found, found[:3]
    return {
        "scenes": len(graph.scenes),
        "replies": sum(len(scene.replies) for scene in graph.scenes),
        "file_kb": len(content) // 1024,
        "validate_ms": _best(lambda: read_file(content)),
        "draw_ms": _best(lambda: draw(place(graph), title="map")),
        "board_ms": _best(lambda: board_of(document())),
    }


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return round(min(taken), 1)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(figures()))
