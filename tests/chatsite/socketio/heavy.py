"""The costliest input of the size that a server takes at once, for the tests and for ``python -m bench.frames``."""

import time
from collections.abc import Callable

from chatsite.socketio.engineio import decode_payload
from chatsite.socketio.errors import ProtocolError
from chatsite.socketio.options import Options
from chatsite.socketio.packets import Decoder

SIZE = 64 * 1024
MOST_PACKETS = 512
# Some thirty times what the slowest takes: enough for a busy machine, too little for a cost that grows with the square.
BOUND_S = 0.1

FRAMES = [
    "2" + "[" * (SIZE - 1),
    '2["a",' + "[]," * (SIZE // 3 - 3) + "1]",
    '2["a",' + "{}," * (SIZE // 3 - 3) + "1]",
    '2["a",' + "1.5," * (SIZE // 4 - 3) + "1]",
    '2["a",' + "1e9," * (SIZE // 4 - 3) + "1]",
    '2["a",' + ("1" * 4299 + ",") * 15 + "1]",
    '2["a",' + ("1" * 309 + ",") * (SIZE // 310 - 1) + "1]",
    '2["a","' + "1" * 309 + '",' + "1," * (SIZE // 2 - 180) + "1]",
    '2["a",' + "1," * (SIZE // 2 - 5) + "1]",
    '2["a",{' + ",".join(f'"{n}":0' for n in range(7000)) + "}]",
    '2["' + "\\u0000" * (SIZE // 6 - 2) + '"]',
    '2["a","' + "é" * (SIZE // 2 - 8) + '"]',
    "2/" + "x" * (SIZE - 2),
    "2" + "1" * (SIZE - 1),
    "5" + "1" * (SIZE - 1),
    '51-["a",' + '{"_placeholder":true,"num":0},' * (SIZE // 30 - 3) + "1]",
    '2["a",' + "[[[[]]]]," * (SIZE // 9 - 3) + "1]",
    '2["a",' + '[""],' * (SIZE // 5 - 3) + "1]",
    '2["a",' + '{"":""},' * (SIZE // 8 - 3) + "1]",
    "2" + '["a",[1,{"b":' * 20 + '"' + "\\\\" * 30000 + '"' + "}]]" * 20,
    '2["a",' + ("[" * 32 + "]" * 32 + ",") * (SIZE // 65 - 1) + "1]",
]

PAYLOADS = [b"4\x1e" * 511 + b"4" * 64_000, b"\x1e".join([b"b" + b"AAAA" * 31] * 512), b"b" + b"A" * 65_532]


def decoding_s(frame: str, *, times: int) -> float:
    """Return the least processor time, of several ``times``, that a Socket.IO packet takes."""

    def decode():
        decoder = Decoder(Options())
        try:
            decoder.receive(frame)
            decoder.receive(b"x")
        except ProtocolError:
            pass

    return least_s(decode, times)


def splitting_s(payload: bytes, *, times: int) -> float:
    """Return the least processor time, of several ``times``, that an Engine.IO payload takes."""
    return least_s(lambda: decode_payload(payload, max_packets=MOST_PACKETS), times)


def least_s(work: Callable[[], object], times: int) -> float:
    """Return the least processor time, of several ``times``, that ``work`` takes."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
