"""Both protocols over real connections, frame by frame: what every implementation of the specification must show."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.chatsite.socketio.conftest import is_closed, refused

POLLING = {"EIO": "4", "transport": "polling"}


@pytest.fixture
def http(asgi_server):
    with asgi_server.http() as client:
        yield client


def handshake(http):
    answer = http.get("", params=POLLING)
    assert answer.status_code == 200
    return json.loads(answer.text[1:])["sid"]


def poll(http, sid):
    return http.get("", params=POLLING | {"sid": sid})


def post(http, sid, body):
    return http.post("", params=POLLING | {"sid": sid}, content=body, headers={"Content-Type": "text/plain"})


@contextmanager
def connected(server):
    """Open a WebSocket that is connected to the main namespace."""
    with server.websocket() as websocket:
        websocket.recv(timeout=5)
        websocket.send("40")
        assert websocket.recv(timeout=5).startswith('40{"sid":')
        assert websocket.recv(timeout=5) == '42["auth",{}]'
        yield websocket


@contextmanager
def upgrading(server, sid):
    """Open a WebSocket that has probed for the session ``sid``."""
    with server.websocket(f"EIO=4&transport=websocket&sid={sid}") as websocket:
        websocket.send("2probe")
        assert websocket.recv(timeout=5) == "3probe"
        yield websocket


class TestHandshake:
    def test_over_polling(self, http):
        answer = http.get("", params=POLLING)
        assert answer.status_code == 200
        assert answer.headers["content-type"].lower() == "text/plain; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text[0] == "0"
        value = json.loads(answer.text[1:])
        assert set(value) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
        assert len(value["sid"]) >= 22  # 128 bits in base64
        assert value["upgrades"] == ["websocket"]
        assert (value["pingInterval"], value["pingTimeout"], value["maxPayload"]) == (25000, 20000, 65536)

    def test_over_websocket(self, asgi_server):
        with asgi_server.websocket() as websocket:
            frame = websocket.recv(timeout=5)
        assert frame[0] == "0"
        value = json.loads(frame[1:])
        assert set(value) == {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}
        assert value["upgrades"] == []

    @pytest.mark.parametrize(
        ("params", "code"),
        [
            ({"transport": "polling"}, 5),
            ({"EIO": "abc", "transport": "polling"}, 5),
            ({"EIO": "3", "transport": "polling"}, 5),
            ({"EIO": "4"}, 0),
            ({"EIO": "4", "transport": "abc"}, 0),
            ({"EIO": "4", "transport": "websocket"}, 0),
            (POLLING | {"sid": "unknown"}, 1),
        ],
    )
    def test_bad_polling_requests(self, http, params, code):
        answer = http.get("", params=params)
        assert answer.status_code == 400
        assert answer.json()["code"] == code

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_other_methods_open_nothing(self, http, method):
        assert http.request(method, "", params=POLLING).status_code == 400

    @pytest.mark.parametrize(
        "query",
        ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc",
         "EIO=4&transport=polling", "EIO=4&transport=websocket&sid=unknown"],
    )  # fmt: skip
    def test_bad_websockets(self, asgi_server, query):
        with refused(400), asgi_server.websocket(query):
            pass


class TestMessages:
    def test_in_and_out_over_polling(self, http):
        sid = handshake(http)
        answer = post(http, sid, "40")
        assert (answer.status_code, answer.text) == (200, "ok")
        assert json.loads(poll(http, sid).text.split("\x1e")[0][2:]).keys() == {"sid"}
        assert post(http, sid, '42["message","hello"]').text == "ok"
        assert poll(http, sid).text == '42["message-back","hello"]'

    def test_several_packets_in_one_payload(self, http):
        sid = handshake(http)
        assert post(http, sid, "40\x1e40/custom,\x1e6").text == "ok"
        packets = poll(http, sid).text.split("\x1e")
        assert [packet[:2] for packet in packets] == ["40", "42", "40", "42"]

    def test_binary_over_polling_is_base64(self, http):
        sid = handshake(http)
        post(http, sid, "40")
        poll(http, sid)
        post(http, sid, '451-["message",{"_placeholder":true,"num":0}]\x1ebAQIDBA==')
        assert poll(http, sid).text == '451-["message-back",{"_placeholder":true,"num":0}]\x1ebAQIDBA=='

    def test_in_and_out_over_websocket(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('42["message",1,"2",{"3":[true]}]')
            assert websocket.recv(timeout=5) == '42["message-back",1,"2",{"3":[true]}]'

    def test_binary_over_websocket(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]')
            websocket.send(b"\1\2\3")
            websocket.send(b"\4\5\6")
            assert [websocket.recv(timeout=5) for _ in range(3)] == [
                '452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
                b"\1\2\3",
                b"\4\5\6",
            ]

    @pytest.mark.parametrize("body", ["abc", "", "4x", "42{}", "2", "5", "40\x1eabc", "x" * 70000])
    def test_a_bad_payload_closes_the_session(self, http, body):
        sid = handshake(http)
        assert post(http, sid, body).status_code == (413 if len(body) > 65536 else 400)
        assert poll(http, sid).text in {"1", '{"code":1,"message":"Session ID unknown"}'}
        assert poll(http, sid).status_code == 400

    @pytest.mark.parametrize("frame", ["abc", "", "4abc", "2", "0{}", "5", b"\1", '42["message"]', "4" * 65536])
    def test_a_bad_frame_closes_the_connection(self, asgi_server, frame):
        with asgi_server.websocket() as websocket:
            websocket.recv()
            websocket.send(frame)
            assert is_closed(websocket)

    def test_a_body_of_bytes_is_no_payload(self, http):
        sid = handshake(http)
        answer = http.post(
            "", params=POLLING | {"sid": sid}, content=b"4", headers={"Content-Type": "application/octet-stream"}
        )
        assert answer.status_code == 400

    def test_a_body_without_a_type_is_text(self, http):
        sid = handshake(http)
        assert http.post("", params=POLLING | {"sid": sid}, content=b"40").text == "ok"
        assert poll(http, sid).text.startswith('40{"sid"')

    def test_two_polls_at_once_close_the_session(self, asgi_server, http):
        sid = handshake(http)
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(poll, http, sid)
            second = poll(http, sid)
            while second.status_code == 200:  # the second was the first to arrive
                second = poll(http, sid)
            assert second.status_code == 400
            assert first.result().text in {"1", second.text}
        assert poll(http, sid).status_code == 400

    # Daphne hands over a request when it is complete: two never overlap.
    @pytest.mark.parametrize("asgi_server", ["uvicorn"], indirect=True)
    def test_two_posts_at_once_close_the_session(self, http):
        sid = handshake(http)
        begun, go_on = threading.Event(), threading.Event()

        def slow_body():
            yield b"4"
            begun.set()
            go_on.wait(5)
            yield b"0"

        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(post, http, sid, slow_body())
            begun.wait(5)
            while (second := post(http, sid, "6")).status_code == 200:
                pass
            assert second.status_code == 400
            go_on.set()
            first.result()
        assert poll(http, sid).text in {"1", '{"code":1,"message":"Session ID unknown"}'}
        assert poll(http, sid).status_code == 400


class TestHeartbeat:
    def test_pings_are_answered_over_websocket(self, lively_server):
        with connected(lively_server) as websocket:
            for _ in range(3):
                assert websocket.recv(timeout=5) == "2"
                websocket.send("3")

    def test_pings_are_answered_over_polling(self, lively_server):
        with lively_server.http() as http:
            sid = handshake(http)
            post(http, sid, "40")
            poll(http, sid)
            for _ in range(3):
                assert poll(http, sid).text == "2"
                assert post(http, sid, "3").text == "ok"

    def test_a_silent_websocket_is_closed(self, hasty_server):
        with connected(hasty_server) as websocket:
            assert is_closed(websocket, timeout=2)

    def test_a_silent_poller_is_forgotten(self, hasty_server):
        with hasty_server.http() as http:
            sid = handshake(http)
            post(http, sid, "40")
            poll(http, sid)
            assert poll(http, sid).text == "2"
            assert poll(http, sid).text in {"1", '{"code":1,"message":"Session ID unknown"}'}
            assert post(http, sid, "3").status_code == 400


class TestClose:
    def test_over_polling(self, http):
        sid = handshake(http)
        post(http, sid, "40")
        poll(http, sid)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(poll, http, sid)
            time.sleep(0.2)  # Nothing tells that a poll has begun to wait.
            assert post(http, sid, "1").text == "ok"
            assert waiting.result().text == "6"
        assert poll(http, sid).status_code == 400

    def test_over_websocket(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send("1")
            assert is_closed(websocket)


class TestUpgrade:
    def test_from_polling_to_websocket(self, asgi_server, http):
        sid = handshake(http)
        post(http, sid, "40")
        poll(http, sid)
        with upgrading(asgi_server, sid) as websocket:
            assert poll(http, sid).text == "6"
            websocket.send("5")
            websocket.send('42["message","hello"]')
            assert websocket.recv(timeout=5) == '42["message-back","hello"]'
            assert poll(http, sid).status_code == 400
            assert post(http, sid, "40/custom,").status_code == 400

    def test_a_waiting_poll_is_let_go(self, asgi_server, http):
        sid = handshake(http)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(poll, http, sid)
            with upgrading(asgi_server, sid):
                assert waiting.result().text == "6"

    def test_what_waited_for_a_poll_comes_over_the_websocket(self, asgi_server, http):
        sid = handshake(http)
        with upgrading(asgi_server, sid) as websocket:
            post(http, sid, "40")
            websocket.send("5")
            assert websocket.recv(timeout=5).startswith('40{"sid"')
            assert websocket.recv(timeout=5) == '42["auth",{}]'

    def test_a_second_websocket_is_closed(self, asgi_server, http):
        sid = handshake(http)
        with upgrading(asgi_server, sid) as websocket:
            with asgi_server.websocket(f"EIO=4&transport=websocket&sid={sid}") as second:
                assert is_closed(second)
            websocket.send("5")
            with asgi_server.websocket(f"EIO=4&transport=websocket&sid={sid}") as second:
                assert is_closed(second)
            websocket.send("40")
            assert websocket.recv(timeout=5).startswith("40")

    @pytest.mark.parametrize("frames", [["5"], ["4hello"], ["2probe", "2probe"], ["2probe", "4x"], [b"\1"], ["abc"]])
    def test_a_wrong_probe_leaves_the_session_on_polling(self, asgi_server, http, frames):
        sid = handshake(http)
        with asgi_server.websocket(f"EIO=4&transport=websocket&sid={sid}") as websocket:
            for frame in frames:
                websocket.send(frame)
            assert is_closed(websocket)
        post(http, sid, "40")
        assert poll(http, sid).text.startswith("40")

    def test_a_probe_that_is_abandoned_leaves_the_session_on_polling(self, asgi_server, http):
        sid = handshake(http)
        with upgrading(asgi_server, sid):
            pass
        post(http, sid, "40")
        assert poll(http, sid).text.startswith("40")

    def test_a_probe_may_not_take_for_ever(self, hasty_server):
        with hasty_server.http() as http:
            sid = handshake(http)
            with upgrading(hasty_server, sid) as websocket:
                assert is_closed(websocket, timeout=2)


class TestConnect:
    @pytest.mark.parametrize(
        ("packet", "answers"),
        [
            ("40", ['40{"sid":', '42["auth",{}]']),
            ('40{"token":"123"}', ['40{"sid":', '42["auth",{"token":"123"}]']),
            ("40/custom,", ['40/custom,{"sid":', '42/custom,["auth",{}]']),
            ('40/custom,{"token":"abc"}', ['40/custom,{"sid":', '42/custom,["auth",{"token":"abc"}]']),
            ("40/random", ['44/random,{"message":"Invalid namespace"}']),
            ('40{"token":"wrong"}', ['44{"message":"Not authorized","data":{"code":"not_allowed"}}']),
            ('40{"token":"crash"}', ['44{"message":"Internal error"}']),
        ],
    )
    def test_connecting(self, asgi_server, packet, answers):
        with asgi_server.websocket() as websocket:
            websocket.recv()
            websocket.send(packet)
            for answer in answers:
                assert websocket.recv(timeout=5).startswith(answer)

    def test_the_answer_holds_the_sid_and_nothing_else(self, asgi_server):
        with asgi_server.websocket() as websocket:
            websocket.recv()
            websocket.send("40")
            assert json.loads(websocket.recv(timeout=5)[2:]).keys() == {"sid"}

    def test_without_connect_the_connection_ends(self, hasty_server):
        with hasty_server.websocket() as websocket:
            websocket.recv()
            assert is_closed(websocket, timeout=2)

    def test_a_refused_client_may_try_again(self, asgi_server):
        with asgi_server.websocket() as websocket:
            websocket.recv()
            websocket.send('40{"token":"wrong"}')
            assert websocket.recv(timeout=5).startswith("44")
            websocket.send("40")
            assert websocket.recv(timeout=5).startswith("40")


class TestDisconnect:
    def test_leaving_the_last_namespace_keeps_the_connection_for_a_while(self, hasty_server):
        with connected(hasty_server) as websocket:
            websocket.send("41")
            websocket.send("40/custom,")
            assert websocket.recv(timeout=5).startswith("40/custom,")
            assert websocket.recv(timeout=5) == '42/custom,["auth",{}]'
            websocket.send("41/custom,")
            assert websocket.recv(timeout=5) == "2"
            websocket.send("3")
            assert is_closed(websocket, timeout=2)

    def test_leaving_one_keeps_the_others(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send("40/custom,")
            websocket.recv(timeout=5)
            websocket.recv(timeout=5)
            websocket.send("41/custom,")
            websocket.send('42["message","to main"]')
            assert websocket.recv(timeout=5) == '42["message-back","to main"]'

    def test_the_server_ends_a_namespace(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('42["end-namespace"]')
            assert websocket.recv(timeout=5) == '42["last-words"]'
            assert websocket.recv(timeout=5) == "41"
            websocket.send('42["message","too late"]')
            websocket.send("40")
            assert websocket.recv(timeout=5).startswith("40")

    def test_the_server_ends_the_connection(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('42["end-connection"]')
            assert websocket.recv(timeout=5) == '42["last-words"]'
            assert websocket.recv(timeout=5) == "41"
            assert is_closed(websocket)

    def test_the_server_ends_the_connection_of_a_poller(self, http):
        sid = handshake(http)
        post(http, sid, "40")
        poll(http, sid)
        post(http, sid, '42["end-connection"]')
        packets = poll(http, sid).text.split("\x1e")
        while "1" not in packets:
            packets += poll(http, sid).text.split("\x1e")
        assert packets == ['42["last-words"]', "41", "1"]
        assert poll(http, sid).status_code == 400


class TestEvents:
    @pytest.mark.parametrize(
        ("packet", "answer"),
        [
            ('421["message-with-ack",1,"2",{"3":[false]}]', '431[1,"2",{"3":[false]}]'),
            ('422["nothing"]', "432[]"),
            ('423["blocking",7]', '433[{"value":7}]'),
            ('424["unknown"]', '434[{"error":{"code":"unknown_event","message":"unknown event \'unknown\'"}}]'),
            ("425[5]", '435[{"error":{"code":"unknown_event","message":"unknown event 5"}}]'),
            ('426["one-argument"]', '436[{"error":{"code":"invalid_input"'),
            ('427["one-argument",1,2]', '437[{"error":{"code":"invalid_input"'),
            ('428["crash"]', '438[{"error":{"code":"internal","message":"internal error"}}]'),
            ('429["unsendable"]', '439[{"error":{"code":"internal","message":"internal error"}}]'),
        ],
    )
    def test_every_event_that_wants_an_acknowledgement_gets_one(self, asgi_server, packet, answer):
        with connected(asgi_server) as websocket:
            websocket.send(packet)
            assert websocket.recv(timeout=5).startswith(answer)

    def test_a_binary_acknowledgement(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('451-789["message-with-ack",{"_placeholder":true,"num":0}]')
            websocket.send(b"\1\2\3")
            assert websocket.recv(timeout=5) == '461-789[{"_placeholder":true,"num":0}]'
            assert websocket.recv(timeout=5) == b"\1\2\3"

    def test_the_server_asks_and_the_client_answers(self, asgi_server):
        with connected(asgi_server) as websocket:
            websocket.send('421["ask-me","why?"]')
            assert websocket.recv(timeout=5) == '420["question","why?"]'
            websocket.send('430["because"]')
            assert websocket.recv(timeout=5) == '431[{"answered":"because"}]'

    def test_a_flood_of_events_is_refused_politely(self, asgi_server):
        with connected(asgi_server) as websocket:
            for number in range(150):
                websocket.send(f'42{number}["nothing"]')
            answers = [websocket.recv(timeout=5) for _ in range(150)]
            refusals = [answer for answer in answers if "rate_limited" in answer]
            assert 1 <= len(refusals) <= 50
            assert len(answers) - len(refusals) >= 100


class TestGroups:
    def test_members_receive_what_is_said(self, asgi_server):
        with connected(asgi_server) as alice, connected(asgi_server) as bob, connected(asgi_server) as charlie:
            for websocket in (alice, bob):
                websocket.send('421["join","room"]')
                assert websocket.recv(timeout=5) == "431[]"
            bob.send('422["say","room","hello"]')
            assert alice.recv(timeout=5) == '42["said","hello"]'
            assert bob.recv(timeout=5) == '42["said","hello"]'
            assert bob.recv(timeout=5) == "432[2]"
            bob.send('423["say-to-others","room","psst"]')
            assert bob.recv(timeout=5) == "433[1]"
            assert alice.recv(timeout=5) == '42["said","psst"]'
            alice.send('424["leave","room"]')
            assert alice.recv(timeout=5) == "434[]"
            bob.send('425["say-to-others","room","anyone?"]')
            assert bob.recv(timeout=5) == "435[0]"
            charlie.send('426["message","still here"]')
            assert charlie.recv(timeout=5) == '42["message-back","still here"]'


def test_the_sample_session(asgi_server, http):
    """Socket.IO protocol, Sample session; its pings are TestHeartbeat's."""
    sid = handshake(http)
    assert post(http, sid, "40").text == "ok"
    assert poll(http, sid).text.split("\x1e")[0].startswith('40{"sid":"')
    assert post(http, sid, '42["message","hello"]\x1e42["message","world"]').text == "ok"
    received = poll(http, sid).text.split("\x1e")
    while len(received) < 2:
        received += poll(http, sid).text.split("\x1e")
    assert received == ['42["message-back","hello"]', '42["message-back","world"]']
    with upgrading(asgi_server, sid) as websocket:
        for frame in ("5", '42["message","hello"]', '42["message","world"]', "40/custom,"):
            websocket.send(frame)
        assert websocket.recv(timeout=5) == '42["message-back","hello"]'
        assert websocket.recv(timeout=5) == '42["message-back","world"]'
        assert websocket.recv(timeout=5).startswith('40/custom,{"sid":"')
        assert websocket.recv(timeout=5) == '42/custom,["auth",{}]'
        websocket.send('451-/custom,1["message-with-ack",{"_placeholder":true,"num":0}]')
        websocket.send(b"\1\2")
        assert websocket.recv(timeout=5) == '461-/custom,1[{"_placeholder":true,"num":0}]'
        assert websocket.recv(timeout=5) == b"\1\2"
        websocket.send("1")
        assert is_closed(websocket)
