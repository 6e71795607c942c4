"""Who may connect: the same answer over WebSocket and over long-polling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.socketio import Namespace, Options, SocketIOServer
from chatsite.socketio.origins import OriginPolicy
from tests.chatsite.socketio.asgi import WebSocket, request

ALLOWED = [
    None,
    "http://chat.example.org",
    "http://chat.example.org:80",
    "HTTP://CHAT.example.org",
    "https://friend.example.net",
    "https://friend.example.net:443",
]
REFUSED = [
    "null",
    "",
    "*",
    "https://chat.example.org",
    "http://chat.example.org:8080",
    "http://chat.example.org:0",
    "https://chat.example.org:80",
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


PLACES = st.tuples(
    st.sampled_from(["http", "https"]),
    st.sampled_from(["chat.example.org", "other.example.org", "[::1]", "127.0.0.1"]),
    st.sampled_from([None, 80, 443, 8000, 8443]),
)


def written(scheme, host, port):
    return f"{scheme}://{host}{'' if port is None else f':{port}'}"


def meant(scheme, host, port):
    return scheme, host, port or {"http": 80, "https": 443}[scheme]


@given(PLACES, PLACES, st.lists(PLACES, max_size=2), st.booleans())
def test_a_page_is_of_the_same_scheme_host_and_port_or_trusted(own, page, trusted, is_websocket):
    policy = OriginPolicy(trusted_origins=[written(*one) for one in trusted], allowed_hosts=["*"])
    scheme = own[0].replace("http", "ws") if is_websocket else own[0]
    host = written(*own).partition("://")[2]
    expected = meant(*page) in {meant(*own), *(meant(*one) for one in trusted)}
    assert policy.allows(scheme=scheme, host=host, origin=written(*page)) == expected


@pytest.mark.parametrize(
    ("origins", "status"),
    [(["http://chat.example.org"] * 2, 200), (["http://chat.example.org", "http://evil.net"], 403)],
)
async def test_an_origin_that_is_sent_twice_is_one_and_two_are_none(origins, status):
    server, headers = make_server(), [pair for origin in origins for pair in origin_header(origin)]
    assert await websocket_status(server, headers) == status
    assert (await request(server, headers=headers))[0] == status
    assert (await request(server, headers=headers[::-1]))[0] == status


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
