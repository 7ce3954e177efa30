"""A cache for values whose key names their edition: what was once true under a key stays true.

Such a value can be kept by every process as well as by the shared cache; nobody ever has to be told to forget it. What
another release of the product rendered, with other templates, words or style sheets, is another edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache as once
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache, caches

__all__ = ["get_many", "set_many"]

PROCESS_SECONDS = 600


def get_many(keys: Iterable[str]) -> dict[str, Any]:
    """The values that are kept, by key; what this process does not have is asked of the shared cache at once."""
    names = {f"{_release()}:{key}": key for key in keys}
    wanted = list(names)
    found: dict[str, Any] = caches["process"].get_many(wanted)
    if len(found) < len(wanted):
        shared = cache.get_many([key for key in wanted if key not in found])
        caches["process"].set_many(shared, PROCESS_SECONDS)
        found |= shared
    return {names[name]: value for name, value in found.items()}


def set_many(values: Mapping[str, Any], seconds: int) -> None:
    """Keep values for ``seconds`` in the shared cache."""
    cache.set_many({f"{_release()}:{key}": value for key, value in values.items()}, seconds)


@once
def _release() -> str:
    """A word for what this process renders with: templates, translations, static files, and the secret of its marks."""
    word = hashlib.sha256(settings.SECRET_KEY.encode())
    word.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for folder, pattern in ((settings.BASE_DIR / "templates", "*.html"), (settings.BASE_DIR / "lms", "*.mo")):
        for path in sorted(folder.rglob(pattern)):
            word.update(path.read_bytes())
    return word.hexdigest()[:16]
