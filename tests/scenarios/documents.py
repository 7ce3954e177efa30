"""Scenario documents by chance, for rules that hold of any: hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lms.scenarios.kinds import ACTIONS, SETTING_NAMES, Ending, Speaker

KEYS = [f"s{number}" for number in range(7)]
#: Plain words without surrounding spaces, among them what markup, templates and lists could stumble over.
WORDS = st.text(alphabet="가나다 라마{}[],.&\"'0aZ\n", max_size=20).map(lambda text: text.strip())
SAID = WORDS.filter(bool)
MARKS = st.lists(st.sampled_from(["new-fact", "apologised", "7"]), unique=True, max_size=2)


def _numbers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


COMPARED = st.builds(
    lambda what, how, value: {"what": what, "is": how, "value": value},
    st.sampled_from(["mood", "safety", "procedure", "empathy", "seconds", "warnings"]),
    st.sampled_from(["at_least", "at_most"]),
    st.one_of(_numbers(0, 300), st.sampled_from(SETTING_NAMES)),
)
NAMED = st.builds(
    lambda what, name, how: {"what": what, "name": name, "is": how},
    st.sampled_from(["flag", "step"]),
    st.sampled_from(["new-fact", "listen"]),
    st.sampled_from(["set", "not_set"]),
)
SETTING = st.builds(
    lambda name, how: {"what": "setting", "name": name, "is": how},
    st.sampled_from(SETTING_NAMES),
    st.sampled_from(["set", "not_set"]),
)
CONDITIONS = st.lists(st.one_of(COMPARED, NAMED, SETTING), max_size=2)
LINES = st.lists(
    st.fixed_dictionaries({"speaker": st.sampled_from(Speaker.values), "text": SAID, "when": CONDITIONS}), max_size=2
)


def _reply(key: str) -> st.SearchStrategy[dict[str, Any]]:
    action = st.sampled_from([None, *ACTIONS])
    return st.fixed_dictionaries(
        {
            "key": st.just(key),
            "action": action,
            "text": SAID,
            "next": st.lists(st.sampled_from([*KEYS, "nowhere"]), unique=True, max_size=3),
            "mood": _numbers(-5, 5),
            "safety": _numbers(-100, 100),
            "procedure": _numbers(-100, 100),
            "empathy": _numbers(-100, 100),
            "seconds": _numbers(0, 600),
            "step": st.sampled_from([None, "listen"]),
            "sets": MARKS,
            "clears": MARKS,
            "when": CONDITIONS,
            "is_model": st.booleans(),
            "reason": WORDS,
            "rule": WORDS,
        }
    ).map(lambda reply: reply | {"kind": "say" if reply["action"] is None else "act"})


def _scene(key: str) -> st.SearchStrategy[dict[str, Any]]:
    shared = {
        "key": st.just(key),
        "title": WORDS,
        "lines": LINES,
        "note": WORDS,
        "mood": st.one_of(st.none(), _numbers(0, 5)),
        "clock": st.sampled_from([None, 0, 900, "notice_after_minutes"]),
        "when": CONDITIONS,
    }
    replies = st.integers(0, 4).flatmap(lambda count: st.tuples(*(_reply("abcd"[number]) for number in range(count))))
    scene = st.fixed_dictionaries(shared | {"kind": st.just("scene"), "replies": replies.map(list)})
    ending = st.fixed_dictionaries(
        shared
        | {
            "kind": st.just("ending"),
            "ending": st.sampled_from(Ending.values),
            "what_happened": WORDS,
            "why": WORDS,
        }
    )
    return st.one_of(scene, ending)


def _whole(scenes: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    percent = _numbers(0, 100)
    return st.fixed_dictionaries(
        {
            "format": st.just("kindness-scenario"),
            "version": st.just(1),
            "slug": st.just("any-call"),
            "title": SAID,
            "summary": WORDS,
            "channel": st.sampled_from(["phone", "counter", "online"]),
            "minutes": _numbers(1, 120),
            "citizen": st.fixed_dictionaries({"key": st.just("mr-oh"), "name": SAID, "about": WORDS}),
            "situation": WORDS,
            "content_notice": WORDS,
            "start": st.fixed_dictionaries(
                {
                    "scene": st.sampled_from(KEYS),
                    "mood": _numbers(0, 5),
                    "safety": percent,
                    "procedure": percent,
                    "empathy": percent,
                }
            ),
            "pass": st.fixed_dictionaries({"safety": percent, "procedure": percent, "empathy": percent}),
            "protocol": st.just(
                [
                    {
                        "key": "listen",
                        "title": "경청",
                        "rule": "",
                        "not_applicable": [{"what": "setting", "name": "always_record", "is": "set"}],
                    }
                ]
            ),
            "scenes": st.just(scenes),
        }
    )


#: Any document that can be read, playable or not.
DOCUMENTS = (
    st.integers(0, len(KEYS))
    .flatmap(lambda count: st.tuples(*(_scene(key) for key in KEYS[:count])))
    .flatmap(lambda scenes: _whole(list(scenes)))
)
