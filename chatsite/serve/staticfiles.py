"""How long browsers may keep static files."""

import re
from wsgiref.headers import Headers

_VERSIONED = re.compile(r"^/static/vendor/[^/]+-\d[^/]*/")


def is_versioned(path: str, url: str) -> bool:
    """Tell whether the file's address changes with its content: a vendored library in a folder of its version."""
    return bool(_VERSIONED.match(url))


def revalidate(headers: Headers, path: str, url: str) -> None:
    """Let a browser ask each time whether our own modules are the same; hashed names would break their imports."""
    if not is_versioned(path, url):
        headers["Cache-Control"] = "no-cache"
