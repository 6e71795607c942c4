"""AVIF and HEIC: the items that are the picture. What describes it is emptied in place, and pixels stay untouched."""

import io
from collections.abc import Iterator
from typing import NamedTuple

from messaging.attachments.metadata import exif, icc, xmp
from messaging.attachments.metadata.boxes import Box, Changes, Source
from messaging.attachments.metadata.found import Cleaned, Found, Unclear
from messaging.attachments.metadata.movie import clean_movie

TOP = {b"ftyp", b"meta", b"moov", b"mdat"}
PIXELS = {b"av01", b"hvc1", b"hev1", b"lhv1", b"jpeg", b"unci", b"grid", b"iovl", b"iden", b"tmap", b"sato"}
PROFILES = {b"prof", b"rICC"}
MAX_ITEMS = 4096


class Item(NamedTuple):
    """An item: its kind, where that is written, and where its bytes are."""

    kind: bytes
    kind_at: int
    extents: list[tuple[int, int]]


def cleaned(data: bytes) -> Cleaned:
    """Return an AVIF or HEIC without its metadata, pixels untouched."""
    source, changes = Source(io.BytesIO(data)), Changes()
    top = list(source.boxes(0, len(data)))
    if not top or top[0].kind != b"ftyp":
        raise Unclear
    for box in top:
        if box.kind not in TOP:
            changes.removed |= {Found.OTHER} if source.content(box).strip(b"\x00") else set()
            changes.free(box)
    clean_movie(source, changes, top)
    metas = [box for box in top if box.kind == b"meta"]
    for box in metas:
        _clean_profiles(source, box, changes)
    items = [item for box in metas for item in _items(source, box)]
    for item in items:
        if item.kind not in PIXELS:
            _forget(item, data, changes)
    if not any(box.kind == b"moov" for box in top):
        _zero_between(items, top, changes)
    return Cleaned([changes.applied(data)], changes.removed)


def _forget(item: Item, data: bytes, changes: Changes) -> None:
    content = b"".join(data[start:end] for start, end in item.extents)
    if not content.strip(b"\x00"):
        return
    if item.kind == b"Exif":
        changes.removed |= exif.read(content[4 + int.from_bytes(content[:4]) :])[0]
    else:
        changes.removed |= xmp.read(content)
    changes.kinds.append(item.kind_at)
    for start, end in item.extents:
        changes.zero(start, end)


def _clean_profiles(source: Source, meta: Box, changes: Changes) -> None:
    for properties in (box for box in source.inside(meta, 4) if box.kind == b"iprp"):
        for container in (box for box in source.inside(properties) if box.kind == b"ipco"):
            for box in (box for box in source.inside(container) if box.kind == b"colr"):
                content = source.content(box)
                if content[:4] in PROFILES:
                    profile = icc.cleaned(content[4:], longest=len(content) - 4)
                    changes.writes.append((box.content + 4, profile.ljust(len(content) - 4, b"\x00")))


def _zero_between(items: list[Item], top: list[Box], changes: Changes) -> None:
    """Overwrite what of the media data no item of the picture claims."""
    claimed = sorted(extent for item in items if item.kind in PIXELS for extent in item.extents)
    for box in top:
        if box.kind == b"mdat":
            at = box.content
            for start, end in claimed:
                changes.zero(at, min(start, box.end))
                at = max(at, end)
            changes.zero(at, box.end)


def _items(source: Source, meta: Box) -> Iterator[Item]:
    boxes = {box.kind: box for box in source.inside(meta, 4)}
    if b"iinf" not in boxes or b"iloc" not in boxes:
        raise Unclear
    held = boxes[b"idat"].content if b"idat" in boxes else -1
    places = dict(_places(source.content(boxes[b"iloc"]), held, source.size))
    iinf = boxes[b"iinf"]
    version = source.part(iinf.content, iinf.content + 1)
    for box in source.inside(iinf, 6 if version == b"\x00" else 8):
        content = source.content(box)
        width = {2: 2, 3: 4}.get(content[0] if content else 0)
        if box.kind != b"infe" or width is None:
            raise Unclear
        at = 4 + width + 2
        yield Item(content[at : at + 4], box.content + at, places.get(int.from_bytes(content[4 : 4 + width]), []))


class Reader:
    """Numbers from bytes, one after another."""

    def __init__(self, data: bytes):
        self._data, self._at = data, 0

    def number(self, size: int) -> int:
        """Return the next number of ``size`` bytes."""
        self._at += size
        if self._at > len(self._data):
            raise Unclear
        return int.from_bytes(self._data[self._at - size : self._at])


def _places(content: bytes, held: int, file_size: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield each item's number and extents (ISO/IEC 14496-12, 8.11.3)."""
    read = Reader(content)
    version = read.number(4) >> 24
    sizes = read.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(min(read.number(wide), MAX_ITEMS)):
        number = read.number(wide)
        method = read.number(2) & 15 if version else 0
        read.number(2)  # a reference to another file
        start = read.number(base) + (held if method == 1 else 0)
        extents = []
        for _ in range(min(read.number(2), MAX_ITEMS)):
            read.number(index if version else 0)
            first = start + read.number(offset)
            extents.append((first, min(first + (read.number(length) or file_size), file_size)))
        if method > 1 or (method == 1 and held < 0):
            raise Unclear
        yield number, extents
