"""Socket.IO protocol 5, Packet encoding: every example of the specification, and what must be refused."""

import pytest

from chatsite.socketio.errors import LimitExceeded, MalformedPacket, UnexpectedPacket
from chatsite.socketio.options import Options
from chatsite.socketio.packets import Decoder, Packet, PacketType, encode
from tests.chatsite.socketio import heavy

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = list(PacketType)[:5]

EXAMPLES = [
    (Packet(CONNECT), ("0",)),
    (Packet(CONNECT, data={"sid": "wZX3oN0bSVIhsaknAAAI"}), ('0{"sid":"wZX3oN0bSVIhsaknAAAI"}',)),
    (Packet(CONNECT, "/admin"), ("0/admin,",)),
    (Packet(CONNECT, "/admin", {"sid": "oSO0OpakMV_3jnilAAAA"}), ('0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}',)),
    (Packet(CONNECT_ERROR, data={"message": "Not authorized"}), ('4{"message":"Not authorized"}',)),
    (Packet(EVENT, data=["foo"]), ('2["foo"]',)),
    (Packet(EVENT, "/admin", ["bar"]), ('2/admin,["bar"]',)),
    (
        Packet(EVENT, data=["baz", b"\1\2\3\4"]),
        ('51-["baz",{"_placeholder":true,"num":0}]', b"\1\2\3\4"),
    ),
    (
        Packet(EVENT, "/admin", ["baz", b"\1\2", b"\3\4"]),
        ('52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]', b"\1\2", b"\3\4"),
    ),
    (Packet(EVENT, data=["foo"], id=12), ('212["foo"]',)),
    (Packet(ACK, data=[], id=12), ("312[]",)),
    (Packet(EVENT, "/admin", ["foo"], 13), ('2/admin,13["foo"]',)),
    (Packet(ACK, "/admin", ["bar"], 13), ('3/admin,13["bar"]',)),
    (
        Packet(EVENT, data=["foo", b"\1\2\3\4"], id=14),
        ('51-14["foo",{"_placeholder":true,"num":0}]', b"\1\2\3\4"),
    ),
    (Packet(ACK, data=["bar"], id=14), ('314["bar"]',)),
    (Packet(EVENT, data=["foo"], id=15), ('215["foo"]',)),
    (
        Packet(ACK, data=["bar", b"\1\2\3\4"], id=15),
        ('61-15["bar",{"_placeholder":true,"num":0}]', b"\1\2\3\4"),
    ),
    (Packet(DISCONNECT), ("1",)),
    (Packet(DISCONNECT, "/admin"), ("1/admin,",)),
    (Packet(EVENT, data=["hey", {"a": [{"b": b"\0"}], "ü": "🍺\u2028"}]), None),
]


def decode(*messages, **options):
    decoder = Decoder(Options(**options))
    packets = [packet for message in messages if (packet := decoder.receive(message)) is not None]
    return packets[0] if packets else None


@pytest.mark.parametrize(("packet", "messages"), EXAMPLES)
def test_every_example_of_the_specification_is_written_and_read(packet, messages):
    messages = messages or encode(packet)
    assert encode(packet) == messages
    assert decode(*messages) == packet


@pytest.mark.parametrize(
    ("text", "packet"),
    [
        ("0/admin", Packet(CONNECT, "/admin")),  # the comma may be missing at the end
        ("1/admin", Packet(DISCONNECT, "/admin")),
        ("2/a?b=1/c,7[0.5,null]", Packet(EVENT, "/a?b=1/c", [0.5, None], 7)),
        ("2[42]", Packet(EVENT, data=[42])),
        ("3[]", Packet(ACK, data=[])),
        ("4", Packet(CONNECT_ERROR)),
        ('0{"token":"123"}', Packet(CONNECT, data={"token": "123"})),
        ('4"no"', Packet(CONNECT_ERROR, data="no")),
        ('2["a",{"_placeholder":true,"num":0}]', Packet(EVENT, data=["a", {"_placeholder": True, "num": 0}])),
        ('2["\\ud83d"]', Packet(EVENT, data=["\ud83d"])),  # half of an emoji is JSON
        ('2["' + "1" * 400 + '",' + "1" * 309 + "]", Packet(EVENT, data=["1" * 400, int("1" * 309)])),
        ("2[0." + "1" * 400 + ",1e-" + "1" * 400 + ",1E+" + "0" * 400 + "]", Packet(EVENT, data=[1 / 9, 0, 1])),
        ("3" + "0" * 20 + "12[]", Packet(ACK, data=[], id=12)),
        ("29007199254740991[1]", Packet(EVENT, data=[1], id=9007199254740991)),
    ],
)
def test_other_readable_packets(text, packet):
    assert decode(text) == packet


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "7", "9", "a", "²", "abc", "-1", "+0", "0x",
        # "The payload is mandatory and MUST be a non-empty array"
        "2", "212", "2/admin,", "2[]", "2{}", '2"foo"', "2null", "21", "2[null]", "2[true]", "2[[]]", '2[{"a":1}]',
        "3", "312", "3{}", '3"a"', "3null",
        "0[]", '0"a"', "0null", "0true", "07{", "1[]", "1{}", "1null", "1true", "4[]", "4null",
        '2["connect"]', '2["connect_error"]', '2["disconnect"]', '2["disconnecting"]', '2["newListener"]',
        '2["removeListener"]',
        '2["a"', '2["a"]]', '2["a"],', "2['a']", '2["a",]', '2["a",NaN]', '2["a",Infinity]', '2["a",-Infinity]',
        '2["a",1e999]', '2["a",' + "1" * 310 + "]", '2["a",-' + "9" * 309 + "]",
        '2["a",' + "1" * 5000 + "]", '2["a",01]', '2["a",1.]', '2["a",.5]', '2["a",+1]', '2["\n"]',
        '2["\\x"]', '2["\\u12"]', '2["a"]\0', ' 2["a"]', '2 ["a"]', '2\n["a"]', '2 1["a"]', '2١["a"]', '2²["a"]',
        '2\ufeff["a"]', '29007199254740992["a"]', '2' + "1" * 60 + '["a"]', '2-["a"]', '21-["a"]', "2admin,[]",
        "5", '5["a"]', '5-["a"]', '50-["a"]', '500-["a"]', '5-1-["a"]', '51["a"]', '5 1-["a"]', '51.0-["a"]',
        '51e0-["a"]', '50x1-["a"]', '5²-["a"]', "51-", "51-{}", "61-", "61-{}", '52-[]',
    ],
)  # fmt: skip
def test_unreadable_packets_are_refused(text):
    with pytest.raises(MalformedPacket):
        decode(text)


@pytest.mark.parametrize(
    "data",
    [
        '[{"_placeholder":true,"num":1}]', '[{"_placeholder":true,"num":-1}]', '[{"_placeholder":true}]',
        '[{"_placeholder":true,"num":"0"}]', '[{"_placeholder":true,"num":0.5}]', '[{"_placeholder":true,"num":true}]',
        '[{"_placeholder":true,"num":null}]', '[[[{"a":{"_placeholder":true,"num":9}}]]]',
    ],
)  # fmt: skip
def test_a_placeholder_must_point_at_an_attachment(data):
    with pytest.raises(MalformedPacket):
        decode(f'51-["a",{data}]', b"x")


def test_one_attachment_may_be_used_twice_or_not_at_all():
    place = '{"_placeholder":true,"num":0}'
    assert decode(f'52-["a",{place},{place}]', b"x", b"y") == Packet(EVENT, data=["a", b"x", b"x"])


def test_zeros_before_the_number_of_attachments_mean_nothing():
    assert decode("5" + "0" * 20 + '1-["a"]', b"x") == Packet(EVENT, data=["a"])


def test_text_while_an_attachment_is_due_is_out_of_turn():
    with pytest.raises(UnexpectedPacket):
        decode('51-["a",{"_placeholder":true,"num":0}]', '2["b"]')


@pytest.mark.parametrize("before", [[], ['2["a"]'], ['51-["a",{"_placeholder":true,"num":0}]', b"x"]])
def test_an_attachment_without_its_packet_is_out_of_turn(before):
    with pytest.raises(UnexpectedPacket):
        decode(*before, b"x")


def test_a_decoder_goes_on_after_a_binary_packet():
    decoder = Decoder(Options())
    assert decoder.receive('51-["a",{"_placeholder":true,"num":0}]') is None
    assert decoder.receive(b"x") == Packet(EVENT, data=["a", b"x"])
    assert decoder.receive('2["b"]') == Packet(EVENT, data=["b"])


def test_attachments_are_limited_in_number_and_size():
    with pytest.raises(LimitExceeded):
        decode('511-["a"]', max_attachments=10)
    with pytest.raises(LimitExceeded):
        decode("5" + "9" * 60000 + '-["a"]')
    with pytest.raises(LimitExceeded):
        decode('52-["a"]', b"123", b"456", max_attachment_bytes=5)
    assert decode('52-["a"]', b"123", b"45", max_attachment_bytes=5) is not None


def test_nesting_is_limited():
    assert decode('2["a",' + "[" * 31 + "]" * 31 + "]", max_nesting=32) is not None
    for deep in ("[" * 32 + "]" * 32, '{"":' * 32 + "1" + "}" * 32, "[" * 30000 + "]" * 30000):
        with pytest.raises(LimitExceeded):
            decode(f'2["a",{deep}]', max_nesting=32)


def test_many_brackets_are_no_nesting():
    assert decode('2["a",' + "[[]]," * 100 + '"[[[["]', max_nesting=4) is not None
    assert decode('4"' + "[" * 100 + '"', max_nesting=4) == Packet(CONNECT_ERROR, data="[" * 100)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_is_no_json_cannot_be_sent(value):
    with pytest.raises((TypeError, ValueError)):
        encode(Packet(EVENT, data=["a", value]))


def test_binary_data_is_for_events_and_acknowledgements():
    with pytest.raises(TypeError):
        encode(Packet(CONNECT_ERROR, data={"message": b"x"}))


def test_half_a_surrogate_pair_can_be_sent():
    (text,) = encode(Packet(EVENT, data=["a", "é\ud83d🍺"]))
    assert text.encode()
    assert text == '2["a","é\\ud83d🍺"]'
    assert decode(text) == Packet(EVENT, data=["a", "é\ud83d🍺"])


def test_every_kind_of_buffer_is_binary():
    assert encode(Packet(EVENT, data=["a", bytearray(b"x"), memoryview(b"y")]))[1:] == (b"x", b"y")


@pytest.mark.parametrize("text", heavy.FRAMES, ids=range(len(heavy.FRAMES)))
def test_the_heaviest_frames_take_a_bounded_time(text):
    assert len(text.encode()) <= heavy.SIZE
    assert heavy.decoding_s(text, times=3) < heavy.BOUND_S
