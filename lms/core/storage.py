"""How collected static files are named."""

from __future__ import annotations

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
