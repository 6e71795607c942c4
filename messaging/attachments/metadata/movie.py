"""MP4 and MOV: what they say beside picture and sound is emptied in place, so that no offset changes."""

import struct
from collections.abc import Callable, Iterable, Iterator

from messaging.attachments.metadata import xmp
from messaging.attachments.metadata.boxes import MAX_READ_BYTES, Box, Changes, Source
from messaging.attachments.metadata.found import Found, Unclear

TOP = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"wide", b"pdin", b"prft", b"emsg"}
# What stays of the boxes that hold others.
INSIDE = {
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods"},
    b"trak": {b"tkhd", b"edts", b"tref", b"mdia", b"tapt"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"saio", b"saiz", b"sbgp", b"sgpd", b"sdtp", b"subs"},
}
PADDING = {b"free", b"skip"}
DATED = {b"mvhd", b"tkhd", b"mdhd"}
TRACKS = {b"vide", b"soun", b"auxv", b"pict", b"tmcd"}  # others hold positions, subtitles of drones, sensors
SONG = {b"\xa9nam", b"\xa9ART", b"aART", b"\xa9alb", b"\xa9gen", b"gnre", b"trkn", b"disk", b"covr"}
MEANS = {
    Found.LOCATION: (b"\xa9xyz", b"loci", b"location.", b"ISO6709", b"GPS"),
    Found.CAMERA: (b"\xa9mak", b"\xa9mod", b"quicktime.make", b"quicktime.model", b"manufacturer", b"android.model"),
    Found.AUTHOR: (b"\xa9aut", b"\xa9cpy", b"\xa9ART", b"apID", b"ownr", b"auth", b"cprt"),
    Found.DATE: (b"\xa9day", b"creationdate"),
    Found.DESCRIPTION: (b"\xa9nam", b"\xa9cmt", b"\xa9des", b"titl", b"dscp"),
    Found.SOFTWARE: (b"\xa9swr", b"\xa9too", b"quicktime.software", b"android.version"),
    Found.THUMBNAIL: (b"covr", b"thmb"),
}
MAX_SAMPLES = 2_000_000


def movie_changes(source: Source, *, is_song: bool) -> Changes:
    """Return what has to change in an MP4 or MOV; a song keeps its title, artist and cover.

    Raises:
        Unclear: it is not built as such files are.
    """
    changes = Changes()
    top = list(source.boxes(0, source.size))
    for box in top:
        if box.kind not in TOP:
            _forget(source, box, changes)
    clean_movie(source, changes, top, is_song=is_song)
    return changes


def clean_movie(source: Source, changes: Changes, top: Iterable[Box], *, is_song: bool = False) -> None:
    """Add what has to change in the boxes ``moov`` and ``moof`` of ``top``."""
    media = [box for box in top if box.kind == b"mdat"]
    for box in top:
        if box.kind in {b"moov", b"moof"}:
            _clean(source, box, changes, media, is_song=is_song)


def _clean(source: Source, outer: Box, changes: Changes, media: list[Box], *, is_song: bool) -> None:
    for box in source.inside(outer):
        if is_song and outer.kind == b"moov" and box.kind == b"udta":
            _clean_song(source, box, changes)
        elif box.kind not in INSIDE[outer.kind]:
            _forget(source, box, changes)
        elif box.kind == b"trak" and _handler(source, box) not in TRACKS:
            _forget_track(source, box, changes, media)
        elif box.kind in INSIDE:
            _clean(source, box, changes, media, is_song=is_song)
        elif box.kind in DATED:
            _forget_dates(source, box, changes)


def _forget(source: Source, box: Box, changes: Changes) -> None:
    content = source.part(box.start + 4, min(box.end, box.start + MAX_READ_BYTES))
    found = {found for found, names in MEANS.items() if any(name in content for name in names)}
    if b"xmpmeta" in content:
        found |= xmp.read(content)
    if content[4:].strip(b"\x00"):
        changes.removed |= found or (set() if box.kind in PADDING else {Found.OTHER})
        changes.free(box)


def _forget_dates(source: Source, box: Box, changes: Changes) -> None:
    start = box.content + 4
    end = start + (16 if source.part(box.content, box.content + 1) == b"\x01" else 8)
    if source.part(start, min(end, box.end)).strip(b"\x00"):
        changes.zero(start, min(end, box.end))
        changes.removed.add(Found.DATE)


def _clean_song(source: Source, udta: Box, changes: Changes) -> None:
    for box in source.inside(udta):
        if box.kind != b"meta":
            _forget(source, box, changes)
            continue
        for part in source.inside(box, 4):
            if part.kind == b"ilst":
                for tag in source.inside(part):
                    if tag.kind not in SONG:
                        _forget(source, tag, changes)
            elif part.kind != b"hdlr":
                _forget(source, part, changes)


# Tracks that are neither picture nor sound: their samples lie between those of the others.


def _handler(source: Source, track: Box) -> bytes:
    box = _descend(source, track, b"mdia", b"hdlr")
    return source.part(box.content + 8, box.content + 12) if box else b""


def _descend(source: Source, box: Box | None, *kinds: bytes) -> Box | None:
    for kind in kinds:
        box = box and next((inner for inner in source.inside(box) if inner.kind == kind), None)
    return box


def _forget_track(source: Source, track: Box, changes: Changes, media: list[Box]) -> None:
    for start, end in _chunks(source, track):
        if any(box.content <= start and end <= box.end for box in media):
            changes.zero(start, end)
    content = source.content(track)
    is_position = any(name in content for name in (b"gpmd", b"camm", b"location", b"ISO6709", b"text", b"tx3g"))
    changes.removed.add(Found.LOCATION if is_position else Found.OTHER)
    changes.free(track)


def _chunks(source: Source, track: Box) -> Iterator[tuple[int, int]]:
    """Yield where the samples of a track are (ISO/IEC 14496-12, 8.7)."""
    table = _descend(source, track, b"mdia", b"minf", b"stbl")
    boxes = {box.kind: source.content(box) for box in source.inside(table)} if table else {}
    starts = _numbers(boxes[b"co64"], 4, "Q") if b"co64" in boxes else _numbers(boxes.get(b"stco", b""), 4, "I")
    runs = _triples(_numbers(boxes.get(b"stsc", b""), 4, "I", per_entry=3))
    size_of = _sample_sizes(boxes.get(b"stsz", b""))
    sample = 0
    for chunk, start in enumerate(starts, 1):
        count = next((each for first, each, _ in reversed(runs) if first <= chunk), 0)
        if sample + count > MAX_SAMPLES:
            raise Unclear
        yield start, start + sum(size_of(number) for number in range(sample, sample + count))
        sample += count


def _triples(numbers: list[int]) -> list[tuple[int, int, int]]:
    return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False))


def _numbers(content: bytes, at: int, form: str, per_entry: int = 1) -> list[int]:
    """Return the numbers of a table behind how many entries it has, as many as are there."""
    size = struct.calcsize(f">{form}")
    count = min(int.from_bytes(content[at : at + 4]) * per_entry, max(0, len(content) - at - 4) // size)
    return list(struct.unpack_from(f">{count}{form}", content, at + 4)) if count else []


def _sample_sizes(content: bytes) -> Callable[[int], int]:
    same = int.from_bytes(content[4:8])
    if same:
        return lambda _: same
    sizes = _numbers(content, 8, "I")
    return lambda number: sizes[number] if number < len(sizes) else 0
