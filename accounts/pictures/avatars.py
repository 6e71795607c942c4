"""Pictures of people: stored under a new name each time, so that a browser may cache them permanently."""

from django.db import transaction

from accounts import broadcasts
from accounts.models import User
from accounts.pictures import files
from accounts.pictures.converting import Form
from accounts.restrictions import require_not_muted
from accounts.security import limits
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import count

FOLDER = "avatars"


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
    name = files.store(files.converted(data, Form.PERSON), folder=FOLDER, suffix=".webp")
    try:
        return _replace(user, name)
    except BaseException:
        files.remove(name)
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
        transaction.on_commit(lambda: files.remove(old), robust=True)
    return user
