"""Colour profiles without what does not change colours: the name, serial number and age of a screen, for instance."""

import struct

HEADER_BYTES, MAX_TAGS = 128, 100
COLOURS = {
    *(b"wtpt", b"bkpt", b"chad", b"lumi", b"cicp", b"chrm", b"gamt", b"rXYZ", b"gXYZ", b"bXYZ"),
    *(b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2"),
    *(b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"),
}
NAME = b"desc" + struct.pack(">4xI", 1) + bytes(79)  # a profile has to have one
# The model, maker, programs and time in the header; its checksum, which no longer fits.
FORGOTTEN = [(4, 8), (24, 36), (48, 56), (80, 84), (84, 100), (100, 128)]


def cleaned(profile: bytes, longest: int | None = None) -> bytes:
    """Return a profile for the same colours; nothing for one that cannot be read, which programs ignore.

    One that has to be at most ``longest`` bytes has no name where that does not fit.
    """
    tags = _tags(profile)
    if not tags:
        return b""
    named = _written(profile, {**tags, b"desc": NAME})
    return named if longest is None or len(named) <= longest else _written(profile, tags)


def _written(profile: bytes, tags: dict[bytes, bytes]) -> bytes:
    start, table, body = HEADER_BYTES + 4 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    written: dict[bytes, int] = {}  # tags often share their data
    for name, data in tags.items():
        if data not in written:
            written[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", written[data], len(data))
    return _header(profile, start + len(body)) + table + body


def _tags(profile: bytes) -> dict[bytes, bytes]:
    if profile[36:40] != b"acsp":
        return {}
    tags: dict[bytes, bytes] = {}
    for index in range(min(int.from_bytes(profile[128:132]), MAX_TAGS)):
        name, start, size = struct.unpack(">4sII", profile[132 + 12 * index : 144 + 12 * index].ljust(12, b"\x00"))
        data = profile[start : start + size]
        if name in COLOURS and len(data) == size >= 8:
            tags[name] = data
    return tags


def _header(profile: bytes, size: int) -> bytes:
    header = bytearray(profile[:HEADER_BYTES])
    for start, end in FORGOTTEN:
        header[start:end] = bytes(end - start)
    header[:4] = struct.pack(">I", size)
    return bytes(header)
