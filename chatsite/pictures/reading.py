"""Open a picture as forgivingly as browsers do, as long as no part of it is missing."""

import io
from collections.abc import Callable
from typing import Any

from chatsite.pictures.flaws import MAX_JPEG_MEGAPIXELS, MAX_MEGAPIXELS, BadImage, Flaw
from chatsite.pictures.png import MAX_PROFILE_BYTES

Size = tuple[int, int]
Box = Callable[[Size], Size]
"""The least size in which a JPEG of a given size is needed."""

JPEG_FORMATS = {"JPEG", "MPO"}
JPEGS = ["JPEG"]
END_OF_JPEG = b"\xff\xd9"
START_OF_SCAN = b"\xff\xda"
JPEG_TAIL_ROWS = 32  # what libjpeg holds back until it sees the end marker


def loaded(data: bytes, formats: list[str], box: Box, limit: int = MAX_MEGAPIXELS) -> Any:
    """Return the picture ``data`` of one of ``formats``, decoded; a JPEG perhaps smaller.

    Raises:
        BadImage: it is no picture, or has more megapixels than ``limit``.
        OSError: it is damaged, as other exceptions say too.
    """
    image = opened(data, formats, box, limit)
    try:
        image.load()
    except OSError:
        if image.format not in JPEG_FORMATS or not _lacks_only_its_end(data, box):
            raise
        image = opened(data + END_OF_JPEG, formats, box, limit)
        image.load()
    return image


def opened(data: bytes, formats: list[str], box: Box, limit: int = MAX_MEGAPIXELS) -> Any:
    """Return the picture, not decoded yet; see :func:`loaded`."""
    from PIL import Image, PngImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # judged below, by format
    PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE_BYTES
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except (MemoryError, OSError, ValueError, SyntaxError, TypeError, OverflowError, EOFError):
        raise BadImage(Flaw.UNREADABLE) from None
    is_jpeg = image.format in JPEG_FORMATS
    if image.width * image.height > (MAX_JPEG_MEGAPIXELS if is_jpeg else limit) * 10**6:
        raise BadImage(Flaw.TOO_MANY_JPEG_PIXELS if is_jpeg else Flaw.TOO_MANY_PIXELS)
    if is_jpeg:
        image.draft(None, box(image.size))
    return image


def _lacks_only_its_end(data: bytes, box: Box) -> bool:
    """Tell whether a JPEG that stops early still covers the whole picture.

    A progressive one does once its second scan has begun. The rows that another one lacks are those in which decoding
    onto black and onto white differs.
    """
    from PIL import ImageChops

    if opened(data, JPEGS, box).info.get("progressive"):
        return data.count(START_OF_SCAN) > 1
    on_black, on_white = (_decoded_onto(colour, data, box) for colour in ("black", "white"))
    missing = ImageChops.difference(on_black, on_white).getbbox()
    return missing is None or missing[1] >= on_black.height - JPEG_TAIL_ROWS


def _decoded_onto(colour: str, data: bytes, box: Box) -> Any:
    from PIL import Image

    image = opened(data, JPEGS, box)
    image.im = Image.new(image.mode, image.size, colour).im
    try:
        image.load()
    except OSError:
        image.tile = []  # what could be read is in place
    return image
