"""Engine.IO protocol 4: packets, payloads, handshake, heartbeat, upgrade, close."""

import json

import pytest

from chatsite.socketio.engineio import (
    PROBE,
    Due,
    Engine,
    Packet,
    PacketType,
    PollQueue,
    Probe,
    Transport,
    TransportRequest,
    decode_packet,
    decode_payload,
    encode_message,
    encode_payload,
    is_larger,
    parse_request,
)
from chatsite.socketio.errors import BadRequest, LimitExceeded, MalformedPacket, UnexpectedPacket
from chatsite.socketio.options import Options
from tests.chatsite.socketio import heavy

MESSAGE = PacketType.MESSAGE


class TestPackets:
    @pytest.mark.parametrize(
        ("frame", "packet"),
        [
            ("2", Packet(PacketType.PING)),
            ("3", Packet(PacketType.PONG)),
            ("2probe", Packet(PacketType.PING, "probe")),
            ("3probe", Packet(PacketType.PONG, "probe")),
            ("4hello", Packet(MESSAGE, "hello")),
            ("4", Packet(MESSAGE, "")),
            ("4€\n", Packet(MESSAGE, "€\n")),
            (b"\1\2\3\4", Packet(MESSAGE, b"\1\2\3\4")),
            ("bAQIDBA==", Packet(MESSAGE, b"\1\2\3\4")),
            ("b", Packet(MESSAGE, b"")),
            ("1", Packet(PacketType.CLOSE)),
            ("5", Packet(PacketType.UPGRADE)),
            ("6", Packet(PacketType.NOOP)),
        ],
    )
    def test_frames_are_read(self, frame, packet):
        assert decode_packet(frame) == packet

    @pytest.mark.parametrize("frame", ["", "7", "abc", "²", " 4", "b*", "bAQI", "bé", "\x1e", "B"])
    def test_other_frames_are_refused(self, frame):
        with pytest.raises(MalformedPacket):
            decode_packet(frame)

    def test_messages_are_written(self):
        assert encode_message("hello") == "4hello"
        assert encode_message(b"\1\2") == b"\1\2"

    def test_payloads_are_written(self):
        assert encode_payload(["4hello"]) == "4hello"
        assert encode_payload(["4test1", "4test2", "4test3"]) == "4test1\x1e4test2\x1e4test3"
        assert encode_payload(["4hello", "2", "4world"]) == "4hello\x1e2\x1e4world"
        assert encode_payload(["4hello", b"\1\2\3\4"]) == "4hello\x1ebAQIDBA=="

    def test_payloads_are_read(self):
        hello, world = Packet(MESSAGE, "hello"), Packet(MESSAGE, "world")
        assert decode_payload(b"4hello\x1e2\x1e4world", max_packets=3) == [hello, Packet(PacketType.PING), world]
        assert decode_payload(b"4hello\x1ebAQIDBA==", max_packets=3) == [hello, Packet(MESSAGE, b"\1\2\3\4")]
        assert decode_payload("4€\x1e2\x1ebAQIDBA==".encode(), max_packets=3) == [
            Packet(MESSAGE, "€"),
            Packet(PacketType.PING),
            Packet(MESSAGE, b"\1\2\3\4"),
        ]

    @pytest.mark.parametrize("body", [b"", b"abc", b"4a\x1e", b"\x1e4a", b"4a\x1e\x1e4b", b"4\xff", b"4a\x1ex"])
    def test_other_payloads_are_refused(self, body):
        with pytest.raises(MalformedPacket):
            decode_payload(body, max_packets=9)

    def test_a_payload_has_a_limited_number_of_packets(self):
        with pytest.raises(LimitExceeded):
            decode_payload(b"4\x1e4\x1e4", max_packets=2)

    @pytest.mark.parametrize("body", heavy.PAYLOADS, ids=range(len(heavy.PAYLOADS)))
    def test_the_heaviest_payloads_take_a_bounded_time(self, body):
        assert len(body) <= heavy.SIZE
        assert decode_payload(body, max_packets=heavy.MOST_PACKETS)
        assert heavy.splitting_s(body, times=3) < heavy.BOUND_S

    def test_size_is_counted_in_bytes(self):
        assert not is_larger("a" * 10, 10)
        assert is_larger("a" * 11, 10)
        assert not is_larger("é" * 5, 10)
        assert is_larger("é" * 6, 10)
        assert is_larger(b"a" * 11, 10)


class TestRequests:
    def test_a_handshake(self):
        request = parse_request(b"EIO=4&transport=polling&t=abc", method="GET", carrier=Transport.POLLING)
        assert request == TransportRequest(Transport.POLLING, "", "abc")

    def test_a_request_of_a_session(self):
        request = parse_request(b"EIO=4&transport=websocket&sid=x", method="GET", carrier=Transport.WEBSOCKET)
        assert request == TransportRequest(Transport.WEBSOCKET, "x")

    @pytest.mark.parametrize(
        ("query", "method", "code"),
        [
            (b"", "GET", 5),
            (b"transport=polling", "GET", 5),
            (b"EIO=abc&transport=polling", "GET", 5),
            (b"EIO=3&transport=polling", "GET", 5),
            (b"EIO=4&EIO=4&transport=polling", "GET", 5),
            (b"EIO=4", "GET", 0),
            (b"EIO=4&transport=abc", "GET", 0),
            (b"EIO=4&transport=websocket", "GET", 0),
            (b"EIO=4&transport=polling", "POST", 2),
            (b"EIO=4&transport=polling", "PUT", 2),
            (b"EIO=4&transport=polling&sid=", "POST", 2),
            (b"EIO=4&transport=polling&sid=x", "DELETE", 3),
            (b"&".join([b"a=1"] * 17), "GET", 3),
            (b"EIO=4&transport=\xff", "GET", 0),
        ],
    )
    def test_other_requests_are_bad(self, query, method, code):
        with pytest.raises(BadRequest) as refusal:
            parse_request(query, method=method, carrier=Transport.POLLING)
        assert (refusal.value.code, refusal.value.status) == (code, 400)


class TestSession:
    def engine(self, **options):
        return Engine("sid", Options(**options), now=100.0)

    def test_the_handshake_tells_everything_a_client_needs(self):
        frame = self.engine(ping_interval_s=25, ping_timeout_s=20, max_frame_bytes=1000).open_frame(
            upgrades=["websocket"]
        )
        assert frame[0] == "0"
        assert json.loads(frame[1:]) == {
            "sid": "sid",
            "upgrades": ["websocket"],
            "pingInterval": 25000,
            "pingTimeout": 20000,
            "maxPayload": 1000,
        }

    def test_messages_come_out(self):
        assert self.engine().receive(Packet(MESSAGE, "hello"), 100) == "hello"
        assert self.engine().receive(Packet(MESSAGE, b"\1"), 100) == b"\1"

    def test_pings_alternate_with_pongs(self):
        engine = self.engine(ping_interval_s=25, ping_timeout_s=20)
        assert engine.tick(124.9) is Due.NOTHING
        assert engine.tick(125) is Due.PING
        assert engine.tick(126) is Due.NOTHING
        engine.receive(Packet(PacketType.PONG), 127)
        assert engine.tick(151.9) is Due.NOTHING
        assert engine.tick(152) is Due.PING

    def test_without_a_pong_the_session_ends(self):
        engine = self.engine(ping_interval_s=25, ping_timeout_s=20)
        assert engine.tick(125) is Due.PING
        assert engine.tick(144.9) is Due.NOTHING
        assert engine.tick(145) is Due.CLOSE

    def test_a_pong_no_one_asked_for_changes_nothing(self):
        engine = self.engine(ping_interval_s=25, ping_timeout_s=20)
        engine.receive(Packet(PacketType.PONG), 110)
        assert engine.tick(125) is Due.PING

    def test_the_client_closes(self):
        engine = self.engine()
        assert engine.receive(Packet(PacketType.CLOSE), 101) is None
        assert not engine.is_open

    def test_noop_means_nothing(self):
        engine = self.engine()
        assert engine.receive(Packet(PacketType.NOOP), 101) is None
        assert engine.is_open

    @pytest.mark.parametrize("packet_type", [PacketType.OPEN, PacketType.PING, PacketType.UPGRADE])
    def test_what_only_a_server_sends_is_refused(self, packet_type):
        with pytest.raises(UnexpectedPacket):
            self.engine().receive(Packet(packet_type), 101)


TIMES = [(25, 20), (25, 60), (25, 5)]
"""Ping interval and timeout: the default, a long timeout, a short one."""


class TestAlarm:
    """A clock that looks only when ``wake_at`` says so notices everything on time."""

    @pytest.mark.parametrize("answer_after_s", [0.5, 4.5])
    @pytest.mark.parametrize(("interval_s", "timeout_s"), TIMES)
    def test_a_ping_comes_an_interval_after_the_last_pong(self, interval_s, timeout_s, answer_after_s):
        engine = Engine("sid", Options(ping_interval_s=interval_s, ping_timeout_s=timeout_s), now=0)
        period = interval_s + answer_after_s
        assert watch(engine, answer_after_s=answer_after_s, until=200) == [
            (interval_s + number * period, Due.PING) for number in range(int((200 - interval_s) / period) + 1)
        ]

    @pytest.mark.parametrize(("interval_s", "timeout_s"), TIMES)
    def test_without_a_pong_the_end_comes_after_the_timeout(self, interval_s, timeout_s):
        engine = Engine("sid", Options(ping_interval_s=interval_s, ping_timeout_s=timeout_s), now=0)
        assert watch(engine, until=100) == [(interval_s, Due.PING), (interval_s + timeout_s, Due.CLOSE)]

    @pytest.mark.parametrize(("interval_s", "timeout_s"), TIMES)
    def test_an_early_ping_makes_nothing_due_before_the_alarm(self, interval_s, timeout_s):
        options = Options(ping_interval_s=interval_s, ping_timeout_s=timeout_s, max_unconfirmed_bytes=1000)
        engine = Engine("sid", options, now=0)
        alarm = engine.wake_at(0)
        engine.sent_bytes = 500
        assert engine.flow(1) is Due.PING
        assert engine.deadline == max(alarm, 1 + timeout_s)


def watch(engine, *, until, answer_after_s=float("inf")):
    """Return what is noticed, and when, if each ping is answered so late and the clock looks only when it must."""
    noticed, now, pong_at = [], 0.0, float("inf")
    alarm = engine.wake_at(now)
    while (now := min(alarm, pong_at)) <= until and engine.is_open:
        if pong_at <= alarm:
            engine.receive(Packet(PacketType.PONG), now)
            pong_at = float("inf")
            continue  # No one sets the alarm anew.
        if (due := engine.tick(now)) is not Due.NOTHING:
            noticed.append((now, due))
        engine.is_open = due is not Due.CLOSE
        pong_at = now + answer_after_s if due is Due.PING else pong_at
        alarm = engine.wake_at(now)
        assert alarm > now or not engine.is_open, "an alarm in the past goes off without end"
    return noticed


class TestFlow:
    def test_much_sent_asks_for_an_early_ping_and_a_pong_confirms_what_was_sent_before_it(self):
        engine = Engine("sid", Options(max_unconfirmed_bytes=1000), now=100)
        engine.sent_bytes = 240
        assert engine.flow(101) is Due.NOTHING
        engine.sent_bytes = 260
        assert engine.flow(101) is Due.PING
        engine.sent_bytes = 1000
        assert engine.flow(102) is Due.NOTHING
        engine.receive(Packet(PacketType.PONG), 103)
        engine.sent_bytes = 1260
        assert engine.flow(104) is Due.PING

    def test_a_client_that_confirms_nothing_is_cut(self):
        engine = Engine("sid", Options(max_unconfirmed_bytes=1000), now=100)
        engine.sent_bytes = 1001
        assert engine.flow(101) is Due.CLOSE

    def test_attention_is_where_flow_has_something_to_say(self):
        engine = Engine("sid", Options(max_unconfirmed_bytes=1000), now=100)
        assert engine.attention_bytes == 250
        engine.sent_bytes = 251
        engine.flow(101)
        assert engine.attention_bytes == 1000
        engine.receive(Packet(PacketType.PONG), 103)
        assert engine.attention_bytes == 501


class TestUpgrade:
    def test_a_probe_then_an_upgrade(self):
        probe = Probe()
        assert probe.receive(PROBE) is False
        assert probe.receive(Packet(PacketType.UPGRADE)) is True

    @pytest.mark.parametrize(
        "packets",
        [
            [Packet(PacketType.UPGRADE)],
            [Packet(PacketType.PING)],
            [Packet(PacketType.PING, "other")],
            [Packet(MESSAGE, "hello")],
            [PROBE, PROBE],
            [PROBE, Packet(MESSAGE, "hello")],
            [PROBE, Packet(PacketType.PONG)],
        ],
    )
    def test_anything_else_is_no_upgrade(self, packets):
        probe = Probe()
        with pytest.raises(UnexpectedPacket):
            [probe.receive(packet) for packet in packets]


class TestPollQueue:
    def test_what_is_pushed_is_taken_once_in_order(self):
        queue = PollQueue(Options())
        queue.push(["4a", b"b"])
        queue.push(["4c"])
        assert queue
        assert queue.take() == ["4a", b"b", "4c"]
        assert not queue
        assert queue.take() == []

    @pytest.mark.parametrize("limits", [{"max_outbox_frames": 2}, {"max_outbox_bytes": 5}])
    def test_it_is_bounded(self, limits):
        queue = PollQueue(Options(**limits))
        queue.push(["4a", "4b"])
        with pytest.raises(LimitExceeded):
            queue.push(["4c"])

    def test_a_payload_holds_no_more_than_python_clients_read(self):
        queue = PollQueue(Options())
        queue.push([f"4{number}" for number in range(40)])
        assert [len(queue.take()) for _ in range(4)] == [16, 16, 8, 0]

    def test_everything_may_be_taken_at_once(self):
        queue = PollQueue(Options())
        queue.push([f"4{number}" for number in range(40)])
        assert len(queue.take_all()) == 40
        assert not queue

    def test_taking_makes_room(self):
        queue = PollQueue(Options(max_outbox_bytes=5))
        for _ in range(5):
            queue.push(["4a", "4b"])
            queue.take()
