"""Smaller pictures to show instead of the original: WebP, upright, in sRGB, never larger than it."""

import io
from typing import Any, NamedTuple

from chatsite.pictures.looks import true_colour, upright
from chatsite.pictures.reading import Size

# Longest sides: a list on a plain screen, on a fine one, and the whole window.
SIDES = {"small": 400, "medium": 800, "large": 1600}
MARGIN = 1.25  # no size for less difference than that
QUALITY, METHOD = 80, 3
# A picture of these modes can be made smaller first and brought into sRGB then, which costs a fraction.
DIRECT = {"RGB", "RGBA", "L", "CMYK", "YCbCr"}


class Preview(NamedTuple):
    """A preview: what it is called, its size, and the file."""

    name: str
    width: int
    height: int
    data: bytes
    is_animated: bool = False


def sizes(longest: int) -> dict[str, int]:
    """Return the longest side of each preview of a picture, by name; the largest shows the whole picture."""
    below = {name: side for name, side in SIDES.items() if longest >= side * MARGIN}
    last = next((name for name in SIDES if name not in below), None)
    return below if last is None else {**below, last: min(longest, SIDES["large"])}


def box(size: Size) -> Size:
    """Return the least size in which a JPEG is decoded."""
    longest = max(*size, SIDES["large"])
    return max(1, size[0] * SIDES["large"] // longest), max(1, size[1] * SIDES["large"] // longest)


def screen(image: Any, turned: int, side: int = SIDES["large"]) -> Any:
    """Return the decoded ``image`` upright and in sRGB, at most ``side`` long; without alpha where it is opaque."""
    if image.mode in DIRECT and "transparency" not in image.info:
        image = smaller(image, side)
    image = upright(smaller(true_colour(image), side), turned)
    is_opaque = image.getextrema()[3][0] == 255
    plain = image.convert("RGB") if is_opaque else image
    plain.info = {}  # or it is written into the files
    return plain


def stills(image: Any) -> list[Preview]:
    """Return the previews of a picture that :func:`screen` returned."""
    made, whole = [], image.size
    for name, side in reversed(sizes(max(whole)).items()):
        image = smaller(image, side, whole)
        made.append(Preview(name, image.width, image.height, _webp(image)))
    return made[::-1]


def smaller(image: Any, side: int, whole: Size | None = None) -> Any:
    """Return the picture with at most ``side`` as its longest side, in the proportions of ``whole``, else its own."""
    from PIL import Image

    if max(image.size) <= side:
        return image
    whole = whole or image.size
    width, height = (max(1, round(length * side / max(whole))) for length in whole)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()
