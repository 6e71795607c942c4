"""ISO base media files (MP4, MOV, AVIF): boxes, and changes that move nothing, since other boxes count bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from messaging.attachments.metadata.found import Found, Unclear

FREE = b"free"
MAX_BOXES = 200_000  # an hour that is recorded in pieces of a second has 30,000
MAX_READ_BYTES = 16 * 2**20


class Box(NamedTuple):
    """Where a box is: its kind, its start, where its content begins, its end."""

    kind: bytes
    start: int
    content: int
    end: int


@dataclass(slots=True)
class Changes:
    """What of a file is overwritten by zeros, and where four letters change."""

    zeros: list[tuple[int, int]] = field(default_factory=list)  # start, end
    kinds: list[int] = field(default_factory=list)  # where ``free`` is written
    writes: list[tuple[int, bytes]] = field(default_factory=list)  # start, what is written there
    removed: set[Found] = field(default_factory=set)

    def free(self, box: Box) -> None:
        """Make a box one that readers skip, full of zeros."""
        self.kinds.append(box.start + 4)
        self.zero(box.content, box.end)

    def zero(self, start: int, end: int) -> None:
        """Overwrite a part of the file."""
        if start < end:
            self.zeros.append((start, end))

    def applied(self, data: bytes) -> bytes:
        """Return the file changed."""
        changed = bytearray(data)
        for start, end in self.zeros:
            changed[start:end] = bytes(len(changed[start:end]))
        for at, written in [*self.writes, *((at, FREE) for at in self.kinds)]:
            changed[at : at + len(written)] = written
        return bytes(changed)


class Source:
    """A file to read boxes from, as many as are bearable."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self.size = file.seek(0, 2)
        self._left = MAX_BOXES

    def part(self, start: int, end: int) -> bytes:
        """Return a part of the file.

        Raises:
            Unclear: it is a larger part than any that metadata have.
        """
        if end - start > MAX_READ_BYTES:
            raise Unclear
        self._file.seek(start)
        return self._file.read(max(0, end - start))

    def content(self, box: Box) -> bytes:
        """Return what is in a box."""
        return self.part(box.content, box.end)

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """Yield the boxes of a part of the file, the last cut off where the part ends.

        Raises:
            Unclear: there is something else, or too much.
        """
        while start + 8 <= end:
            self._left -= 1
            box = self._box(start, end)
            if self._left < 0 or box.end < box.content:
                raise Unclear
            yield box
            start = box.end

    def _box(self, start: int, end: int) -> Box:
        head = self.part(start, start + 16)
        size, kind, header = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:16]), 16
        elif size == 0:
            size = end - start
        return Box(kind, start, start + header, min(start + size, end) if size >= header else start)

    def inside(self, box: Box, skip: int = 0) -> Iterator[Box]:
        """Yield the boxes in a box, behind ``skip`` bytes."""
        return self.boxes(box.content + skip, box.end)
