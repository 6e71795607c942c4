"""IPTC and Photoshop's blocks: what they say."""

import re

from messaging.attachments.metadata.found import Found

# Data sets of the application record, by number (IPTC-IIM 4.2).
MEANS = {
    **dict.fromkeys((26, 27, 90, 92, 95, 100, 101), Found.LOCATION),
    **dict.fromkeys((80, 85, 110, 116, 118, 122), Found.AUTHOR),
    **dict.fromkeys((55, 60, 62, 63), Found.DATE),
    **dict.fromkeys((5, 25, 105, 120), Found.DESCRIPTION),
    **dict.fromkeys((65, 70), Found.SOFTWARE),
}
DATA_SET = re.compile(rb"\x1c\x02(.)", re.DOTALL)
THUMBNAILS = re.compile(rb"8BIM\x04[\x09\x0c]")


def read(data: bytes) -> set[Found]:
    """Return what IPTC data sets say, also inside Photoshop's blocks."""
    found = {MEANS.get(match[1][0], Found.OTHER) for match in DATA_SET.finditer(data)}
    return (found | ({Found.THUMBNAIL} if THUMBNAILS.search(data) else set())) or {Found.OTHER}
