"""Which pages may talk to the server: the same rule for WebSocket and long-polling."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.http.request import split_domain_port, validate_host

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HTTP = {"ws": "http", "wss": "https"}


class OriginPolicy:
    """Trusts a request's own origin, which is scheme, host and port, and the configured ones.

    A page on another port of the same host may be another program's: browsers send it the same cookies. A request
    without an Origin comes from a program, not from a page: no visitor's cookies are abused, so it may pass.
    """

    def __init__(self, *, trusted_origins: Iterable[str], allowed_hosts: Iterable[str]) -> None:
        self._trusted = frozenset(_parse(origin) for origin in trusted_origins) - {None}
        self._allowed_hosts = tuple(allowed_hosts)

    def allows(self, *, scheme: str, host: str, origin: str | None) -> bool:
        """Tell whether a request to ``host`` (its Host header) over ``scheme`` may come from a page of ``origin``."""
        own_host, _ = split_domain_port(host)
        if not own_host or not validate_host(own_host, self._allowed_hosts):
            return False
        return origin is None or self.trusts(origin) or _is_same(origin, f"{_HTTP.get(scheme, scheme)}://{host}")

    def trusts(self, origin: str) -> bool:
        """Tell whether ``origin`` is one of the configured ones."""
        parsed = _parse(origin)
        return parsed is not None and parsed in self._trusted


def _parse(origin: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname, parts.port
    except ValueError:  # "http://[::1" and the like
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.path not in {"", "/"} or parts.query or parts.username:
        return None
    return parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port


def _is_same(origin: str, own: str) -> bool:
    parsed = _parse(origin)
    return parsed is not None and parsed == _parse(own)
