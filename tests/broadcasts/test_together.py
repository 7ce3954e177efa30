"""The common second: the rule by which a browser follows the server's clock, run as the browser runs it."""

from __future__ import annotations

import json
import subprocess

import pytest
from django.conf import settings

RULE = settings.BASE_DIR / "static/js/together.js"


def ask(expression):
    """The value of an expression in terms of the module's exports."""
    program = f"import * as rule from {json.dumps(RULE.as_uri())}; console.log(JSON.stringify({expression}))"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return json.loads(done.stdout)


def test_clocks_that_differ_by_five_minutes_agree_on_the_second():
    # Asked at 1 000 by a clock that is five minutes behind, heard 80 ms later; the server said 301 040.
    assert ask("rule.offsetOf({ asked: 1000, heard: 1080, said: 301040 })") == 300_000
    samples = [{"asked": 0, "heard": 900, "said": 300_800}, {"asked": 1000, "heard": 1040, "said": 301_020}]
    assert ask(f"rule.bestOffset({json.dumps(samples)})") == 300_000


@pytest.mark.parametrize(
    ("now", "place"), [(-5_000, -5_000), (0, 0), (1_999, 1_999), (60_000, 60_000), (99_000, 60_000)]
)
def test_the_place_runs_with_the_clock_and_stops_at_the_end(now, place):
    assert ask(f"rule.placeAt({{ now: {now}, starts: 0, length: 60000 }})") == place


@pytest.mark.parametrize(
    ("actual", "rate", "done"),
    [
        (10_000, 1, {"rate": 1}),
        (9_900, 1, {"rate": 1}),
        (9_700, 1, {"rate": 1.04}),
        (10_300, 1, {"rate": 0.96}),
        (9_930, 1.04, {"rate": 1.04}),
        (9_970, 1.04, {"rate": 1}),
        (9_000, 1, {"seek": 10_000, "rate": 1}),
        (70_000, 1, {"seek": 10_000, "rate": 1}),
    ],
)
def test_a_player_that_is_off_is_nudged_and_one_that_is_far_off_jumps(actual, rate, done):
    assert ask(f"rule.correction({{ actual: {actual}, wanted: 10000, rate: {rate} }})") == done


def test_ten_minutes_with_a_slow_sound_card_stay_within_a_second():
    # A card that plays 0.2 % slow, looked at every half second.
    program = """(() => {
      let actual = 0, rate = 1, worst = 0;
      for (let now = 0; now <= 600000; now += 500) {
        const done = rule.correction({ actual, wanted: now, rate });
        if (done.seek !== undefined) actual = done.seek;
        rate = done.rate;
        worst = Math.max(worst, Math.abs(now - actual));
        actual += 500 * rate * 0.998;
      }
      return worst;
    })()"""
    assert ask(program) < 200
