"""The language of an ASGI connection's client."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, parse_cookie
from django.utils import translation


def speak_to(scope: Mapping[str, Any]) -> None:
    """Let the running task, and every task that it starts, speak the language of an ASGI connection's client.

    Threads do not inherit it: whatever may be raised in one is lazy, and becomes a string in the client's task.
    A socket's events are handled in the context of its handshake.
    """
    translation.activate(language_of(scope))


def language_of(scope: Mapping[str, Any]) -> str:
    """Return the language to answer in, by the rules that LocaleMiddleware has for pages."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = ",".join(_headers(scope, b"accept-language"))
    request.COOKIES = parse_cookie("; ".join(_headers(scope, b"cookie")))
    return translation.get_language_from_request(request)


def _headers(scope: Mapping[str, Any], wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]
