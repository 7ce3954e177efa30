"""The drawn citizens: six moods each, one hand, nothing fetched from anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from lms.scenarios.portraits import CITIZENS, COLLEAGUES, MOODS, pictures
from lms.scenarios.telling import face

FOLDER = Path(settings.BASE_DIR) / "static/img/citizens"


def test_the_files_are_what_the_parts_draw():
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.svg")}

    assert on_disk == pictures(), "run manage.py draw_citizens"


def test_every_citizen_has_six_moods_and_every_colleague_one_face():
    assert len(MOODS) == 6
    expected = {f"{key}-{mood}.svg" for key in CITIZENS for mood in range(6)} | {f"{key}.svg" for key in COLLEAGUES}

    assert set(pictures()) == expected


@pytest.mark.parametrize("key", [*CITIZENS, "somebody-else", "", "clerk", "../../base", "오"])
def test_whatever_citizen_a_file_names_there_is_a_picture_to_serve(key):
    """Served files are named by a manifest: a picture that is not there would be an error page."""
    shown = {face(key, mood) for mood in range(len(MOODS))}

    assert len(shown) == len(MOODS)
    assert all(finders.find(each) for each in shown)


@pytest.mark.parametrize("key", CITIZENS)
def test_no_two_moods_of_a_citizen_look_alike_even_without_colour(key):
    drawn = pictures()
    plain = {re.sub(r"#[0-9a-f]{3,6}|opacity=\"[^\"]+\"", "", drawn[f"{key}-{mood}.svg"]) for mood in range(6)}

    assert len(plain) == 6


@pytest.mark.parametrize("name", pictures())
def test_a_picture_is_small_well_formed_and_fetches_nothing(name):
    text = pictures()[name]
    root = ElementTree.fromstring(text)

    assert root.attrib["viewBox"] == "0 0 192 192"
    assert len(text.encode()) < 6_000
    assert not re.search(r"href|url\(|<script|<style|http(?!://www\.w3\.org/2000/svg)", text)
