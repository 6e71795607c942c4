"""The chunks of a PNG."""

import zlib
from collections.abc import Collection, Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The ancillary chunks that change what a PNG looks like. Text, times and dimensions are dropped unread.
LOOKS = frozenset({b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"eXIf"})
MAX_PROFILE_BYTES = 16 * 2**20


def essential(data: bytes, looks: Collection[bytes] = LOOKS) -> bytes:
    """Return a PNG without the chunks that do not change its looks, and without ancillary ones of a wrong checksum.

    Browsers ignore those; Pillow refuses the file.
    """
    if not data.startswith(SIGNATURE):
        return data
    kept = [chunk for kind, chunk, is_sound in chunks(data) if kind[:1].isupper() or (kind in looks and is_sound)]
    return SIGNATURE + b"".join(kept)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield each chunk's kind, its bytes, and whether its checksum is right."""
    start = len(SIGNATURE)
    while start < len(data):
        length = int.from_bytes(data[start : start + 4])
        chunk = data[start : start + length + 12]
        yield chunk[4:8], chunk, zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:])
        start += length + 12
