"""Any picture a person brings, as a small clean WebP.

A picture is hostile until proven otherwise: 17 KB can stand for 144 megapixels, and a JPEG of many scans keeps a core
busy for minutes. So it is decoded by a process of its own (this very file, run as a script), which the system stops at
2 s of CPU time and 512 MB of memory. Nothing of the original but its pixels reaches the result.
"""

import io
import resource
import subprocess
import sys
import threading
from enum import StrEnum
from typing import Any

MAX_SIDE = 512
MAX_MEGAPIXELS = 24
MAX_JPEG_MEGAPIXELS = 120  # a JPEG is decoded at a fraction of its size
FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]
QUALITY, METHOD = 85, 6

CPU_S = 2
MEMORY_BYTES = 512 * 2**20
WALL_CLOCK_S = 15
AT_ONCE = 2
REFUSED = 3  # the script's exit code: what it wrote is the flaw

ORIENTATION_TAG = 0x0112

_slots = threading.BoundedSemaphore(AT_ONCE)


class Flaw(StrEnum):
    """What is wrong with a picture, as the process apart tells this one."""

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


def to_webp(data: bytes) -> bytes:
    """Return the picture ``data`` as a WebP of at most 512 by 512 pixels, upright, on white, without metadata.

    Raises:
        BadImage: it is no picture, or one that is damaged or too large.
        Busy: no place came free to read it.
    """
    if not _slots.acquire(timeout=WALL_CLOCK_S):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - this file, run by this interpreter
            [sys.executable, "-I", __file__], input=data, capture_output=True, timeout=WALL_CLOCK_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadImage(Flaw.TOO_COSTLY) from None
    finally:
        _slots.release()
    if done.returncode == REFUSED:
        raise BadImage(Flaw(done.stdout.decode()))
    if done.returncode:
        raise BadImage(Flaw.TOO_COSTLY if done.returncode < 0 else Flaw.DAMAGED)
    return done.stdout


# What follows runs in the process apart. Pillow is imported there only.


def convert(data: bytes) -> bytes:
    """Return what :func:`to_webp` promises, in this process and without its limits."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # _opened judges by format
    image = _opened(data)
    orientation = _orientation(image)
    image = _true_colour(image)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A"))
    out = io.BytesIO()
    _upright(canvas, orientation).save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


def _opened(data: bytes) -> Any:
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (MemoryError, OSError, ValueError, SyntaxError, TypeError, OverflowError, EOFError):
        raise BadImage(Flaw.UNREADABLE) from None
    is_jpeg = image.format in {"JPEG", "MPO"}
    limit = MAX_JPEG_MEGAPIXELS if is_jpeg else MAX_MEGAPIXELS
    if image.width * image.height > limit * 10**6:
        raise BadImage(Flaw.TOO_MANY_JPEG_PIXELS if is_jpeg else Flaw.TOO_MANY_PIXELS)
    if is_jpeg:
        image.draft(None, (2 * MAX_SIDE, 2 * MAX_SIDE))
    image.load()
    return image


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
    if image.mode.startswith(("I", "F")):
        image = _eight_bit(image)
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK", "L"} and "transparency" not in image.info:
        image = _in_srgb(image, profile)
    return image.convert("RGBA")


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


def _in_srgb(image: Any, profile: bytes) -> Any:
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile that cannot be read, or one for other colours than these


def _main() -> int:
    for limit, value in [
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(limit, (value, value))
    try:
        sys.stdout.buffer.write(convert(sys.stdin.buffer.read()))
    except BadImage as error:
        sys.stdout.write(error.flaw)
        return REFUSED
    except MemoryError:
        sys.stdout.write(Flaw.TOO_COSTLY)
        return REFUSED
    return 0  # anything else ends the process with a traceback and code 1: "damaged"


if __name__ == "__main__":
    sys.exit(_main())
