"""Cookies that their browser can neither read nor change, and that the server need not remember."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.security import encryption

LIFETIME_S: Final = 600
_KEYS = b"sign-in cookies"


def seal(response: HttpResponseBase, name: str, content: Mapping[str, Any], *, path: str) -> None:
    """Have the browser keep ``content`` for :data:`LIFETIME_S`.

    The cookie must come back with a person whom the provider sends, so SameSite can't be stricter than Lax.
    """
    sealed = encryption.lock(json.dumps([name, time.time() + LIFETIME_S, content]), _KEYS)
    response.set_cookie(
        name,
        sealed,
        max_age=LIFETIME_S,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def unseal(request: HttpRequest, name: str) -> Mapping[str, Any] | None:
    """Return what the cookie of this name holds; nothing if there is none, or it is too old."""
    try:
        sealed_name, expires_at, content = json.loads(encryption.unlock(request.COOKIES.get(name, ""), _KEYS))
    except (encryption.Unreadable, ValueError):
        return None
    return dict(content) if sealed_name == name and time.time() < expires_at else None
