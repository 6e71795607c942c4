"""A picture that a person brings, as a small clean one: runs in the process of :mod:`chatsite.pictures`."""

import io
from enum import StrEnum
from typing import IO, Any

from chatsite.pictures.looks import on_white, orientation, true_colour, upright
from chatsite.pictures.png import essential
from chatsite.pictures.reading import Size, loaded

MAX_SIDE = 512
FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]
QUALITY, METHOD = 85, 6
LOGO_SIDE, ICON_SIDE = 192, 512
ICON_SHARE = 0.64  # home screens cut icons to circles: what must be seen stays within


class Form(StrEnum):
    """What becomes of a picture: one of a person, or a site's logo and its icon for home screens."""

    PERSON = "person"
    LOGO = "logo"
    ICON = "icon"


def work(source: IO[bytes], sink: IO[bytes], form: str) -> None:
    """Convert what is in ``source`` (see :mod:`chatsite.pictures.apart`)."""
    sink.write(convert(source.read(), Form(form)))


def convert(data: bytes, form: Form = Form.PERSON) -> bytes:
    """Return the picture ``data`` upright, in sRGB, without metadata.

    Of a person it is a WebP of at most 512 by 512 pixels, on white. A logo is a square PNG that keeps what is
    transparent; an icon is one on white, with a margin.

    Raises:
        BadImage: it is no picture, or has too many pixels.
    """
    from PIL import Image

    image = loaded(essential(data), FORMATS, _box)
    turned = orientation(image)
    image = true_colour(image)
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _written(upright(image, turned), form)


def _box(_: Size) -> Size:
    return 2 * MAX_SIDE, 2 * MAX_SIDE


def _written(image: Any, form: Form) -> bytes:
    out = io.BytesIO()
    if form is Form.LOGO:
        _in_square(image, LOGO_SIDE, share=1).save(out, "PNG", optimize=True)
    elif form is Form.ICON:
        on_white(_in_square(image, ICON_SIDE, share=ICON_SHARE)).save(out, "PNG", optimize=True)
    else:
        on_white(image).save(out, "WEBP", quality=QUALITY, method=METHOD)
    return out.getvalue()


def _in_square(image: Any, side: int, *, share: float) -> Any:
    """Return the whole picture in the middle of a transparent square, of which it takes ``share`` of a side."""
    from PIL import Image, ImageOps

    inner = round(side * share)
    fitted = ImageOps.contain(image, (inner, inner), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side))
    square.paste(fitted, ((side - fitted.width) // 2, (side - fitted.height) // 2))
    return square
