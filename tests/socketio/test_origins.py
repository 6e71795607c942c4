"""Who may connect: the same answer over WebSocket and over long-polling."""

import pytest

from chatsite.socketio import Namespace, Options, SocketIOServer
from tests.socketio.asgi import WebSocket, request

ALLOWED = [
    None,
    "http://chat.example.org",
    "https://chat.example.org",
    "http://chat.example.org:8080",
    "HTTPS://CHAT.example.org",
    "https://friend.example.net",
    "https://friend.example.net:443",
]
REFUSED = [
    "null",
    "",
    "*",
    "https://evil.example.net",
    "https://chat.example.org.evil.net",
    "https://evil.net/chat.example.org",
    "https://chat.example.org@evil.net",
    "https://evilchat.example.org",
    "http://friend.example.net",
    "https://friend.example.net:444",
    "https://sub.friend.example.net",
    "http://[::1",
    "http://chat.example.org:x",
    "http://chat.example.org:99999",
    "file://chat.example.org",
    "chat.example.org",
    "\xff",
]


def make_server(**options):
    options = {"trusted_origins": ("https://friend.example.net",), "allowed_hosts": ("chat.example.org",)} | options
    return SocketIOServer([Namespace()], options=Options(**options))


def origin_header(origin):
    return [] if origin is None else [(b"origin", origin.encode("latin-1"))]


async def websocket_status(server, headers, **options):
    websocket = WebSocket(server, headers=headers, **options)
    websocket.leave()
    await websocket.closed()
    return websocket.status or 200


@pytest.mark.parametrize(("origin", "status"), [(o, 200) for o in ALLOWED] + [(o, 403) for o in REFUSED])
async def test_an_origin_is_judged_alike_on_both_transports(origin, status):
    server, headers = make_server(), origin_header(origin)
    assert await websocket_status(server, headers) == status
    assert (await request(server, headers=headers))[0] == status


@pytest.mark.parametrize("host", [b"evil.net", b"", b"chat.example.org.evil.net", b"[::1", b"\xff", b"a b", None])
async def test_a_foreign_host_is_refused_even_with_its_own_origin(host):
    headers = [] if host is None else [(b"origin", b"http://" + host), (b"host", host)]
    server = make_server()
    assert await websocket_status(server, headers, host=()) == 403
    assert (await request(server, headers=headers, host=()))[0] == 403


async def test_cors_is_off_unless_switched_on():
    headers = origin_header("https://friend.example.net")
    _, answer, _ = await request(make_server(), headers=headers)
    assert not [name for name in answer if name.startswith(b"access-control")]
    status, _, _ = await request(make_server(), "OPTIONS", headers=headers)
    assert status == 400


async def test_cors_is_for_trusted_origins():
    server = make_server(cors=True)
    headers = origin_header("https://friend.example.net")
    _, answer, _ = await request(server, headers=headers)
    assert answer[b"access-control-allow-origin"] == b"https://friend.example.net"
    assert answer[b"access-control-allow-credentials"] == b"true"
    status, answer, _ = await request(server, "OPTIONS", headers=headers)
    assert (status, answer[b"access-control-allow-methods"]) == (200, b"GET, POST")
    _, answer, _ = await request(server, headers=origin_header("http://chat.example.org"))
    assert b"access-control-allow-origin" not in answer
