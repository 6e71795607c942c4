"""WebP: the chunks of its frames, the colour profile, the orientation."""

from collections.abc import Iterator
from typing import NamedTuple

from messaging.attachments.metadata import exif, icc, xmp
from messaging.attachments.metadata.found import Cleaned, Found, Unclear
from messaging.attachments.metadata.jpeg import trailer

PIXELS = {b"VP8 ", b"VP8L", b"ALPH"}
FRAME_HEADER_BYTES, EXTENDED_BYTES = 16, 10
HAS_PROFILE, HAS_EXIF, HAS_XMP = 0x20, 0x08, 0x04


class Chunk(NamedTuple):
    """A kind and its content."""

    kind: bytes
    content: bytes


def cleaned(data: bytes) -> Cleaned:
    """Return a WebP without its metadata, pixels and timing untouched."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Unclear
    end = 8 + int.from_bytes(data[4:8], "little")
    result, kept = Cleaned(), list[Chunk]()
    for chunk in _chunks(data[12:end]):
        kept += _kept(chunk, result)
    result.removed |= trailer(data[end + end % 2 :])
    result.frames = sum(chunk.kind == b"ANMF" for chunk in kept) or 1
    body = b"".join(_chunk(*chunk) for chunk in _with_flags(kept, result.orientation))
    result.parts = [b"RIFF", (len(body) + 4).to_bytes(4, "little"), b"WEBP", body]
    return result


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > len(data):
            raise Unclear
        yield Chunk(data[at : at + 4], data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2


def _kept(chunk: Chunk, result: Cleaned) -> list[Chunk]:
    kind, content = chunk
    if kind in PIXELS:
        return [chunk]
    if kind == b"VP8X":
        return [Chunk(kind, content[:EXTENDED_BYTES])]
    if kind == b"ANIM":
        return [Chunk(kind, content[:6])]
    if kind == b"ANMF":
        inner = [one for one in _chunks(content[FRAME_HEADER_BYTES:]) if one.kind in PIXELS]
        return [Chunk(kind, content[:FRAME_HEADER_BYTES] + b"".join(_chunk(*one) for one in inner))]
    if kind == b"ICCP":
        return [Chunk(kind, profile)] if (profile := icc.cleaned(content)) else []
    _forget(chunk, result)
    return []


def _forget(chunk: Chunk, result: Cleaned) -> None:
    if chunk.kind == b"EXIF":
        found, result.orientation = exif.read(chunk.content)
        result.removed |= found
    elif chunk.kind == b"XMP ":
        result.removed |= xmp.read(chunk.content)
    else:
        result.removed.add(Found.OTHER)


def _with_flags(kept: list[Chunk], orientation: int) -> list[Chunk]:
    """Return the chunks, the first of which says what the others are, and an orientation at the end."""
    if not kept or kept[0].kind != b"VP8X" or not kept[0].content:
        return kept
    has_profile = any(chunk.kind == b"ICCP" for chunk in kept)
    flags = kept[0].content[0] & ~(HAS_PROFILE | HAS_EXIF | HAS_XMP)
    flags |= HAS_PROFILE * has_profile | HAS_EXIF * (orientation != 1)
    first = Chunk(b"VP8X", bytes((flags,)) + kept[0].content[1:])
    turned = [Chunk(b"EXIF", exif.minimal(orientation))] if orientation != 1 else []
    return [first, *kept[1:], *turned]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
