"""HTTP to a provider: JSON only, of a bounded size and within a bounded time.

The addresses are the operator's, or come from a document at one: they may be private, and plain HTTP on this machine.
Redirects are not followed, and environment variables for proxies are not read.
"""

import http.client
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from accounts.single_sign_on.providers import ProviderDown
from chatsite.env import is_secure_url
from chatsite.web.outgoing import CONNECT_S, BoundedResponse, tls

MAX_ANSWER_BYTES: Final = 512 * 1024


class Answer(NamedTuple):
    """A provider's answer."""

    status: int
    content: Mapping[str, Any]


class _Plain(http.client.HTTPConnection):
    response_class = BoundedResponse


class _Secure(http.client.HTTPSConnection):
    response_class = BoundedResponse


def fetch(url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Get ``url``, or post ``form`` to it, and return the JSON object that it answers.

    Raises:
        ProviderDown: it does not answer, or not with a JSON object.
    """
    if not is_secure_url(url.partition("?")[0]):
        raise ProviderDown
    try:
        status, body = _exchange(url, form, {"Accept": "application/json", **(headers or {})})
        content = json.loads(body)
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        raise ProviderDown from None
    if not isinstance(content, dict):
        raise ProviderDown
    return Answer(status, content)


def _exchange(url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(url)
    host = str(parts.hostname)
    connection = (
        _Secure(host, parts.port, timeout=CONNECT_S, context=tls())
        if parts.scheme == "https"
        else _Plain(host, parts.port, timeout=CONNECT_S)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        if form is None:
            connection.request("GET", path, headers=dict(headers))
        else:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(form), {**headers, **kind})
        response = connection.getresponse()
        body = response.read(MAX_ANSWER_BYTES + 1)
    finally:
        connection.close()
    if len(body) > MAX_ANSWER_BYTES:
        raise ProviderDown
    return response.status, body
