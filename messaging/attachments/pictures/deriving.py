"""What the process of a picture does: the original without metadata, its previews, and what is to be known of it."""

import io
import json
from collections.abc import Callable
from typing import IO, Any, NamedTuple

from chatsite.pictures.flaws import BadImage, Flaw
from chatsite.pictures.looks import on_white, orientation
from chatsite.pictures.reading import Size, loaded, opened
from messaging.attachments.metadata import exif, gif, heif, icc, jpeg, png, webp, xmp
from messaging.attachments.metadata.boxes import Source
from messaging.attachments.metadata.found import Cleaned, Found, Unclear, in_order
from messaging.attachments.metadata.movie import movie_changes
from messaging.attachments.pictures.animation import animated
from messaging.attachments.pictures.blurhash import blurhash
from messaging.attachments.pictures.previews import box, screen, stills
from messaging.attachments.pictures.streams import send

MAX_BYTES, MAX_BYTES_CLEANED = 64 * 2**20, 200 * 2**20
MAX_MEGAPIXELS = 50
CLEANERS: dict[str, Callable[[bytes], Cleaned]] = {
    "image/jpeg": jpeg.cleaned,
    "image/png": png.cleaned,
    "image/gif": gif.cleaned,
    "image/webp": webp.cleaned,
    "image/avif": heif.cleaned,
    "image/heic": heif.cleaned,
    "image/heif": heif.cleaned,
}
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
}
AVIF, HEIC = "image/avif", "image/heic"
QUALITY, METHOD = 90, 2  # of what a HEIC becomes
TURNED_ASIDE = 5  # the first orientation that exchanges width and height


def derive(source: IO[bytes], sink: IO[bytes], media_type: str) -> None:
    """Send the files ``original``, unless the upload can stay as it is, and previews; at last ``facts`` as JSON."""
    data = _read(source, MAX_BYTES)
    picture = _of_heic(data) if media_type == HEIC else _kept_as_it_is(data, media_type)
    if picture.original != data:
        send(sink, "original", picture.original)
    facts = {"media_type": picture.media_type, "is_animated": picture.frames > 1, "removed": in_order(picture.removed)}
    _send_facts(sink, facts | _looks(picture, sink))


def clean(source: IO[bytes], sink: IO[bytes], media_type: str) -> None:
    """Send the file ``original`` of a picture that need not be one that can be shown, and ``facts``."""
    data = _read(source, MAX_BYTES_CLEANED)
    cleaned = _cleaned(data, media_type)
    if cleaned.data != data:
        send(sink, "original", cleaned.data)
    _send_facts(sink, {"removed": in_order(cleaned.removed)})


def clean_movie(source: IO[bytes], sink: IO[bytes], media_type: str) -> None:
    """Send as ``facts`` what has to change in an MP4 or MOV to hold no metadata."""
    try:
        changes = movie_changes(Source(source), is_song=media_type.startswith("audio/"))
    except Unclear:
        raise BadImage(Flaw.DAMAGED) from None
    _send_facts(sink, {"zeros": changes.zeros, "kinds": changes.kinds, "removed": in_order(changes.removed)})


def _read(source: IO[bytes], limit: int) -> bytes:
    data = source.read(limit + 1)
    if len(data) > limit:
        raise BadImage(Flaw.TOO_COSTLY)
    return data


def _cleaned(data: bytes, media_type: str) -> Cleaned:
    try:
        return CLEANERS[media_type](data)
    except Unclear:
        raise BadImage(Flaw.DAMAGED) from None


def _send_facts(sink: IO[bytes], facts: dict[str, object]) -> None:
    send(sink, "facts", json.dumps(facts).encode())


class Decoded(NamedTuple):
    """A picture, and the original as it is stored."""

    image: Any
    size: Size  # as stored; of a JPEG ``image`` may be smaller
    original: bytes
    media_type: str
    removed: set[Found]
    frames: int


def _kept_as_it_is(data: bytes, media_type: str) -> Decoded:
    """Take the metadata out first: what is stored is what is decoded."""
    cleaned = _cleaned(data, media_type)
    original, formats = cleaned.data, [FORMATS[media_type]]
    image = loaded(original, formats, box, MAX_MEGAPIXELS)
    size = opened(original, formats, lambda size: size, MAX_MEGAPIXELS).size
    frames = image.n_frames if media_type == AVIF else cleaned.frames
    return Decoded(image, size, original, media_type, cleaned.removed, frames)


def _of_heic(data: bytes) -> Decoded:
    """Make a HEIC, which few browsers show, a JPEG of the same size, or a WebP where a part is clear."""
    import pillow_heif

    pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    image = loaded(data, ["HEIF"], box, MAX_MEGAPIXELS)
    removed = _said_by(image.info)
    profile = icc.cleaned(image.info.get("icc_profile") or b"")
    kind = "JPEG" if image.mode == "RGB" else "WEBP"
    image.info = {"icc_profile": profile} if profile else {}
    out = io.BytesIO()
    image.save(out, kind, quality=QUALITY, method=METHOD, icc_profile=profile or None)
    return Decoded(image, image.size, out.getvalue(), f"image/{kind.lower()}", removed, 1)


def _said_by(info: dict[str, Any]) -> set[Found]:
    exif_says = exif.read(info["exif"])[0] if info.get("exif") else set[Found]()
    return exif_says | (xmp.read(info["xmp"]) if info.get("xmp") else set())


def _looks(picture: Decoded, sink: IO[bytes]) -> dict[str, object]:
    """Send the previews, and return the size and what the page needs to reserve and show them."""
    turned = orientation(picture.image)
    shown = screen(picture.image, turned)
    hashed = blurhash(on_white(shown.convert("RGBA")) if shown.mode == "RGBA" else shown)
    previews = stills(shown)
    if picture.frames > 1:
        previews += animated(picture.image, picture.frames, turned)
    for preview in previews:
        send(sink, preview.name, preview.data)
    width, height = picture.size[::-1] if turned >= TURNED_ASIDE else picture.size
    said = [[one.name, one.width, one.height, one.is_animated] for one in previews]
    return {"width": width, "height": height, "blurhash": hashed, "previews": said}
