"""Each limit can be set, and going beyond it is refused in its own way (docs/socketio.md, Options)."""

import dataclasses
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.socketio import Namespace, Options, SocketIOServer
from chatsite.socketio.engineio import Engine, decode_packet
from chatsite.socketio.errors import LimitExceeded
from tests.chatsite.socketio.asgi import WebSocket, request
from tests.chatsite.socketio.conftest import ROOT

PLACE = '{"_placeholder":true,"num":0}'
POLICY, PROTOCOL = 4008, 4002


class Echo(Namespace):
    def handlers(self):
        return {"echo": self.echo}

    async def echo(self, socket, *args):
        return args


class Other(Echo):
    name = "/other"


def make_server(**options):
    return SocketIOServer([Echo(), Other()], options=Options(**options))


def test_every_option_is_documented_and_every_documented_one_exists():
    section = (ROOT / "docs" / "socketio.md").read_text().split("### Options")[1].split("\n## ")[0]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == {field.name for field in dataclasses.fields(Options)}


@pytest.mark.parametrize(
    ("options", "within", "beyond"),
    [
        ({"max_frame_bytes": 30}, ['421["echo","1234567890123456"]'], ['421["echo","12345678901234567"]']),
        ({"max_nesting": 3}, ['421["echo",[[]]]'], ['421["echo",[[[]]]]']),
        ({"max_attachments": 1}, [f'451-1["echo",{PLACE}]', b"x"], [f'452-1["echo",{PLACE}]']),
        ({"max_attachment_bytes": 2}, [f'451-1["echo",{PLACE}]', b"xx"], [f'451-1["echo",{PLACE}]', b"xxx"]),
        ({"max_namespaces": 2}, ["40/other,"], ["40/other,", "40/third,"]),
        ({"packets_burst": 2, "packets_per_s": 0.01}, ['421["echo"]'], ['421["echo"]', '422["echo"]']),
        ({"packets_burst": 2, "packets_per_s": 0.01}, ['421["echo"]'], ["3", "3"]),
        ({"packets_burst": 2, "packets_per_s": 0.01}, ['421["echo"]'], ["6", "6"]),
    ],
)
async def test_a_packet_beyond_a_limit_closes(options, within, beyond):
    async with WebSocket(make_server(**options)) as client:
        for frame in within:
            client.send(frame)
        assert str(await client.recv())[:2] in {"43", "46", "40"}
    async with WebSocket(make_server(**options)) as client:
        for frame in beyond:
            client.send(frame)
        await client.closed()
        assert client.close_code == POLICY


@given(st.lists(st.sampled_from(["3", "6", '42["echo"]', "40/other,", "41/other,", '451-["echo",[]]']), min_size=9))
def test_packets_of_every_type_are_counted(frames):
    engine = Engine("sid", Options(packets_burst=8, packets_per_s=0.01), now=0)
    for frame in frames[:8]:
        engine.receive(decode_packet(frame), now=1)
    with pytest.raises(LimitExceeded):
        engine.receive(decode_packet(frames[8]), now=1)


async def test_a_breach_of_the_protocol_closes_in_another_way():
    async with WebSocket(make_server()) as client:
        client.send("4nonsense")
        await client.closed()
        assert client.close_code == PROTOCOL


@pytest.mark.parametrize(
    ("options", "within", "beyond", "status"),
    [
        ({"max_frame_bytes": 3}, b"6\x1e6", b"6\x1e66", 413),
        ({"max_packets_per_payload": 2}, b"6\x1e6", b"6\x1e6\x1e6", 400),
    ],
)
async def test_a_payload_beyond_a_limit_ends_the_session(options, within, beyond, status):
    server = make_server(**options)
    _, _, body = await request(server)
    query = f"EIO=4&transport=polling&sid={json.loads(body[1:])['sid']}".encode()
    assert (await request(server, "POST", query, body=within))[0] == 200
    assert (await request(server, "POST", query, body=beyond))[0] == status
    assert len(server) == 0


async def test_an_upgrade_may_not_take_for_ever():
    server = make_server(upgrade_timeout_s=0.05)
    _, _, body = await request(server)
    sid = json.loads(body[1:])["sid"]
    client = WebSocket(server, query=f"EIO=4&transport=websocket&sid={sid}".encode())
    await client.closed()
    assert client.close_code == 1000
    assert len(server) == 1


async def test_a_connection_may_not_stay_without_a_namespace():
    client = WebSocket(make_server(connect_timeout_s=0.05))
    await client.closed()
    assert client.close_code == 1000


async def test_a_session_is_bound_to_the_cookie_that_the_options_name():
    server = make_server(session_cookie="chat")
    _, _, body = await request(server, headers=[(b"cookie", b"chat=a; sessionid=b")])
    query = f"EIO=4&transport=polling&sid={json.loads(body[1:])['sid']}".encode()
    assert (await request(server, "POST", query, body=b"6", headers=[(b"cookie", b"chat=a")]))[0] == 200
    assert (await request(server, "POST", query, body=b"6", headers=[(b"cookie", b"sessionid=b")]))[0] == 400
