"""Which part of a file a request wants (RFC 9110, sections 13 and 14); no I/O."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=\s*(\d{0,19})-(\d{0,19})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from ``first`` on, ``length`` of them; ``is_whole`` says that no part was asked for."""

    first: int
    length: int
    is_whole: bool = False

    def content_range(self, size: int) -> str:
        """Return the header ``Content-Range`` of a part."""
        last = self.first + self.length - 1
        return " ".join(["bytes", f"{self.first}-{last}/{size}"])


def part_wanted(header: str, size: int) -> Part | None:
    """Return the part of a file of ``size`` bytes that ``Range`` asks for; nothing if there is no such part.

    Several ranges, other units and what can't be read are answered with the whole file, as the standard allows.
    """
    whole = Part(0, size, is_whole=True)
    found = _RANGE.fullmatch(header)
    if not found or found.groups() == ("", ""):
        return whole
    first, last = found.groups()
    if not first:
        wanted = min(int(last), size)
        return Part(size - wanted, wanted) if wanted else None
    if last and int(last) < int(first):
        return whole
    start = int(first)
    if start >= size:
        return None
    return Part(start, min(int(last) if last else size - 1, size - 1) - start + 1)


def is_same(if_range: str, etag: str) -> bool:
    """Tell whether the file is still the one of which a client has a part."""
    return not if_range or if_range.strip() == etag


def is_known(if_none_match: str, etag: str) -> bool:
    """Tell whether a client has the file already."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
