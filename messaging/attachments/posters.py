"""The poster of a film: a picture that its sender's browser took from it, since the server decodes no films.

It is trusted no more than any other upload: it is decoded apart, and only the previews made of it are stored. It
belongs to one attachment, also where others have sent the same film, who made another picture of it, or none.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import uuid6
from django.conf import settings
from django.core.files import File
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict, InvalidInput, NotFound, TooLarge, Unavailable
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from messaging import limits
from messaging.attachments.limits import lock_uploads, require_quota
from messaging.attachments.models import Attachment, Kind, StoredFile
from messaging.attachments.names import limit_in_words
from messaging.attachments.pictures.making import BadImage, Busy, Picture, Preview, made
from messaging.attachments.queries import attachment_to_read
from messaging.attachments.services import require_may_attach
from messaging.attachments.storing import storage
from messaging.attachments.storing.sharing import queue_collection, release
from messaging.attachments.tus.arriving import DATA
from rooms.policies import require

MAX_POSTER_BYTES = 2**20


def require_may_set_poster(by: User, attachment_id: UUID) -> Attachment:
    """Return a film whose poster ``by`` may set now.

    Raises:
        NotFound: ``by`` may not read such a file.
        NotAllowed: it is not theirs, or they may not write in its room.
        RoomClosed: the room is read-only.
        Conflict: it was sent.
        InvalidInput: it is no film.
    """
    found = attachment_to_read(by, attachment_id)
    require(found.owner_id == by.pk, _("Only the person who sent a file can describe it."))
    require_may_attach(by, found.room_id)
    if found.message_id is not None:
        raise Conflict(_("This file was sent. Its poster stays."))
    if found.kind != Kind.VIDEO:
        raise InvalidInput(_("Only films have a poster."))
    return found


@limited(limits.edits)
def set_poster(*, by: User, attachment_id: UUID, file: "File[bytes]") -> Attachment:
    """Make a picture the poster of one's own film before it is sent, instead of one that it has.

    Raises:
        ChatError: as :func:`require_may_set_poster`.
        TooLarge: it has more than ``MAX_POSTER_BYTES``.
        InvalidInput: it is no picture that can be used.
        RateLimited: ``by`` has uploaded too much in a day.
        Unavailable: the site has no room for more, or too many pictures are being read; worth repeating.
    """
    require_may_set_poster(by, attachment_id)
    require_size(file.size)
    require_quota(by, file.size)
    poster = uuid6.uuid7()
    try:
        picture = _made(file, storage.arriving(poster))
        stills = [one for one in picture.previews if not one.is_animated]
        stored = _put(poster, stills)
    finally:
        storage.forget(poster)
    return _store(by, attachment_id, stored, picture.blurhash)


def require_size(size: int) -> None:
    """Go on only if a poster may be so large.

    Raises:
        TooLarge: it may not.
    """
    if size > MAX_POSTER_BYTES:
        text = _("The file is too large. The limit is {limit}.")
        raise TooLarge(format_lazy(text, limit=limit_in_words(MAX_POSTER_BYTES)))


def _made(file: "File[bytes]", folder: Path) -> Picture:
    folder.mkdir(parents=True)
    source = folder / DATA
    with source.open("wb") as kept:
        for piece in file.chunks():
            kept.write(piece)
    try:
        return made(source, folder)
    except BadImage:
        sentence = _("This picture can't be read.")
        raise InvalidInput(sentence, fields={"file": [sentence]}) from None
    except Busy:
        raise Unavailable from None


def _put(poster: UUID, stills: Sequence[Preview]) -> StoredFile:
    """Have the storage hold the previews. What was sent is not kept: they are of its pixels alone."""
    previews = [_column(poster, one) for one in stills]
    for one, shown in zip(stills, previews, strict=True):
        storage.put(one.path, shown["name"])
    with stills[-1].path.open("rb") as largest:
        sha256 = hashlib.file_digest(largest, "sha256").hexdigest()
    facts = {"sha256": sha256, "size": stills[-1].path.stat().st_size, "file": previews[-1]["name"]}
    return StoredFile(pk=poster, kind=Kind.IMAGE, previews=previews, **facts)


def _column(poster: UUID, preview: Preview) -> dict[str, Any]:
    size = preview.path.stem
    name = f"{settings.ATTACHMENTS_FOLDER}/{poster}/{size}"
    return {"name": name, "size": size, "width": preview.width, "height": preview.height, "is_animated": False}


@in_transaction
def _store(by: User, attachment_id: UUID, stored: StoredFile, blurhash: str) -> Attachment:
    """Make what was put the poster; if it is refused now, what was put is a stray, which the purge finds."""
    lock_uploads(by)
    require_quota(by, stored.size)
    found = Attachment.objects.select_for_update().filter(pk=attachment_id, owner=by, message=None).first()
    if found is None:  # sent or removed meanwhile
        raise NotFound
    if found.poster_id is not None:
        release([found.poster_id])
        queue_collection()
    stored.save(force_insert=True)
    found.poster, found.previews, found.blurhash = stored, stored.previews, blurhash
    found.save(update_fields=["poster", "previews", "blurhash"])
    return found
