"""Editors read Korean everywhere: Wagtail's own catalogue and our supplement leave no gap.

Wagtail ships its Korean per module and about a third of it is empty or fuzzy, which
``msgfmt`` drops. ``lms/locale_supplement`` fills the gaps; these tests fail after an
upgrade of Wagtail until its new strings are translated there.
"""

import re
from pathlib import Path

import django
import django_tasks
import django_tasks_db
import polib
import pytest
import taggit
import wagtail
import wagtailmedia

SUPPLEMENT = Path(__file__).parents[2] / "lms" / "locale_supplement" / "ko" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][a-z0-9]*")


def _package_dir(package) -> Path:
    return Path(package.__file__).parent


def _english_catalogues() -> list[Path]:
    found: list[Path] = []
    for package in (wagtail, taggit, wagtailmedia):
        found += _package_dir(package).rglob("locale/en/LC_MESSAGES/*.po")
    return sorted(found)


def _module_and_domain(catalogue: Path) -> str:
    """``…/wagtail/admin/locale/en/LC_MESSAGES/djangojs.po`` → ``wagtail.admin:djangojs``."""
    site_packages = _package_dir(wagtail).parent
    module = catalogue.parents[3].relative_to(site_packages)
    return f"{'.'.join(module.parts)}:{catalogue.stem}"


def _live_entries(catalogue: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]


def _korean(entry: polib.POEntry) -> str:
    """The single Korean form: Korean has no plural, so ``nplurals=1``."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _english(entry: polib.POEntry) -> str:
    """The form Korean must follow: the plural one, because one text serves every number."""
    return entry.msgid_plural or entry.msgid


def _translations(catalogue: Path) -> dict[tuple[str | None, str], str]:
    """Usable translations by (context, msgid); fuzzy and empty ones do not count."""
    if not catalogue.exists():
        return {}
    return {
        (entry.msgctxt, entry.msgid): _korean(entry)
        for entry in _live_entries(catalogue)
        if not entry.fuzzy and _korean(entry)
    }


def _supplement_entries() -> list[polib.POEntry]:
    return [entry for path in sorted(SUPPLEMENT.glob("*.po")) for entry in _live_entries(path)]


def _in_korean_tree(catalogue: Path) -> Path:
    return catalogue.parents[2] / "ko" / "LC_MESSAGES" / catalogue.name


ENGLISH_CATALOGUES = _english_catalogues()


def test_the_catalogues_of_the_installed_packages_are_found():
    # An empty list would make the parametrised test below vanish instead of fail.
    found = {_module_and_domain(catalogue) for catalogue in ENGLISH_CATALOGUES}
    assert {"wagtail:django", "wagtail.admin:django", "wagtail.admin:djangojs"} <= found
    assert {"taggit:django", "wagtailmedia:django"} <= found


@pytest.mark.parametrize("catalogue", ENGLISH_CATALOGUES, ids=_module_and_domain)
def test_every_string_has_korean_with_the_same_placeholders(catalogue):
    korean = _translations(_in_korean_tree(catalogue)) | _translations(SUPPLEMENT / catalogue.name)
    missing, changed = [], []
    for entry in _live_entries(catalogue):
        text = korean.get((entry.msgctxt, entry.msgid))
        if text is None:
            missing.append(entry.msgid)
        elif set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(_english(entry))):
            changed.append(f"{entry.msgid!r} → {text!r}")
    assert not missing, "no Korean:\n" + "\n".join(map(repr, missing))
    assert not changed, "other placeholders:\n" + "\n".join(changed)


def test_the_supplement_keeps_markup_and_outer_spaces():
    broken = []
    for entry in _supplement_entries():
        english, korean = _english(entry), _korean(entry)
        same_tags = sorted(TAG.findall(english)) == sorted(TAG.findall(korean))
        same_start = english[:1].isspace() == korean[:1].isspace()
        same_end = english[-1:].isspace() == korean[-1:].isspace()
        if not (same_tags and same_start and same_end):
            broken.append(f"{english!r} → {korean!r}")
    assert not broken, "markup or outer spaces differ:\n" + "\n".join(broken)


def test_the_supplement_has_no_string_that_no_package_uses():
    known = {(entry.msgctxt, entry.msgid) for catalogue in ENGLISH_CATALOGUES for entry in _live_entries(catalogue)}
    # The task packages ship no catalogue at all, so their source is the list.
    sources = "".join(
        path.read_text(encoding="utf-8")
        for package in (django_tasks, django_tasks_db)
        for path in _package_dir(package).glob("*.py")
    ) + (_package_dir(django) / "utils/dates.py").read_text(encoding="utf-8")
    stale = [
        entry.msgid
        for entry in _supplement_entries()
        if (entry.msgctxt, entry.msgid) not in known and f'"{entry.msgid}"' not in sources
    ]
    assert not stale, "used nowhere:\n" + "\n".join(map(repr, stale))


def test_our_own_catalogue_wins_over_the_supplement(settings):
    # Django lets the first of LOCALE_PATHS win, and makemessages writes to the first.
    assert [Path(path).name for path in settings.LOCALE_PATHS] == ["locale", "locale_supplement"]
