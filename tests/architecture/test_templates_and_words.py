"""Every template compiles, every msgid is translated."""

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
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*}")
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix()
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in {".html", ".txt"}
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_template_compiles(name):
    get_template(name)


def test_every_message_of_ours_is_translated(tmp_path):
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
    shipped = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    missing = [entry.msgid for entry in extracted if (entry.msgctxt, entry.msgid) not in shipped]
    assert len(extracted) > 100, "nothing was extracted"
    assert not missing, "\n".join(missing)


def test_translations_keep_every_placeholder():
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)):
                wrong.append(f"{entry.msgid!r} → {text!r}")
    assert not wrong, "\n".join(wrong)
