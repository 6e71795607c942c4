"""Pictures of people: stored under a new name each time, so that a browser may keep them for ever."""

import os
from pathlib import Path

import uuid6
from django.conf import settings
from django.db import transaction

from accounts import broadcasts, images
from accounts.models import User
from chatsite.errors import InvalidInput, Unavailable
from chatsite.transactions import in_transaction

FOLDER = "avatars"


def set_avatar(user: User, data: bytes) -> User:
    """Make the picture ``data`` the person's. The one before is removed once this one is committed.

    Raises:
        InvalidInput: it is no picture that can be used; says why. Nothing changed.
        Unavailable: too many pictures are being read.
    """
    try:
        picture = images.to_webp(data)
    except images.BadImage as error:
        raise InvalidInput(str(error), fields={"file": [str(error)]}) from None
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
