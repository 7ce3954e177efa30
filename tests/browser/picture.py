"""The pictures that README shows, taken from a served demo city.

``make run``, then ``python -m tests.browser.picture http://localhost:8000`` writes them into ``docs/``.
"""

from __future__ import annotations

import io
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.visitor import DESK, PHONE, ROOT, Visitor

COLOURS, GAP, GROUND = 128, 32, "#e6e8ea"


def _seen(visitor: Visitor) -> Image.Image:
    return Image.open(io.BytesIO(visitor.page.screenshot()))


def _side_by_side(name: str, *pictures: Image.Image) -> None:
    """On one ground, with few enough colours to be small."""
    width = sum(each.width for each in pictures) + GAP * (len(pictures) + 1)
    height = max(each.height for each in pictures) + 2 * GAP
    ground = Image.new("RGB", (width, height), GROUND)
    left = GAP
    for each in pictures:
        ground.paste(each, (left, GAP))
        left += each.width + GAP
    ground.quantize(COLOURS, dither=Image.Dither.NONE).save(ROOT / "docs" / f"{name}.png", optimize=True)


def take(address: str) -> None:
    """What a learner sees at 1280 and 360, and what an HR officer sees."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        desk = Visitor(chromium, address, DESK).sign_in("learner")
        desk.open("/courses/")
        catalogue = _seen(desk)
        phone = Visitor(chromium, address, PHONE | {"height": DESK["height"]}).sign_in("learner")
        phone.open("/my/").locator("#completed a").first.click()
        phone.settle()
        _side_by_side("picture-learner", catalogue, _seen(phone))
        hr = Visitor(chromium, address, DESK).sign_in("hr")
        hr.open("/admin/reports/completion/")
        _side_by_side("picture-report", _seen(hr))
        chromium.close()


if __name__ == "__main__":
    take(sys.argv[1])
