"""Every template compiles, every msgid is translated, and none is kept that nothing says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "lms/locale/ko/LC_MESSAGES/django.po"
COMPONENT_CALL = re.compile(r'{% include "(components/\w+\.html)" with (.*?)(?: only)? %}', re.DOTALL)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*}")
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix()
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in {".html", ".txt"}
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_compiles(name):
    get_template(name)


def test_a_component_is_given_only_what_it_reads():
    """A word misspelt in an include is no error to Django: the component just stays silent about it."""
    ignored = []
    for name in TEMPLATES:
        for component, given in COMPONENT_CALL.findall((ROOT / "templates" / name).read_text(encoding="utf-8")):
            body = COMMENT.sub("", (ROOT / "templates" / component).read_text(encoding="utf-8"))
            words = re.findall(r"(?:^|\s)(\w+)=", given)
            ignored += [f"{name}: {component} reads no {word}" for word in words if not re.search(rf"\b{word}\b", body)]
    assert not ignored, "\n".join(ignored)


def test_every_message_of_ours_is_translated_and_none_is_left_over(tmp_path):
    """Extract afresh, as ``make messages`` does, and compare with the shipped catalogue."""
    tree = tmp_path / "tree"
    for folder in ("lms", "campaigns", "templates"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__", "locale*"))
    shutil.copy(ROOT / "manage.py", tree)
    (tree / "lms/locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "ko", "--no-location", "--no-wrap", "-v", "0"],
        cwd=tree,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "LMS_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
    )
    extracted = polib.pofile(str(tree / "lms/locale/ko/LC_MESSAGES/django.po"))
    named = {(entry.msgctxt, entry.msgid) for entry in extracted}
    shipped = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    assert len(extracted) > 100, "nothing was extracted"
    assert not named - shipped, "no Korean:\n" + "\n".join(msgid for _, msgid in named - shipped)
    assert not shipped - named, "said nowhere any more:\n" + "\n".join(msgid for _, msgid in shipped - named)


def test_translations_keep_every_placeholder():
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)):
                wrong.append(f"{entry.msgid!r} → {text!r}")
    assert not wrong, "\n".join(wrong)
