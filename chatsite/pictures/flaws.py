"""What can be wrong with a picture."""

from enum import StrEnum

MAX_MEGAPIXELS = 24
MAX_JPEG_MEGAPIXELS = 120  # a JPEG is decoded at a fraction of its size


class Flaw(StrEnum):
    """What is wrong with a picture."""

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_JPEG_PIXELS = "too_many_jpeg_pixels"
    TOO_COSTLY = "too_costly"


class BadImage(Exception):
    """The picture cannot be used."""

    def __init__(self, flaw: Flaw):
        super().__init__(flaw)
        self.flaw = flaw


class Busy(Exception):
    """Too many pictures are being read just now."""
