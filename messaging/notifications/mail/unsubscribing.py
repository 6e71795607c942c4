"""Ending the mail for what was missed with one click, without signing in (RFC 8058)."""

from typing import Final

from django.conf import settings
from django.core import signing

from accounts.models import User
from chatsite.contract.errors import NotFound
from chatsite.db.transactions import in_repeatable_transaction
from messaging.notifications import limits
from messaging.notifications.deciding import Wanted
from messaging.notifications.models import NotificationSettings

PAGE: Final = "/unsubscribe/"
_SALT: Final = "messaging.notifications.mail.unsubscribe"


def unsubscribe_link(user: User) -> str:
    """Return the address at which ``user`` ends these emails; it works for as long as SECRET_KEY is known."""
    return f"{settings.SITE_URL}{PAGE}{signing.Signer(salt=_SALT).sign_object(user.pk)}/"


def person_of(token: str) -> int:
    """Return the id of the person whose mail ``token`` ends.

    Raises:
        NotFound: the token is not one of this site's.
    """
    try:
        return int(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError):
        raise NotFound from None


def unsubscribe(token: str) -> None:
    """Send the person whom ``token`` names no more mail for what they missed; doing it again changes nothing.

    Raises:
        NotFound: the token is not one of this site's.
        RateLimited: done too often for this person.
    """
    user_id = person_of(token)
    limits.UNSUBSCRIBING.take(str(user_id))
    _want_none(user_id)


@in_repeatable_transaction
def _want_none(user_id: int) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    NotificationSettings.objects.update_or_create(user=user, defaults={"mail_for": int(Wanted(0))})
