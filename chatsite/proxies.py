"""Who is really calling: what a reverse proxy says about its client, believed only of the proxies the host trusts."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

Scope = dict[str, Any]
Headers = list[tuple[bytes, bytes]]

UNIX_SOCKET = "unix"
FORWARDED = frozenset(
    {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port", b"forwarded"}
)


class TrustedProxies:
    """The addresses whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed.

    ``names`` are addresses, networks, or ``unix`` for whoever connects over a Unix socket.
    """

    def __init__(self, names: Sequence[str]):
        self._unix = UNIX_SOCKET in names
        self._networks = [ip_network(name) for name in names if name != UNIX_SOCKET]

    def resolve(self, scope: Scope) -> Scope:
        """Return ``scope`` with the real client and scheme, and without the headers that claimed them."""
        headers: Headers = scope["headers"]
        claims = {name: value.decode("latin-1") for name, value in headers if name in FORWARDED}
        if not claims:
            return scope
        resolved = {**scope, "headers": [pair for pair in headers if pair[0] not in FORWARDED]}
        peer = scope["client"][0] if scope.get("client") else ""
        if self._trusts(peer):
            listed = (value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for")
            resolved["client"] = (self._client(",".join(listed), peer), 0)
            resolved["scheme"] = _scheme(claims.get(b"x-forwarded-proto", ""), scope)
        return resolved

    def _trusts(self, name: str) -> bool:
        address = _address(name)
        if address is None:
            return self._unix and not name
        return any(address in network for network in self._networks)

    def _client(self, chain: str, peer: str) -> str:
        """Return the address nearest to us that is no trusted proxy: what is left of it may be made up."""
        client = peer
        for name in reversed(chain.split(",")):
            address = _address(name.strip())
            if address is None:
                break
            client = str(address)
            if not self._trusts(client):
                break
        return client


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(name)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _scheme(proto: str, scope: Scope) -> str:
    """Return the scheme that the proxy was called with, in the words of the scope's protocol."""
    proto = proto.strip().lower()
    if proto not in {"http", "https"}:
        return str(scope.get("scheme", "http"))
    return proto.replace("http", "ws") if scope["type"] == "websocket" else proto


def valid_proxies(names: Iterable[str]) -> bool:
    """Tell whether each name is an address, a network or ``unix``."""
    try:
        TrustedProxies(list(names))
    except ValueError:
        return False
    return True
