"""The kinds of metadata, as the sender reads of them, and a picture without them."""

from dataclasses import dataclass, field
from enum import StrEnum


class Found(StrEnum):
    """A kind of metadata; these values are in the contract (docs/contract.md)."""

    LOCATION = "location"
    CAMERA = "camera"
    AUTHOR = "author"
    DATE = "date"
    DESCRIPTION = "description"
    SOFTWARE = "software"
    THUMBNAIL = "thumbnail"
    VIDEO = "video"
    OTHER = "other"


@dataclass(slots=True)
class Cleaned:
    """The parts of a file that stay, in order, and what the rest was."""

    parts: list[bytes] = field(default_factory=list)
    removed: set[Found] = field(default_factory=set)
    orientation: int = 1
    frames: int = 1

    @property
    def data(self) -> bytes:
        """The whole file."""
        return b"".join(self.parts)


class Unclear(Exception):
    """The file is not built as its kind is, so that nothing can be taken out of it safely."""


def in_order(removed: set[Found]) -> list[str]:
    """Return the names of what was found, the most personal first."""
    return [found.value for found in Found if found in removed]
