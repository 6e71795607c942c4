"""Who is really calling: what a reverse proxy says about its client, believed only of trusted proxies."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

from chatsite.limits.subjects import parse_address

Scope = dict[str, Any]
Headers = list[tuple[bytes, bytes]]

UNIX_SOCKET = "unix"
# RFC 7239, Node Identifiers: proxies add the port that the client used.
_WITH_PORT = re.compile(r"(?:\[(?P<v6>[^][]*)\]|(?P<v4>[0-9.]+))(?::[0-9]{1,5})?", re.ASCII)
_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
FORWARDED = frozenset(
    {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"forwarded"}
)


class TrustedProxies:
    """The addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed.

    ``names`` are addresses, networks, or ``unix`` for callers over a Unix socket.
    """

    def __init__(self, names: Sequence[str]):
        self._unix = UNIX_SOCKET in names
        self._networks = [ip_network(name) for name in names if name != UNIX_SOCKET]

    def resolve(self, scope: Scope) -> Scope:
        """Return ``scope`` with the real client and scheme, and without the headers that claimed them."""
        headers: Headers = scope["headers"]
        if not any(name in FORWARDED for name, _ in headers):
            return scope
        resolved = {**scope, "headers": [pair for pair in headers if pair[0] not in FORWARDED]}
        peer = scope["client"][0] if scope.get("client") else ""
        if self.trusts(peer):
            resolved["client"] = (self._client(_listed(headers, b"x-forwarded-for"), peer), 0)
            resolved["scheme"] = _scheme(_listed(headers, b"x-forwarded-proto"), scope)
        return resolved

    def trusts(self, name: str) -> bool:
        """Tell whether the peer ``name`` is a trusted proxy; over a Unix socket a peer has no name."""
        address = parse_address(name)
        if address is None:
            return self._unix and not name
        return any(address in network for network in self._networks)

    def _client(self, chain: list[str], peer: str) -> str:
        """Return the address nearest to us that is no trusted proxy: what is left of it may be made up.

        A name that is no address ends the chain: the client is then the proxy that passed it on.
        """
        client = peer
        for name in reversed(chain):
            address = _named_address(name)
            if address is None:
                break
            client = str(address)
            if not self.trusts(client):
                break
        return client


def _listed(headers: Headers, name: bytes) -> list[str]:
    """Return the items of a list header: one header with commas and several headers are the same list (RFC 9110)."""
    values = ",".join(value.decode("latin-1") for key, value in headers if key == name)
    return [item for item in (part.strip(" \t") for part in values.split(",")) if item]


def _named_address(name: str) -> IPv4Address | IPv6Address | None:
    """Return the address of ``203.0.113.9``, ``203.0.113.9:51008``, ``2001:db8::1`` or ``[2001:db8::1]:443``."""
    name = name.strip('" \t')
    match = _WITH_PORT.fullmatch(name)
    return parse_address((match["v6"] or match["v4"] or "") if match else name)


def _scheme(listed: list[str], scope: Scope) -> str:
    """Return the scheme that the browser used, in the words of the scope's protocol.

    The first proxy of a chain names it; the later ones name the scheme between proxies.
    """
    named = (_SCHEMES.get(item.strip('"').lower()) for item in listed)
    scheme = next((known for known in named if known), None)
    if scheme is None:
        return str(scope.get("scheme", "http"))
    return scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme


def is_proxy(name: str) -> bool:
    """Tell whether ``name`` is an address, a network or ``unix``."""
    try:
        TrustedProxies([name])
    except ValueError:
        return False
    return True
