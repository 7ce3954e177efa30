"""What the documents list is what there is: jobs with their times, environment variables, style sheets, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from lms.core.registry import periodic_jobs
from lms.core.scheduling.cadence import Daily

ROOT = Path(settings.BASE_DIR)
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMPONENTS = (ROOT / "docs/components.md").read_text(encoding="utf-8")
JOBS = {job.name: job.cadence for job in periodic_jobs()}
#: Only for who develops: Django's own page of an error.
FOR_DEVELOPERS = {"DJANGO_DEBUG"}


def _when(cadence) -> str:
    if isinstance(cadence, Daily):
        return f"{'working days' if cadence.on_working_days else 'daily'} {cadence.at:%H:%M}"
    return {1: "every minute", 60: "every hour"}.get(cadence.minutes, f"every {cadence.minutes} minutes")


def test_operations_list_every_job_with_its_time():
    listed = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", OPERATIONS, re.MULTILINE))
    told = {name: when for name, when in listed.items() if name.islower()}
    assert told == {name: _when(cadence) for name, cadence in JOBS.items()}


def test_operations_name_every_switch_of_the_settings():
    read = set()
    for path in (ROOT / "lms/settings").glob("*.py"):
        read |= set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', path.read_text(encoding="utf-8")))
    assert len(read) > 20
    assert [name for name in sorted(read - FOR_DEVELOPERS) if f"`{name}`" not in OPERATIONS] == []


@pytest.mark.parametrize("sheet", sorted(path.name for path in (ROOT / "static/css/components").glob("*.css")))
def test_the_charter_lists_every_sheet_of_components(sheet):
    assert f"`components/{sheet}`" in COMPONENTS


def test_the_readme_names_every_command_of_ours_and_every_target_of_the_makefile():
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    commands = {path.stem for path in ROOT.glob("*/*/management/commands/*.py")} - {"__init__"}
    missing = [f"make {target}" for target in targets if f"`make {target}" not in README]
    everywhere = README + OPERATIONS + COMPONENTS
    missing += [name for name in sorted(commands) if f"manage.py {name}" not in everywhere]
    assert missing == []


def test_a_document_leads_nowhere_that_is_not_there():
    broken = []
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []
