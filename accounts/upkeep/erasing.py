"""Ending an account for good. The row stays, without a person, so that what others read goes on making sense."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.actors import SYSTEM
from accounts.models import OneTimeLink, TwoFactor, User
from accounts.moderation import administration
from accounts.pictures.avatars import clear_avatar
from accounts.upkeep import personal_data
from chatsite.db.transactions import in_transaction
from chatsite.text.languages import in_default_language

NAME = _("Former member")
DOMAIN = "erased.invalid"  # RFC 2606: never an address


def erase(user: User, *, words: bool) -> Iterator[int]:
    """Take ``user`` out of the site; with ``words`` also what they said. Yield how much each step erased.

    Locked out first, and nameless last: interrupted, the same call goes on where it was.

    Raises:
        Conflict: it is the last administrator.
    """
    if user.is_active:
        administration.deactivate(user, by=SYSTEM, reason=_("The account was erased."))
    for kind in personal_data.kinds():
        if kind.erase:
            yield from kind.erase(user, words)
    if user.avatar:
        clear_avatar(user)
    _forget(user)
    yield 1


@in_transaction
def _forget(user: User) -> None:
    TwoFactor.objects.filter(user=user).delete()
    OneTimeLink.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(
        email=f"{user.pk}@{DOMAIN}",
        password=make_password(None),
        last_login=None,
        is_staff=False,
        is_superuser=False,
        awaits_approval=False,
        language="",
        clock=User.Clock.AUTO,
        shows_last_seen=False,
        sees_welcome=False,
        last_seen_at=None,
    )
    user.refresh_from_db()
    services.rename(user, in_default_language(NAME))
