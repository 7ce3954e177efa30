"""How collected static files are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Also renames what our ES modules import, so that a module is cached for ever and still replaced by the next one.

    Django's own switch for this (``support_js_module_import_aggregation``) also looks into the packages of others and
    fails on what they import; ours are all below ``js/``.
    """

    patterns: ClassVar = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only what a page can name: the copies with a hash in their name, not the originals beside them."""
        named = set(self.hashed_files.values())
        yield from super().compress_files([path for path in paths if path in named])
