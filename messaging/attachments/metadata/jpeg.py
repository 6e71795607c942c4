"""JPEG: the segments that decoding needs, the orientation and the colour profile. Nothing behind the end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from messaging.attachments.metadata import exif, icc, iptc, xmp
from messaging.attachments.metadata.found import Cleaned, Found, Unclear

START, END = b"\xff\xd8", b"\xff\xd9"
MARKER = re.compile(rb"\xff([\x01-\xfe])")  # what stands before a marker is skipped, as decoders do
AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
ALONE = {0x01, *range(0xD0, 0xD9)}
END_MARKER, SCAN, COMMENT = 0xD9, 0xDA, 0xFE
JFIF, APP1, APP2, APP13, ADOBE = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
# Frames, Huffman and arithmetic tables, quantisation, lines, restarts.
DECODING = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD} - {0xC8}
JFIF_BYTES, ADOBE_BYTES = 12, 12
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
PROFILE, PROFILE_HEADER_BYTES, PROFILE_PIECE = b"ICC_PROFILE\x00", 14, 65_519
XMP_PREFIX = b"http://ns.adobe.com/"
MAX_SCANS = 100  # photos have ten; each more is a whole pass of decoding


class Segment(NamedTuple):
    """A marker, its content, and the compressed data after it."""

    marker: int
    content: bytes
    scan: bytes = b""


def cleaned(data: bytes) -> Cleaned:
    """Return a JPEG without its metadata, pixels untouched."""
    if not data.startswith(START):
        raise Unclear
    result, parts = Cleaned(), list[bytes]()
    profile: dict[int, bytes] = {}
    has_frame = False
    for segment in _segments(data, result):
        if (
            segment.marker == APP2
            and segment.content.startswith(PROFILE)
            and len(segment.content) > PROFILE_HEADER_BYTES
        ):
            profile[segment.content[12]] = segment.content[PROFILE_HEADER_BYTES:]
        elif kept := _kept(segment, result):
            parts += kept
        has_frame = has_frame or segment.marker in FRAMES
    if not has_frame:
        raise Unclear
    has_jfif = bool(parts) and parts[0][:2] == b"\xff\xe0"
    result.parts = [START, *parts[:has_jfif], *_orientation(result), *_profile(profile), *parts[has_jfif:]]
    return result


def _segments(data: bytes, result: Cleaned) -> Iterator[Segment]:
    at, scans = 2, 0
    while match := MARKER.search(data, at):
        marker, at = match[1][0], match.end()
        if marker == END_MARKER:
            yield Segment(marker, b"")
            result.removed |= trailer(data[at:])
            return
        if marker in ALONE:
            continue
        end = at + int.from_bytes(data[at : at + 2])
        content, at = data[at + 2 : end], end
        if marker == SCAN:
            after = AFTER_SCAN.search(data, end)
            at = after.start() if after else len(data)
            scans += 1
        if scans > MAX_SCANS:
            raise Unclear
        yield Segment(marker, content, data[end:at] if marker == SCAN else b"")


def _kept(segment: Segment, result: Cleaned) -> list[bytes]:
    """Return the bytes of a segment that stays; say in ``result`` what another one was."""
    marker, content = segment.marker, segment.content
    if marker == END_MARKER:
        return [END]
    if marker == SCAN or marker in DECODING:
        return [_segment(marker, content), segment.scan]
    if marker == JFIF and content.startswith(b"JFIF\x00"):
        result.removed |= {Found.THUMBNAIL} if len(content) > JFIF_BYTES + 2 else set()
        return [_segment(marker, content[:JFIF_BYTES] + b"\x00\x00")]
    if marker == ADOBE and content.startswith(b"Adobe"):
        return [_segment(marker, content[:ADOBE_BYTES])]
    found, orientation = _read(marker, content)
    result.removed |= found
    result.orientation = orientation if result.orientation == 1 else result.orientation
    return []


def _read(marker: int, content: bytes) -> tuple[set[Found], int]:
    if marker == APP1 and content.startswith(exif.PREFIX):
        return exif.read(content)
    if marker == APP1 and content.startswith(XMP_PREFIX):
        return xmp.read(content), 1
    if marker == APP13:
        return iptc.read(content), 1
    if marker == COMMENT:
        return {Found.DESCRIPTION}, 1
    return {Found.THUMBNAIL if content.startswith(b"JFXX") else Found.OTHER}, 1


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def _orientation(result: Cleaned) -> list[bytes]:
    if result.orientation == 1:
        return []
    return [_segment(APP1, exif.PREFIX + exif.minimal(result.orientation))]


def _profile(pieces: dict[int, bytes]) -> list[bytes]:
    profile = icc.cleaned(b"".join(pieces[number] for number in sorted(pieces)))
    cut = [profile[at : at + PROFILE_PIECE] for at in range(0, len(profile), PROFILE_PIECE)]
    return [_segment(APP2, PROFILE + bytes((number, len(cut))) + piece) for number, piece in enumerate(cut, 1)]


def trailer(data: bytes) -> set[Found]:
    """Return what stands behind the end of a picture: the video of a motion photo, more pictures, or a leftover."""
    if not data.strip(b"\x00\n\r "):
        return set()
    return {Found.VIDEO if b"ftyp" in data else Found.OTHER}
