"""HTTP to addresses that people named: only https, only to public addresses, and never for long.

A name that leads to a private address, or to one now and to another in a moment (DNS rebinding), would let anyone
have this server call machines that only it can reach. So each address of the name is checked, and the connection goes
to one that was checked. Redirects are not followed; environment variables for proxies are not read.
"""

import http.client
import io
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_S: Final = 5.0
ANSWER_S: Final = 10.0
MAX_ANSWER_BYTES: Final = 16 * 1024
IDLE_S: Final = 30.0
MAX_IDLE_PER_HOST: Final = 16
MAX_ADDRESSES: Final = 3  # of a name that are tried: each may take CONNECT_S
_CARRY_IPV4 = (ip_network("64:ff9b::/96"), ip_network("::/96"))
_ISATAP = (0x00005EFE, 0x02005EFE)  # what an interface identifier begins with that holds an IPv4 address
# What Python calls global, or did in some version, and leads to no machine of the internet: protocol assignments,
# relays of 6to4, what a cloud's machines ask about themselves, local NAT64, documentation, site-local addresses.
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "64:ff9b:1::/48", "3fff::/20", "fec0::/10"),
    )
)


class AddressRefused(OSError):
    """The address is none that this server calls."""


class Answer(NamedTuple):
    """What came back: the status, the headers, and the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Target(NamedTuple):
    """Where a request goes."""

    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Return where ``url`` leads.

    Raises:
        AddressRefused: it is no https address, or carries a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        raise AddressRefused from None
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise AddressRefused
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the internet, also one that is written within another."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _carried(found)
        if inner is not None:
            return is_public(str(inner))
    if any(found in network for network in _NOT_PUBLIC):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if any(address in network for network in _CARRY_IPV4) or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host, each of which may be called.

    Raises:
        AddressRefused: one of them is not public, or the name can be none.
        OSError: the name leads nowhere.
    """
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except UnicodeError:  # a part of the name is empty or too long
        raise AddressRefused from None
    if not settings.OUTGOING_PRIVATE_ADDRESSES and not all(map(is_public, found)):
        raise AddressRefused
    return list(dict.fromkeys(found))


@cache
def tls() -> ssl.SSLContext:
    """Return how certificates are checked: by what the machine trusts, and SSL_CERT_FILE."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class _UntilDeadline(io.RawIOBase):
    """Reads a socket until a moment, however slowly the other side sends."""

    def __init__(self, sock: socket.socket, deadline: float):
        self._sock, self._deadline = sock, deadline
        # Of an answer after which the other side closes, the connection lets go before the body is read.
        self._hold = sock.makefile("rb", buffering=0)

    def close(self) -> None:
        self._hold.close()
        super().close()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class BoundedResponse(http.client.HTTPResponse):
    """An answer that must be there :data:`ANSWER_S` after it is waited for."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any):
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_UntilDeadline(sock, time.monotonic() + ANSWER_S))


class _Connection(http.client.HTTPSConnection):
    """A connection to an address that was checked, with the certificate of the name."""

    response_class = BoundedResponse

    def __init__(self, host: str, port: int):
        super().__init__(host, port, timeout=ANSWER_S, context=tls())
        self.used_at = 0.0

    def connect(self) -> None:
        """Connect to the first address that answers.

        Raises:
            OSError: none does, or the certificate is not of this name.
        """
        error = OSError(self.host)
        for address in addresses_of(self.host, self.port)[:MAX_ADDRESSES]:
            try:
                plain = socket.create_connection((address, self.port), CONNECT_S)
            except OSError as failure:
                error = failure
                continue
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.sock = tls().wrap_socket(plain, server_hostname=self.host)
            except OSError:
                plain.close()
                raise
            self.sock.settimeout(ANSWER_S)
            return
        raise error


@dataclass(slots=True)
class Client:
    """Keeps connections open for the next request to the same host; for any number of threads."""

    _idle: defaultdict[tuple[str, int], list[_Connection]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send ``body`` and return the answer; what is done twice because a connection ended must do no harm.

        Raises:
            AddressRefused: the address is none that this server calls.
            OSError: there is no answer.
        """
        target = target_of(url)
        kept = self._take(target)
        if kept is not None:
            try:
                return self._exchange(kept, target, body, headers)
            except TimeoutError:
                raise
            except (OSError, http.client.HTTPException):  # it was closed on the other side: once more on a new one
                kept.close()
        return self._exchange(_Connection(target.host, target.port), target, body, headers)

    def _exchange(self, connection: _Connection, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            connection.request("POST", target.path, body, dict(headers))
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.headers.items()), response.read(MAX_ANSWER_BYTES))
            is_whole = response.isclosed()
        except http.client.HTTPException as error:
            connection.close()
            raise OSError(type(error).__name__) from None
        except OSError:
            connection.close()
            raise
        if is_whole and connection.sock is not None:
            self._keep(connection, target)
        else:
            connection.close()
        return answer

    def _take(self, target: Target) -> _Connection | None:
        with self._lock:
            idle = self._idle[target.host, target.port]
            while idle:
                connection = idle.pop()
                if time.monotonic() - connection.used_at < IDLE_S:
                    return connection
                connection.close()
        return None

    def _keep(self, connection: _Connection, target: Target) -> None:
        connection.used_at = time.monotonic()
        with self._lock:
            idle = self._idle[target.host, target.port]
            if len(idle) < MAX_IDLE_PER_HOST:
                idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            for idle in self._idle.values():
                for connection in idle:
                    connection.close()
            self._idle.clear()
