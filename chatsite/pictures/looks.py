"""What a picture looks like: upright, in sRGB."""

import io
from typing import Any

ORIENTATION_TAG = 0x0112
USUAL_GAMMA = 0.45455


def orientation(image: Any) -> int:
    """Return how the picture is stored turned, as EXIF numbers it; 1 where that is not known."""
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except Exception:
        return 1  # metadata that cannot be read is no reason to refuse the picture


def upright(image: Any, orientation: int) -> Any:
    """Return the picture turned and mirrored back."""
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


def true_colour(image: Any) -> Any:
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


def on_white(image: Any) -> Any:
    """Return a picture in RGBA on white."""
    from PIL import Image

    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A"))
    return canvas
