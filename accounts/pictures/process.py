"""The process that decodes pictures: this file, run as a script (docs/decisions/pictures-apart.md).

It reads a picture on standard input and writes the form that its argument names, or a :class:`Flaw` and exit code
``REFUSED``. It imports nothing of ours, and Pillow only where it decodes, so that the server can import it for the
names alone.
"""

import io
import os
import resource
import sys
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

MAX_SIDE = 512
MAX_MEGAPIXELS = 24
MAX_JPEG_MEGAPIXELS = 120  # a JPEG is decoded at a fraction of its size
FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]
JPEG_FORMATS = {"JPEG", "MPO"}
QUALITY, METHOD = 85, 6
LOGO_SIDE, ICON_SIDE = 192, 512
ICON_SHARE = 0.64  # home screens cut icons to circles: what must be seen stays within

CPU_S = 2
NICENESS = 10  # people who sign in meanwhile come first
MEMORY_BYTES = 512 * 2**20
REFUSED = 3  # the exit code that says: standard output names the flaw

ORIENTATION_TAG = 0x0112
END_OF_JPEG = b"\xff\xd9"
START_OF_SCAN = b"\xff\xda"
JPEG_TAIL_ROWS = 32  # what libjpeg holds back until it sees the end marker
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The ancillary chunks that change what a PNG looks like. Text, times and dimensions are dropped unread.
LOOKS = {b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"eXIf"}
MAX_PROFILE_BYTES = 16 * 2**20
USUAL_GAMMA = 0.45455


class Flaw(StrEnum):
    """What is wrong with a picture."""

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_JPEG_PIXELS = "too_many_jpeg_pixels"
    TOO_COSTLY = "too_costly"


class Form(StrEnum):
    """What becomes of a picture: one of a person, or a site's logo and its icon for home screens."""

    PERSON = "person"
    LOGO = "logo"
    ICON = "icon"


class BadImage(Exception):
    """The picture cannot be used."""

    def __init__(self, flaw: Flaw):
        super().__init__(flaw)
        self.flaw = flaw


def convert(data: bytes, form: Form = Form.PERSON) -> bytes:
    """Return the picture ``data`` upright, in sRGB, without metadata.

    Of a person it is a WebP of at most 512 by 512 pixels, on white. A logo is a square PNG that keeps what is
    transparent; an icon is one on white, with a margin.

    Raises:
        BadImage: it is no picture, or has too many pixels.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # _opened judges by format
    image = _loaded(_essential(data))
    orientation = _orientation(image)
    image = _true_colour(image)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _written(_upright(image, orientation), form)


def _written(image: Any, form: Form) -> bytes:
    out = io.BytesIO()
    if form is Form.LOGO:
        _in_square(image, LOGO_SIDE, share=1).save(out, "PNG", optimize=True)
    elif form is Form.ICON:
        _on_white(_in_square(image, ICON_SIDE, share=ICON_SHARE)).save(out, "PNG", optimize=True)
    else:
        _on_white(image).save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


def _on_white(image: Any) -> Any:
    from PIL import Image

    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas


def _in_square(image: Any, side: int, *, share: float) -> Any:
    """Return the whole picture in the middle of a transparent square, of which it takes ``share`` of a side."""
    from PIL import Image, ImageOps

    inner = round(side * share)
    fitted = ImageOps.contain(image, (inner, inner), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(fitted, ((side - fitted.width) // 2, (side - fitted.height) // 2))
    return square


# Reading: as forgiving as browsers are, as long as no part of the picture is missing.


def _essential(data: bytes) -> bytes:
    """Return a PNG without the chunks that do not change its looks, and without ancillary ones of a wrong checksum.

    Browsers ignore those; Pillow refuses the file.
    """
    if not data.startswith(PNG_SIGNATURE):
        return data
    chunks = [
        chunk for kind, chunk, is_sound in _png_chunks(data) if kind[:1].isupper() or (kind in LOOKS and is_sound)
    ]
    return PNG_SIGNATURE + b"".join(chunks)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield each chunk's kind, its bytes, and whether its checksum is right."""
    start = len(PNG_SIGNATURE)
    while start < len(data):
        length = int.from_bytes(data[start : start + 4])
        chunk = data[start : start + length + 12]
        yield chunk[4:8], chunk, zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:])
        start += length + 12


def _loaded(data: bytes) -> Any:
    image = _opened(data)
    try:
        image.load()
    except OSError:
        if image.format not in JPEG_FORMATS or not _lacks_only_its_end(data):
            raise
        image = _opened(data + END_OF_JPEG)
        image.load()
    return image


def _opened(data: bytes) -> Any:
    from PIL import Image, PngImagePlugin

    PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE_BYTES
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (MemoryError, OSError, ValueError, SyntaxError, TypeError, OverflowError, EOFError):
        raise BadImage(Flaw.UNREADABLE) from None
    is_jpeg = image.format in JPEG_FORMATS
    limit = MAX_JPEG_MEGAPIXELS if is_jpeg else MAX_MEGAPIXELS
    if image.width * image.height > limit * 10**6:
        raise BadImage(Flaw.TOO_MANY_JPEG_PIXELS if is_jpeg else Flaw.TOO_MANY_PIXELS)
    if is_jpeg:
        image.draft(None, (2 * MAX_SIDE, 2 * MAX_SIDE))
    return image


def _lacks_only_its_end(data: bytes) -> bool:
    """Tell whether a JPEG that stops early still covers the whole picture.

    A progressive one does once its second scan has begun. The rows that another one lacks are those in which decoding
    onto black and onto white differs.
    """
    from PIL import ImageChops

    if _opened(data).info.get("progressive"):
        return data.count(START_OF_SCAN) > 1
    on_black, on_white = (_decoded_onto(colour, data) for colour in ("black", "white"))
    missing = ImageChops.difference(on_black, on_white).getbbox()
    return missing is None or missing[1] >= on_black.height - JPEG_TAIL_ROWS


def _decoded_onto(colour: str, data: bytes) -> Any:
    from PIL import Image

    image = _opened(data)
    image.im = Image.new(image.mode, image.size, colour).im
    try:
        image.load()
    except OSError:
        image.tile = []  # what could be read is in place
    return image


# Looks: upright, in sRGB.


def _orientation(image: Any) -> int:
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except Exception:
        return 1  # metadata that cannot be read is no reason to refuse the picture


def _upright(image: Any, orientation: int) -> Any:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _true_colour(image: Any) -> Any:
    """Return the picture as RGBA in sRGB."""
    from PIL import Image

    info = image.info
    if image.mode.startswith(("I", "F")):
        image = _eight_bit(image)
    # A grey picture's profile is one for grey or, from careless programs, one for colours.
    modes = {"CMYK": ["CMYK"], "1": ["L"], "L": ["L", "RGB"], "LA": ["L", "RGB"]}.get(image.mode, ["RGB"])
    clear = image.convert("RGBA")
    if info.get("icc_profile"):
        opaque = _in_srgb([image if mode == image.mode else clear.convert(mode) for mode in modes], info["icc_profile"])
    elif "gamma" in info and "srgb" not in info:
        opaque = clear.convert("RGB").point(_tones(info["gamma"]) * 3)
    else:
        return clear
    return Image.merge("RGBA", [*opaque.split(), clear.getchannel("A")])


def _tones(gamma: float) -> list[int]:
    """Return the sRGB tone of each of the 256 tones that were stored under ``gamma`` (PNG, gAMA)."""
    if abs(gamma - USUAL_GAMMA) < 0.001 or gamma <= 0:
        return list(range(256))
    light = [(tone / 255) ** (1 / gamma) for tone in range(256)]
    encoded = [12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in light]
    return [round(255 * value) for value in encoded]


def _eight_bit(image: Any) -> Any:
    """Return a greyscale of 16 bits with 8: the tone kept, not clipped."""
    from PIL import ImageMath

    deep = image.convert("I")
    grey = deep.point(lambda tone: tone * (1 / 257) + 0.5).convert("L")
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return grey
    grey.putalpha(ImageMath.lambda_eval(lambda args: args["convert"]((args["tone"] != clear) * 255, "L"), tone=deep))
    return grey


def _in_srgb(candidates: list[Any], profile: bytes) -> Any:
    """Return the first of the same picture's forms that the profile is for, in sRGB; the last as it is without one."""
    from PIL import ImageCms

    for image in candidates:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            continue  # a profile that can't be read, or one for other colours than these
    return candidates[-1].convert("RGB")


def _main() -> int:
    os.nice(NICENESS)
    for limit, value in [
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(limit, (value, value))
    try:
        sys.stdout.buffer.write(convert(sys.stdin.buffer.read(), Form(sys.argv[1])))
    except BadImage as error:
        sys.stdout.write(error.flaw)
        return REFUSED
    except MemoryError:
        sys.stdout.write(Flaw.TOO_COSTLY)
        return REFUSED
    return 0  # anything else ends the process with a traceback and code 1: "damaged"


if __name__ == "__main__":
    sys.exit(_main())
