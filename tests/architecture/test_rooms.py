"""What the import contract cannot see: relations in the database, words, module names, template directions."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: From what knows nothing of ours to what knows most. Rooms in one tuple may not know each other.
FLOORS = [
    ("core",),
    ("people",),
    ("notices",),
    ("recordings",),
    ("courses",),
    ("learning",),
    ("certificates", "quizzes", "scenarios"),
    ("reports",),
    ("broadcasts",),
    ("pledges",),
]
#: Rooms that stand on top of ``lms``, in ``campaigns``.
CAMPAIGNS = ("broadcasts", "pledges")
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

#: Spellings and words the glossary rules out as names, in code, templates and addresses.
FORBIDDEN_WORDS = {
    r"\benroll(ment|ments|s)?\b": "enrolment",
    r"\bstudents?\b": "person or learner",
    r"\bcohorts?\b": "course run",
    r"\bnodes?\b(?=.*\bscene)": "scene",
    r"\bbadge_award|\baward(s|ed)?\b": "certificate",
    # ``deadline=None`` is how hypothesis is told that a machine may be slow.
    r"\bdeadlines?\b(?!=None)": "due_on",
    r"\brecognized\b": "recognised",
    r"\borganization": "organisation",
    r"악성민원": "특이민원",
    r"다운로드": "내려받기",
}


def _our_models():
    return [model for model in apps.get_models() if model._meta.app_label in FLOOR_OF]


def test_every_room_has_a_floor():
    rooms = {path.parent.name for side in ("lms", "campaigns") for path in (ROOT / side).glob("*/apps.py")}
    assert rooms == set(FLOOR_OF)


@pytest.mark.parametrize("model", _our_models(), ids=lambda model: model._meta.label)
def test_relations_point_to_the_same_room_or_a_lower_one(model):
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if field.auto_created or target is None or field.model._meta.app_label not in FLOOR_OF:
            continue
        if isinstance(target, str) or target._meta.app_label not in FLOOR_OF:
            continue
        here, there = model._meta.app_label, target._meta.app_label
        assert here == there or FLOOR_OF[there] < FLOOR_OF[here], (
            f"{model._meta.label}.{field.name} points up to {there}"
        )


@pytest.mark.parametrize("model", _our_models(), ids=lambda model: model._meta.label)
def test_relations_across_rooms_leave_no_way_back_up(model):
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if field.auto_created or target is None or field.model._meta.app_label not in FLOOR_OF or not field.concrete:
            continue
        ours = target._meta.app_label in FLOOR_OF or target._meta.label == "wagtailcore.Page"
        parent_link = getattr(field.remote_field, "parent_link", False)
        if ours and not parent_link and target._meta.app_label != model._meta.app_label:
            name = field.remote_field.related_name or ""
            assert name.endswith("+"), f"{model._meta.label}.{field.name} needs related_name='+'"


def _own_files(*suffixes: str) -> list[Path]:
    folders = [ROOT / name for name in ("lms", "campaigns", "templates", "static", "tests")]
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in suffixes]
    return [path for path in found if "__pycache__" not in path.parts and path.name != Path(__file__).name]


def test_no_forbidden_word_names_an_idea():
    offences = []
    for path in _own_files(".py", ".html", ".js", ".css", ".toml"):
        text = path.read_text(encoding="utf-8")
        for pattern, better in FORBIDDEN_WORDS.items():
            for match in re.finditer(pattern, text, re.IGNORECASE):
                line = text.count("\n", 0, match.start()) + 1
                offences.append(f"{path.relative_to(ROOT)}:{line}: {match.group()} – say {better}")
    assert not offences, "\n".join(offences)


def test_no_module_is_named_after_nothing_or_longer_than_400_lines():
    offences = []
    for path in _own_files(".py"):
        if "migrations" in path.parts:
            continue
        if path.stem in {"utils", "helpers", "common", "misc"}:
            offences.append(f"{path.relative_to(ROOT)} is named after nothing")
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > 400 and "tests" not in path.parts:
            offences.append(f"{path.relative_to(ROOT)} has {lines} lines")
    assert not offences, "\n".join(offences)


def test_one_module_names_the_renderer():
    named = [
        path
        for path in _own_files(".py")
        if "import weasyprint" in path.read_text() or "from weasyprint" in path.read_text()
    ]
    assert [path.relative_to(ROOT).as_posix() for path in named if "tests" not in path.parts] == [
        "lms/core/pdf_engine.py"
    ]


def test_a_template_names_no_room_above_its_own():
    offences = []
    for path in (ROOT / "templates").rglob("*.html"):
        owner = path.relative_to(ROOT / "templates").parts[0]
        floor = FLOOR_OF.get(owner, FLOOR_OF["core"] if owner in {"components", "blocks", "base.html"} else None)
        if floor is None:
            continue
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r"{%\s*url\s+['\"](\w+):", text))
        named |= set(re.findall(r"{%\s*(?:include|extends)\s+['\"](\w+)/", text))
        offences += [
            f"{path.relative_to(ROOT)} names {room}" for room in named if room in FLOOR_OF and FLOOR_OF[room] > floor
        ]
    assert not offences, "\n".join(offences)


def test_every_room_has_a_charter_of_three_sentences_and_exports_nothing():
    places = [ROOT / ("campaigns" if room in CAMPAIGNS else "lms") / room for room in FLOOR_OF]
    for room in [*places, ROOT / "campaigns"]:
        tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
        charter = ast.get_docstring(tree) or ""
        assert {"May import", "must never"} <= {part for part in ("May import", "must never") if part in charter}, room
        assert len(tree.body) == 1, f"{room.name}/__init__.py exports something"


def test_settings_import_no_application():
    for path in (ROOT / "lms/settings").rglob("*.py"):
        imported = re.findall(
            r"^(?:from|import) (lms\.(?!settings)[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert not imported, f"{path.name} imports {imported}"


def test_nothing_in_the_repository_names_another_host():
    # The last two only name vocabularies of a podcast feed; nothing is fetched there.
    allowed = re.compile(
        r"https?://(localhost|127\.0\.0\.1|www\.w3\.org|www\.krds\.go\.kr|testserver|\{|\[|[\w.-]*\.example|[\w.-]*\.invalid"
        r"|www\.itunes\.com/dtds/|podcastindex\.org/namespace/)"
    )
    offences = []
    for path in _own_files(".py", ".html", ".js", ".css", ".svg", ".toml"):
        for match in re.finditer(r"https?://[^\s\"'<>)]+", path.read_text(encoding="utf-8")):
            if not allowed.match(match.group()):
                offences.append(f"{path.relative_to(ROOT)}: {match.group()}")
    assert not offences, "\n".join(offences)


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_import_contract_holds():
    finished = subprocess.run([ROOT / ".venv/bin/lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout
