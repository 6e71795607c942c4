"""What becomes of a file that has arrived: what it is, and of a picture or film what is kept and shown."""

import hashlib
import mimetypes
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from chatsite.contract.errors import Unavailable
from messaging.attachments.kinds import UNKNOWN_TYPE, named_type
from messaging.attachments.media_types import media_type_of
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.names import clean_name
from messaging.attachments.pictures.making import BadImage, Busy, Cleaned, Picture, cleaned, made


@dataclass(frozen=True, slots=True)
class Prepared:
    """The columns of the attachment, and the files to store, by their names in the storage."""

    facts: dict[str, Any]
    files: dict[str, Path] = field(default_factory=dict)


def prepared(upload: Upload, source: Path, into: Path) -> Prepared:
    """Return what becomes of an upload; what is made of it are files in the folder ``into``.

    Raises:
        Unavailable: too many pictures are being read; worth repeating.
    """
    into.mkdir(parents=True, exist_ok=True)
    media_type, kind = media_type_of(source)
    try:
        if kind == Attachment.Kind.IMAGE:
            return _picture(upload, source, media_type, _original_kept(made(source, into), media_type))
    except BadImage:
        kind = Attachment.Kind.FILE
    except Busy:
        raise Unavailable from None
    return _other(upload, source, into, media_type, kind)


def _original_kept(picture: Picture, media_type: str) -> Picture:
    """Return a picture whose original stays as it was sent, where the site wants that."""
    if not settings.UPLOAD_KEEP_ORIGINALS:
        return picture
    return replace(picture, original=None, media_type=media_type, removed=[])


def _picture(upload: Upload, source: Path, media_type: str, picture: Picture) -> Prepared:
    folder = PurePosixPath(upload.file).parent
    shown = {
        "name": upload.name if picture.media_type == media_type else _renamed(upload.name, picture.media_type),
        "type": picture.media_type,
        "kind": Attachment.Kind.IMAGE,
        "width": picture.width,
        "height": picture.height,
        "blurhash": picture.blurhash,
        "removed": picture.removed,
        "previews": [
            {
                "name": str(folder / one.path.stem),
                "size": one.path.stem,
                "width": one.width,
                "height": one.height,
                "is_animated": one.is_animated,
            }
            for one in picture.previews
        ],
    }
    files = {str(folder / one.path.stem): one.path for one in picture.previews}
    return _kept(upload, picture.original or source, shown, files)


def _other(upload: Upload, source: Path, into: Path, media_type: str, kind: str) -> Prepared:
    try:
        kept = Cleaned(None, []) if settings.UPLOAD_KEEP_ORIGINALS else cleaned(source, into)
    except Busy:
        raise Unavailable from None
    shown_type = media_type if media_type != UNKNOWN_TYPE else named_type(upload.name)
    facts = {"name": upload.name, "type": shown_type, "kind": kind, "removed": kept.removed}
    return _kept(upload, kept.original or source, facts, {})


def _kept(upload: Upload, original: Path, facts: dict[str, Any], files: dict[str, Path]) -> Prepared:
    with original.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Prepared(facts | {"size": original.stat().st_size, "sha256": sha256}, files | {upload.file: original})


def _renamed(name: str, media_type: str) -> str:
    """Return a file's name with the suffix of another type: a HEIC is kept as a JPEG."""
    return clean_name(str(PurePosixPath(name).with_suffix(mimetypes.guess_extension(media_type) or "")))
