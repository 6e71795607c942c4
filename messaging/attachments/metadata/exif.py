"""EXIF: what it says, and the least of it, the orientation."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from messaging.attachments.metadata import iptc, xmp
from messaging.attachments.metadata.found import Found

PREFIX = b"Exif\x00\x00"
ORIENTATION, EXIF_IFD, GPS_IFD, XMP, IPTC = 0x0112, 0x8769, 0x8825, 0x02BC, 0x83BB
POSITION = {2, 4, 20, 22}  # latitude and longitude, also of where the camera looked; the rest of a GPS block is idle
MEANS = {
    **dict.fromkeys((0x010F, 0x0110, 0x927C, 0xA431, 0xA432, 0xA433, 0xA434, 0xA435, 0xC62F), Found.CAMERA),
    **dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), Found.AUTHOR),
    **dict.fromkeys((0x0132, 0x9003, 0x9004), Found.DATE),
    **dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0xA420), Found.DESCRIPTION),
    **dict.fromkeys((0x0131, 0x013C), Found.SOFTWARE),
}
# What every file has, and what says nothing of a person.
PLAIN = {ORIENTATION, 0x011A, 0x011B, 0x0128, 0x0213, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, 0xA005}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
MAX_ENTRIES = 512


class Entry(NamedTuple):
    """A tag and its bytes."""

    tag: int
    value: bytes
    number: int  # what stands in the entry itself, as a number


def minimal(orientation: int) -> bytes:
    """Return a TIFF that holds nothing but an orientation."""
    return b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)


def read(tiff: bytes) -> tuple[set[Found], int]:
    """Return what a TIFF block says, and the orientation in it, 1 if none."""
    tiff = tiff.removeprefix(PREFIX)
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return {Found.OTHER} if tiff.strip(b"\x00 ") else set(), 1
    first = _number(tiff, 4, order)
    entries = list(_entries(tiff, first, order))
    found = _thumbnail(tiff, first, order)
    for entry in entries:
        found |= _meaning(tiff, entry, order)
    orientation = next((entry.number for entry in entries if entry.tag == ORIENTATION), 1)
    return found, orientation if 1 <= orientation <= 8 else 1


def _meaning(tiff: bytes, entry: Entry, order: str) -> set[Found]:
    if entry.tag == GPS_IFD:
        return {Found.LOCATION} if POSITION & {one.tag for one in _entries(tiff, entry.number, order)} else set()
    if entry.tag == EXIF_IFD:
        inner = (one for one in _entries(tiff, entry.number, order) if one.tag != EXIF_IFD)
        return set[Found]().union(*(_meaning(tiff, one, order) for one in inner))
    if entry.tag == XMP:
        return xmp.read(entry.value)
    if entry.tag == IPTC:
        return iptc.read(entry.value)
    if entry.tag in PLAIN or not entry.value.strip(b"\x00 "):
        return set()
    return {MEANS.get(entry.tag, Found.OTHER)}


def _thumbnail(tiff: bytes, first: int, order: str) -> set[Found]:
    after = first + 2 + 12 * _number(tiff, first, order, 2)
    second = _number(tiff, after, order)
    return {Found.THUMBNAIL} if second and any(_entries(tiff, second, order)) else set()


def _entries(tiff: bytes, start: int, order: str) -> Iterator[Entry]:
    for index in range(min(_number(tiff, start, order, 2), MAX_ENTRIES)):
        at = start + 2 + 12 * index
        if at + 12 > len(tiff):
            return
        tag, kind, count = struct.unpack_from(order + "HHI", tiff, at)
        size = SIZES.get(kind, 1)
        where = at + 8 if size * count <= 4 else _number(tiff, at + 8, order)
        yield Entry(tag, tiff[where : where + size * count], _number(tiff, at + 8, order, 2 if size == 2 else 4))


def _number(tiff: bytes, at: int, order: str, size: int = 4) -> int:
    return int.from_bytes(tiff[at : at + size], "little" if order == "<" else "big")
