"""Pictures of people: stored under a new name each time, so that a browser may keep them for ever."""

import os
from collections.abc import Mapping
from pathlib import Path

import uuid6
from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import broadcasts
from accounts.models import User
from accounts.pictures import images
from accounts.pictures.images import Flaw
from accounts.pictures.process import MAX_JPEG_MEGAPIXELS, MAX_MEGAPIXELS
from accounts.restrictions import require_not_muted
from accounts.security import limits
from chatsite.contract.errors import InvalidInput, Unavailable
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import count

FOLDER = "avatars"

_TOO_MANY_PIXELS = _("The picture is too large. The limit is {limit} megapixels. Make it smaller and try again.")
WHAT_IS_WRONG: Mapping[Flaw, Sentence] = {
    Flaw.UNREADABLE: _("This picture can't be read. Use a PNG, JPEG, GIF or WebP file."),
    Flaw.DAMAGED: _("The picture is damaged or incomplete. Choose another file."),
    Flaw.TOO_MANY_PIXELS: format_lazy(_TOO_MANY_PIXELS, limit=MAX_MEGAPIXELS),
    Flaw.TOO_MANY_JPEG_PIXELS: format_lazy(_TOO_MANY_PIXELS, limit=MAX_JPEG_MEGAPIXELS),
    Flaw.TOO_COSTLY: _("The picture takes too long to process. Make it smaller or save it in another format."),
}


def choose_avatar(*, by: User, data: bytes) -> User:
    """Let a person choose their own picture, as :func:`set_avatar` does.

    Raises:
        NotAllowed: they are muted everywhere.
        RateLimited: too many pictures.
    """
    require_not_muted(by)
    count(limits.PICTURES, by=by)
    return set_avatar(by, data)


def set_avatar(user: User, data: bytes) -> User:
    """Make the picture ``data`` the person's. The one before is removed once this one is committed.

    Raises:
        InvalidInput: it is no picture that can be used; says why. Nothing changed.
        Unavailable: too many pictures are being read.
    """
    try:
        picture = images.to_webp(data)
    except images.BadImage as error:
        sentence = WHAT_IS_WRONG[error.flaw]
        raise InvalidInput(sentence, fields={"file": [sentence]}) from None
    except images.Busy:
        raise Unavailable from None
    name = _store(picture)
    try:
        return _replace(user, name)
    except BaseException:
        _remove(name)
        raise


def clear_avatar(user: User) -> User:
    """Take the person's picture away: the page draws their initials again."""
    return _replace(user, "")


@in_transaction
def _replace(user: User, name: str) -> User:
    old = User.objects.select_for_update().get(pk=user.pk).avatar
    user.avatar = name
    user.save(update_fields=["avatar"])
    if old != name:
        broadcasts.user_updated(user)
    if old:
        transaction.on_commit(lambda: _remove(old), robust=True)
    return user


def _store(picture: bytes) -> str:
    name = f"{FOLDER}/{uuid6.uuid7()}.webp"
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


def _remove(name: str) -> None:
    (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
