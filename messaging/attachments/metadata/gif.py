"""GIF: frames, their timing and the loop. No comments, no text, no other extensions."""

from messaging.attachments.metadata import xmp
from messaging.attachments.metadata.found import Cleaned, Found, Unclear
from messaging.attachments.metadata.jpeg import trailer

EXTENSION, FRAME, END = 0x21, 0x2C, 0x3B
TIMING, COMMENT, TEXT, APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}
LOOP_BYTES, TIMING_BYTES = 19, 8


def cleaned(data: bytes) -> Cleaned:
    """Return a GIF without its metadata, pixels and timing untouched."""
    if data[:6] not in {b"GIF87a", b"GIF89a"} or len(data) < 13:
        raise Unclear
    result = Cleaned(frames=0)
    at = 13 + _colours(data[10])
    result.parts.append(data[:at])
    while at < len(data) and data[at] != END:
        end = _end_of_block(data, at)
        _take(data[at:end], result)
        at = end
    result.parts.append(data[at : at + 1])
    result.removed |= trailer(data[at + 1 :])
    return result


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_block(data: bytes, at: int) -> int:
    if data[at] == EXTENSION:
        return _end_of_pieces(data, at + 2)
    if data[at] == FRAME and at + 10 <= len(data):
        return _end_of_pieces(data, at + 11 + _colours(data[at + 9]))
    return at + 1  # a stray byte, which decoders skip


def _end_of_pieces(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return min(at + 1, len(data))


def _take(block: bytes, result: Cleaned) -> None:
    if block[0] == FRAME:
        result.parts.append(block)
        result.frames += 1
    elif block[0] == EXTENSION and len(block) > 1:
        _take_extension(block[1], block, result)


def _take_extension(kind: int, block: bytes, result: Cleaned) -> None:
    name = block[3:14]
    if kind == TIMING and len(block) == TIMING_BYTES:
        result.parts.append(block)
    elif kind == APPLICATION and name in LOOPS:
        result.parts += [block] if len(block) == LOOP_BYTES else []
    elif kind == APPLICATION and name == b"XMP DataXMP":
        result.removed |= xmp.read(block)
    else:
        if kind == TEXT and result.parts[-1][:2] == bytes((EXTENSION, TIMING)):
            result.parts.pop()  # it was that of the text, not of the next frame
        result.removed.add(Found.DESCRIPTION if kind in {COMMENT, TEXT} else Found.OTHER)
