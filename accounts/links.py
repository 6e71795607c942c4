"""One-time links: made, checked and used up."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OneTimeLink, User
from chatsite.errors import NotFound
from chatsite.transactions import in_transaction

LIFETIMES = {
    OneTimeLink.Purpose.SETUP: timedelta(days=3650),
    OneTimeLink.Purpose.PASSWORD: timedelta(hours=24),
    OneTimeLink.Purpose.EMAIL: timedelta(days=7),
}


class LinkGone(NotFound):
    """The link was used, has expired, or never was."""

    message = _("This link is not valid any more. Ask for a new one.")


@in_transaction
def make_link(purpose: OneTimeLink.Purpose, user: User | None = None) -> str:
    """Return the token of a new link; an earlier one for the same purpose and person ends."""
    OneTimeLink.objects.filter(purpose=purpose, user=user).delete()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        token_hash=_hash(token), purpose=purpose, user=user, expires_at=timezone.now() + LIFETIMES[purpose]
    )
    return token


def find_link(purpose: OneTimeLink.Purpose, token: str) -> OneTimeLink:
    """Return the link that ``token`` opens.

    Raises:
        LinkGone: there is none.
    """
    link = (
        OneTimeLink.objects.select_related("user")
        .filter(purpose=purpose, token_hash=_hash(token), expires_at__gt=timezone.now())
        .first()
    )
    if link is None:
        raise LinkGone
    return link


@in_transaction
def use_link(purpose: OneTimeLink.Purpose, token: str) -> OneTimeLink:
    """Use the link up; of two who try at once, one succeeds.

    Raises:
        LinkGone: there is none.
    """
    link = find_link(purpose, token)
    deleted, _ = OneTimeLink.objects.filter(pk=link.pk).delete()
    if not deleted:
        raise LinkGone
    return link


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
