"""Uploaded pictures in the media folder: stored under a new name each time, so that browsers may keep them."""

import os
from pathlib import Path

import uuid6
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.pictures import images
from accounts.pictures.converting import Form
from chatsite.contract.errors import InvalidInput, Unavailable
from chatsite.contract.sentences import Sentence
from chatsite.pictures.flaws import MAX_JPEG_MEGAPIXELS, MAX_MEGAPIXELS, BadImage, Busy, Flaw

_TOO_MANY_PIXELS = _("The picture is too large. The limit is {limit} megapixels. Make it smaller and try again.")
WHAT_IS_WRONG: dict[Flaw, Sentence] = {
    Flaw.UNREADABLE: _("This picture can't be read. Use a PNG, JPEG, GIF or WebP file."),
    Flaw.DAMAGED: _("The picture is damaged or incomplete. Choose another file."),
    Flaw.TOO_MANY_PIXELS: format_lazy(_TOO_MANY_PIXELS, limit=MAX_MEGAPIXELS),
    Flaw.TOO_MANY_JPEG_PIXELS: format_lazy(_TOO_MANY_PIXELS, limit=MAX_JPEG_MEGAPIXELS),
    Flaw.TOO_COSTLY: _("The picture takes too long to process. Make it smaller or save it in another format."),
}


def converted(data: bytes, form: Form, *, field: str = "file") -> bytes:
    """Return the picture ``data`` in ``form``.

    Raises:
        InvalidInput: it is no picture that can be used; says why, at ``field``.
        Unavailable: too many pictures are being read.
    """
    try:
        return images.converted(data, form)
    except BadImage as error:
        sentence = WHAT_IS_WRONG[error.flaw]
        raise InvalidInput(sentence, fields={field: [sentence]}) from None
    except Busy:
        raise Unavailable from None


def store(picture: bytes, *, folder: str, suffix: str) -> str:
    """Write ``picture`` to the disk and return its name in the media folder."""
    name = f"{folder}/{uuid6.uuid7()}{suffix}"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    try:
        with unfinished.open("xb") as file:
            file.write(picture)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return name


def remove(name: str) -> None:
    """Remove the file of that name, if there is one."""
    (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
