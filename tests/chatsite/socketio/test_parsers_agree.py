"""This package, python-socketio and the reference parsers read frames the same way, or docs/socketio.md says why.

About half of the frames are as clients write them, the others are bent. What escapes our decoder, but for the
protocol's own exception, fails the test.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from chatsite.socketio.options import Options
from chatsite.socketio.packets import Decoder, encode
from tests.chatsite.socketio.deviations import EVERYWHERE, explanation
from tests.chatsite.socketio.frames import Frames
from tests.chatsite.socketio.parsers import ROOT, Node, Ours, Python, Reading, encoded_by_python, same

SEED = 5
COUNTS = {"socketio": 70_000, "engineio": 20_000, "payload": 10_000}
"""Frames of each kind: 100,000, each read three times."""


@dataclass(frozen=True)
class Read:
    """One frame, and the verdicts on it."""

    kind: str
    frame: Any
    ours: Any
    peers: dict[str, Any]

    def differences(self) -> Iterator[str]:
        """Yield the names of the deviations that explain where a peer differs, or the difference that none explains."""
        texts = [part for part in self.frame if isinstance(part, str)] if self.kind == "socketio" else [self.frame]
        for peer, theirs in self.peers.items():
            if not same_reading(self.ours, theirs):
                yield explanation(self.kind, peer, self.ours, theirs, texts) or (
                    f"{peer} reads {self.frame!r:.300} as {theirs!r:.300}; this package as {self.ours!r:.300}"
                )


def same_reading(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, Reading) and isinstance(theirs, Reading):
        return ours.waiting == theirs.waiting and same(ours.packets, theirs.packets)
    return same(ours, theirs)


@pytest.fixture(scope="module")
def readings() -> list[Read]:
    """Every frame, with what each implementation makes of it. Node reads them all in one process."""
    frames = Frames(SEED)
    questions = [
        *(("socketio", messages) for messages in frames.socketio(COUNTS["socketio"])),
        *(("engineio", frame) for frame in frames.engineio(COUNTS["engineio"])),
        *(("payload", body) for body in frames.payloads(COUNTS["payload"])),
    ]
    ours, python = Ours(), Python()
    return [
        Read(kind, frame, getattr(ours, kind)(frame), {"node": read, "python": getattr(python, kind)(frame)})
        for (kind, frame), read in zip(questions, Node().read_all(questions), strict=True)
    ]


pytestmark = pytest.mark.node


def test_they_differ_only_where_a_deviation_says_so_and_each_deviation_is_seen(readings):
    assert len(readings) == 100_000
    seen = {name for reading in readings for name in reading.differences()}
    assert seen == {name for deviations in EVERYWHERE.values() for name in deviations}


def test_many_frames_are_read_and_many_refused(readings):
    """Frames that everyone refuses would prove little, and so would frames that everyone reads."""
    for kind in COUNTS:
        verdicts = [reading.ours is None for reading in readings if reading.kind == kind]
        assert 0.1 < sum(verdicts) / len(verdicts) < 0.6


def test_what_node_writes_is_read_as_what_it_has_read(readings):
    ours = Ours()
    for reading in readings:
        theirs = reading.peers["node"]
        # It forgets to write a key that is the name of every object's prototype.
        if isinstance(reading.ours, Reading) and not theirs.waiting and "__proto__" not in str(reading.frame):
            written = [message for messages in theirs.written for message in messages]
            assert same(ours.socketio(written).packets, theirs.packets), reading.frame


def test_what_python_socketio_and_this_package_write_is_read():
    for packet in Frames(SEED).packets(5_000):
        for messages in (encoded_by_python(packet), encode(packet)):
            decoder = Decoder(Options())
            assert [decoder.receive(message) for message in messages][-1] == packet


def test_every_deviation_is_documented_and_every_documented_one_exists():
    page = (ROOT / "docs" / "socketio.md").read_text()
    section = page.split("## Where other parsers read differently")[1].split("\n## ")[0]
    documented = re.findall(r"^\| ([a-z][^|]+?) \|", section, re.MULTILINE)
    assert sorted(documented) == sorted({name for deviations in EVERYWHERE.values() for name in deviations})
