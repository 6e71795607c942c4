"""Which scripts and stylesheets a page loads: a few bundles, or the sources while the bundles are older than these."""

import functools
import hashlib
import json
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

# What bin/bundle makes the bundles of.
SOURCES = ["static/css", "static/js", "templates"]


@dataclass(frozen=True)
class PageFiles:
    """Paths below ``/static/``: a stylesheet, the script that starts the page, and what that script is sure to load."""

    style: str
    script: str
    preloads: tuple[str, ...] = ()


def page_files(page: str) -> PageFiles:
    """Return what ``page`` loads; its stylesheet is made of ``static/css/pages/<page>.css``."""
    manifest = current_manifest()
    if manifest is None:
        return PageFiles(f"css/pages/{page}.css", "js/app.js")
    return PageFiles(f"bundles/{page}.css", "bundles/app.js", tuple(manifest["preloads"].get(page, [])))


@functools.cache
def current_manifest() -> dict[str, Any] | None:
    """Return the manifest of ``static/bundles/``, or nothing while the bundles are older than their sources."""
    path = settings.BASE_DIR / "static" / "bundles" / "manifest.json"
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if manifest.get("sources") == sources_hash():
        return manifest
    logger.info("The bundles of the page's files are older than the files. Run bin/bundle.")
    return None


def sources_hash() -> str:
    """Return the hash of the bundles' sources as ``bin/bundle`` computes it."""
    content = hashlib.sha256()
    for folder in SOURCES:
        found = (path for path in (settings.BASE_DIR / folder).rglob("*") if path.is_file())
        for name, path in sorted((path.relative_to(settings.BASE_DIR).as_posix(), path) for path in found):
            content.update(f"{name}\0".encode() + path.read_bytes())
    return content.hexdigest()
