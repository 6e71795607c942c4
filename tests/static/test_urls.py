"""Templates link only to pages that exist: one that renders rarely would fail only then."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.static.test_sources import TEMPLATES

NAMED = re.compile(r"{% url '([\w:-]+)'")


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield the name of each path, with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_page_that_a_template_names_exists() -> None:
    known = set(names(get_resolver().url_patterns))
    linked = {
        (path.name, name) for path in TEMPLATES.rglob("*.html") for name in NAMED.findall(path.read_text("utf-8"))
    }
    assert len(linked) > 20
    assert {link for link in linked if link[1] not in known} == set()
