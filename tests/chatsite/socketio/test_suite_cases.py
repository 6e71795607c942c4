"""Each case of the official conformance suites (Engine.IO 4, Socket.IO 5), under their names and in their times.

Pings every 300 ms, 200 ms to answer. The tests are this project's own; ``raw_get`` writes a request without waiting for
anything, as the suites' ``fetch`` does.
"""

import json
import socket
import time
from contextlib import contextmanager

import pytest
from websockets.exceptions import InvalidStatus

from tests.chatsite.socketio.conftest import is_closed

PING_INTERVAL_S, PING_TIMEOUT_S = 0.3, 0.2
OPEN_KEYS = {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
BINARY_EVENT = '452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'
BINARY_BACK = BINARY_EVENT.replace("message", "message-back")


@pytest.fixture
def suite(hasty_server):
    with hasty_server.http() as http:
        yield Suite(hasty_server, http)


class Suite:
    """A client of one server, made before a session's half second begins: a busy machine takes as long to make it."""

    def __init__(self, server, http):
        self.server = server
        self.http = http
        self.websocket = server.websocket

    def get(self, query="", **options):
        return self.http.get(f"?EIO=4&transport=polling{query}", **options)

    def post(self, sid, body):
        return self.http.post(f"?EIO=4&transport=polling&sid={sid}", content=body)

    def request(self, method, query):
        return self.http.request(method, f"?{query}").status_code

    def polling_session(self, *, connect=False):
        sid = json.loads(self.get().text[1:])["sid"]
        if connect:
            assert self.post(sid, "40").text == "ok"
            packets = self.get(f"&sid={sid}").text.split("\x1e")
            if len(packets) == 1:
                packets += self.get(f"&sid={sid}").text.split("\x1e")
            assert packets[1] == '42["auth",{}]'
        return sid

    @contextmanager
    def raw_get(self, sid):
        """Write a poll, and yield the connection that the answer comes over."""
        with socket.create_connection(("127.0.0.1", int(self.server.port)), timeout=5) as connection:
            target = f"/socket.io/?EIO=4&transport=polling&sid={sid}"
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            yield connection

    @contextmanager
    def connected(self):
        """Open a WebSocket that is connected to the main namespace."""
        with self.websocket() as websocket:
            assert message(websocket)[0] == "0"
            websocket.send("40")
            assert message(websocket).startswith('40{"sid":')
            assert message(websocket) == '42["auth",{}]'
            yield websocket

    @contextmanager
    def upgraded(self, sid):
        """Open a WebSocket that probes for ``sid`` and upgrades at once, without waiting for an answer."""
        with self.websocket(f"EIO=4&transport=websocket&sid={sid}") as websocket:
            websocket.send("2probe")
            websocket.send("5")
            yield websocket


def message(websocket, *, but_pings=True):
    """Return the next message; a ping is answered."""
    while (received := websocket.recv(timeout=5)) == "2" and but_pings:
        websocket.send("3")
    return received


def answer(connection):
    """Return status and text of a raw answer."""
    received = b""
    while part := connection.recv(4096):
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


def does_not_open(suite, query):
    """Tell whether a WebSocket is refused, or closed before anything came over it."""
    try:
        with suite.websocket(query) as websocket:
            return is_closed(websocket)
    except InvalidStatus:
        return True


class TestEngineHandshake:
    def test_polling_successfully_opens_a_session(self, suite):
        response = suite.get()
        assert (response.status_code, response.text[0]) == (200, "0")
        value = json.loads(response.text[1:])
        assert value.keys() == OPEN_KEYS
        assert isinstance(value["sid"], str)
        assert (value["upgrades"], value["pingInterval"], value["pingTimeout"]) == (["websocket"], 300, 200)

    @pytest.mark.parametrize("query", ["transport=polling", "EIO=abc&transport=polling"])
    def test_polling_fails_with_an_invalid_eio_query_parameter(self, suite, query):
        assert suite.request("GET", query) == 400

    @pytest.mark.parametrize("query", ["EIO=4", "EIO=4&transport=abc"])
    def test_polling_fails_with_an_invalid_transport_query_parameter(self, suite, query):
        assert suite.request("GET", query) == 400

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    def test_polling_fails_with_an_invalid_request_method(self, suite, method):
        assert suite.request(method, "EIO=4&transport=polling") == 400

    def test_websocket_successfully_opens_a_session(self, suite):
        with suite.websocket() as websocket:
            opened = message(websocket)
        value = json.loads(opened[1:])
        assert (opened[0], value.keys()) == ("0", OPEN_KEYS)
        assert (value["upgrades"], value["pingInterval"], value["pingTimeout"]) == ([], 300, 200)

    @pytest.mark.parametrize("query", ["transport=websocket", "EIO=abc&transport=websocket"])
    def test_websocket_fails_with_an_invalid_eio_query_parameter(self, suite, query):
        assert does_not_open(suite, query)

    @pytest.mark.parametrize("query", ["EIO=4", "EIO=4&transport=abc"])
    def test_websocket_fails_with_an_invalid_transport_query_parameter(self, suite, query):
        assert does_not_open(suite, query)


class TestEngineMessage:
    """The suite's server echoes messages; this one echoes the arguments of ``message``."""

    @pytest.mark.parametrize(
        ("sent", "received"),
        [
            (['42["message","hello"]'], ['42["message-back","hello"]']),
            ([f'42["message",{n}]' for n in range(3)], [f'42["message-back",{n}]' for n in range(3)]),
            (
                ['42["message",1]', '451-["message",{"_placeholder":true,"num":0}]', "bAQIDBA=="],
                ['42["message-back",1]', '451-["message-back",{"_placeholder":true,"num":0}]', "bAQIDBA=="],
            ),
        ],
        ids=["one plain text packet", "several plain text packets", "plain text and binary packets"],
    )
    def test_polling_sends_and_receives_a_payload(self, suite, sent, received):
        sid, packets = suite.polling_session(connect=True), []
        response = suite.post(sid, "\x1e".join(sent))
        assert (response.status_code, response.text) == (200, "ok")
        while len(packets) < len(received):
            packets += [packet for packet in suite.get(f"&sid={sid}").text.split("\x1e") if packet != "2"]
        assert packets == received

    def test_polling_closes_the_session_upon_invalid_packet_format(self, suite):
        sid = suite.polling_session()
        assert suite.post(sid, "abc").status_code == 400
        suite.get(f"&sid={sid}")
        assert suite.get(f"&sid={sid}").status_code == 400

    def test_polling_closes_the_session_upon_duplicate_poll_requests(self, suite):
        sid = suite.polling_session()
        with suite.raw_get(sid) as first, suite.raw_get(sid) as second:
            assert min(answer(first), answer(second)) == (200, "1")
        assert suite.get(f"&sid={sid}").status_code == 400

    def test_polling_closes_the_session_upon_cancelled_polling_request(self, suite):
        sid = suite.polling_session()
        with suite.raw_get(sid):
            pass
        began = time.monotonic()
        while suite.get(f"&sid={sid}").status_code != 400:
            assert time.monotonic() - began < PING_INTERVAL_S + PING_TIMEOUT_S

    def test_websocket_sends_and_receives_a_plain_text_packet(self, suite):
        with suite.connected() as websocket:
            websocket.send('42["message","hello"]')
            assert message(websocket) == '42["message-back","hello"]'

    def test_websocket_sends_and_receives_a_binary_packet(self, suite):
        with suite.connected() as websocket:
            websocket.send('451-["message",{"_placeholder":true,"num":0}]')
            websocket.send(b"\1\2\3\4")
            assert message(websocket) == '451-["message-back",{"_placeholder":true,"num":0}]'
            assert message(websocket) == b"\1\2\3\4"

    def test_websocket_closes_the_session_upon_invalid_packet_format(self, suite):
        with suite.websocket() as websocket:
            message(websocket)
            websocket.send("abc")
            assert is_closed(websocket)


class TestEngineHeartbeat:
    def test_polling_sends_ping_pong_packets(self, suite):
        sid = suite.polling_session(connect=True)
        for _ in range(3):
            assert suite.get(f"&sid={sid}").text == "2"
            assert suite.post(sid, "3").text == "ok"

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_polling_closes_the_session_upon_ping_timeout(self, suite, method):
        sid = suite.polling_session(connect=True)
        time.sleep(PING_INTERVAL_S + PING_TIMEOUT_S + 0.1)  # a busy machine's timers are late
        assert suite.request(method, f"EIO=4&transport=polling&sid={sid}") == 400

    def test_websocket_sends_ping_pong_packets(self, suite):
        with suite.connected() as websocket:
            for _ in range(3):
                assert message(websocket, but_pings=False) == "2"
                websocket.send("3")

    def test_websocket_closes_the_session_upon_ping_timeout(self, suite):
        with suite.websocket() as websocket:
            assert is_closed(websocket, timeout=2)


class TestEngineClose:
    def test_polling_forcefully_closes_the_session(self, suite):
        sid = suite.polling_session()
        with suite.raw_get(sid) as waiting:
            assert suite.post(sid, "1").text == "ok"
            assert answer(waiting) in {(200, "6"), (400, '{"code":1,"message":"Session ID unknown"}')}
        assert suite.get(f"&sid={sid}").status_code == 400

    def test_websocket_forcefully_closes_the_session(self, suite):
        with suite.websocket() as websocket:
            message(websocket)
            websocket.send("1")
            assert is_closed(websocket)


class TestEngineUpgrade:
    def test_successfully_upgrades_from_http_long_polling_to_websocket(self, suite):
        sid = suite.polling_session(connect=True)
        with suite.websocket(f"EIO=4&transport=websocket&sid={sid}") as websocket:
            websocket.send("2probe")
            assert message(websocket) == "3probe"
            websocket.send("5")
            websocket.send('42["message","hello"]')
            assert message(websocket) == '42["message-back","hello"]'

    @pytest.mark.parametrize("_attempt", range(10))
    def test_ignores_http_requests_with_same_sid_after_upgrade(self, suite, _attempt):
        sid = suite.polling_session()
        with suite.upgraded(sid) as websocket, suite.raw_get(sid) as poll:
            assert answer(poll)[0] == 400
            assert message(websocket) == "3probe"
            websocket.send("40")
            assert message(websocket).startswith("40{")

    def test_ignores_websocket_connection_with_same_sid_after_upgrade(self, suite):
        sid = suite.polling_session()
        with suite.upgraded(sid) as websocket:
            with suite.websocket(f"EIO=4&transport=websocket&sid={sid}") as second:  # the handshake succeeds
                assert is_closed(second)
            assert message(websocket) == "3probe"
            websocket.send("40")
            assert message(websocket).startswith("40{")


class TestSocketConnect:
    @pytest.mark.parametrize(
        ("packet", "accepted", "event"),
        [
            ("40", "40", '42["auth",{}]'),
            ('40{"token":"123"}', "40", '42["auth",{"token":"123"}]'),
            ("40/custom,", "40/custom,", '42/custom,["auth",{}]'),
            ('40/custom,{"token":"abc"}', "40/custom,", '42/custom,["auth",{"token":"abc"}]'),
        ],
        ids=["main namespace", "main with a payload", "custom namespace", "custom with a payload"],
    )
    def test_should_allow_connection(self, suite, packet, accepted, event):
        with suite.websocket() as websocket:
            message(websocket)
            websocket.send(packet)
            answered = message(websocket)
            assert answered.startswith(accepted)
            assert json.loads(answered.removeprefix(accepted)).keys() == {"sid"}
            assert message(websocket) == event

    def test_should_disallow_connection_to_an_unknown_namespace(self, suite):
        with suite.websocket() as websocket:
            message(websocket)
            websocket.send("40/random")
            assert message(websocket) == '44/random,{"message":"Invalid namespace"}'

    def test_should_disallow_connection_with_an_invalid_handshake(self, suite):
        with suite.websocket() as websocket:
            message(websocket)
            websocket.send("4abc")
            assert is_closed(websocket)

    def test_should_close_the_connection_if_no_handshake_is_received(self, suite):
        with suite.websocket() as websocket:
            message(websocket)
            assert is_closed(websocket, timeout=2)


class TestSocketDisconnect:
    def test_should_disconnect_from_the_main_namespace(self, suite):
        with suite.connected() as websocket:
            websocket.send("41")
            assert message(websocket, but_pings=False) == "2"
            websocket.send("40/custom,")
            assert message(websocket).startswith("40/custom,")

    def test_should_connect_then_disconnect_from_a_custom_namespace(self, suite):
        with suite.connected() as websocket:
            websocket.send("40/custom")
            assert message(websocket).startswith("40/custom,")
            assert message(websocket) == '42/custom,["auth",{}]'
            websocket.send("41/custom")
            websocket.send('42["message","message to main namespace"]')
            assert message(websocket) == '42["message-back","message to main namespace"]'


class TestSocketMessage:
    @pytest.mark.parametrize(
        ("sent", "received"),
        [
            (['42["message",1,"2",{"3":[true]}]'], ['42["message-back",1,"2",{"3":[true]}]']),
            ([BINARY_EVENT, b"\1\2\3", b"\4\5\6"], [BINARY_BACK, b"\1\2\3", b"\4\5\6"]),
            (['42456["message-with-ack",1,"2",{"3":[false]}]'], ['43456[1,"2",{"3":[false]}]']),
            (
                [BINARY_EVENT.replace("-[", "-789[").replace("message", "message-with-ack"), b"\1\2\3", b"\4\5\6"],
                ['462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]', b"\1\2\3", b"\4\5\6"],
            ),
        ],
        ids=["plain text", "binary attachments", "plain text with an ack", "binary attachments with an ack"],
    )  # fmt: skip
    def test_should_send_a_packet(self, suite, sent, received):
        with suite.connected() as websocket:
            for frame in sent:
                websocket.send(frame)
            assert [message(websocket) for _ in received] == received

    @pytest.mark.parametrize("frame", ["4abc", "42{}", "42abc[]"], ids=["packet type", "payload format", "ack id"])
    def test_should_close_the_connection_upon_invalid_format(self, suite, frame):
        with suite.connected() as websocket:
            websocket.send(frame)
            assert is_closed(websocket, timeout=2)
