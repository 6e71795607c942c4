"""One-time links: made, checked and used up."""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OneTimeLink, User
from chatsite.contract.errors import Conflict, NotFound
from chatsite.db.transactions import in_transaction

CONFIRMATION_PAGE = "/verify-email/"
RESET_PAGE = "/password-reset/"
NEW_EMAIL_PAGE = "/change-email/"
SIGN_IN_PAGE = "/sign-in-link/"
INVITATION_PAGE = "/invite/"
LIFETIMES = {
    OneTimeLink.Purpose.SETUP: timedelta(days=3650),
    OneTimeLink.Purpose.PASSWORD: timedelta(hours=24),
    OneTimeLink.Purpose.EMAIL: timedelta(days=7),
    OneTimeLink.Purpose.NEW_EMAIL: timedelta(hours=24),
    OneTimeLink.Purpose.SIGN_IN: timedelta(minutes=15),
}
# A stranger's requests must not end the link that the owner is about to open: as many stay good as are mailed in an
# hour, and one that an administrator hands over. Only its owner can ask to move an account: the last address counts.
GOOD_AT_ONCE = {
    OneTimeLink.Purpose.SETUP: 1,
    OneTimeLink.Purpose.PASSWORD: 4,
    OneTimeLink.Purpose.EMAIL: 4,
    OneTimeLink.Purpose.NEW_EMAIL: 1,
    OneTimeLink.Purpose.SIGN_IN: 1,
}


class LinkGone(NotFound):
    """The link was used, has expired, or never was."""

    message = _("This link no longer works. Ask for a new one.")


@in_transaction
def make_link(
    purpose: OneTimeLink.Purpose, user: User | None = None, *, is_mailed: bool = False, new_email: str = ""
) -> str:
    """Return the token of a new link; of those for the same purpose and person, the newest stay (``GOOD_AT_ONCE``).

    Raises:
        Conflict: ``user`` is a bot.
    """
    if user and user.is_bot:
        raise Conflict(_("This is a bot. It can't sign in."))
    earlier = OneTimeLink.objects.filter(purpose=purpose, user=user).order_by("-pk").values_list("pk", flat=True)
    OneTimeLink.objects.filter(pk__in=list(earlier)[GOOD_AT_ONCE[purpose] - 1 :]).delete()
    token = secrets.token_urlsafe(32)
    expires_at = timezone.now() + LIFETIMES[purpose]
    OneTimeLink.objects.create(
        token_hash=_hash(token),
        purpose=purpose,
        user=user,
        expires_at=expires_at,
        was_mailed=is_mailed,
        new_email=new_email,
    )
    return token


def confirmation_link(user: User, *, origin: str) -> str:
    """Return a link, good once and for a week, that confirms the person's address."""
    return f"{origin}{CONFIRMATION_PAGE}?token={make_link(OneTimeLink.Purpose.EMAIL, user, is_mailed=True)}"


def new_email_link(user: User, email: str, *, origin: str) -> str:
    """Return a link, good once and for a day, that moves the account to ``email``."""
    token = make_link(OneTimeLink.Purpose.NEW_EMAIL, user, is_mailed=True, new_email=email)
    return f"{origin}{NEW_EMAIL_PAGE}?token={token}"


def reset_link(user: User, *, origin: str, is_mailed: bool = False) -> str:
    """Return a link, good once and for a day, with which ``user`` chooses a new password."""
    return f"{origin}{RESET_PAGE}?token={make_link(OneTimeLink.Purpose.PASSWORD, user, is_mailed=is_mailed)}"


def sign_in_link(user: User, *, origin: str) -> str:
    """Return a link, good once and for 15 minutes, that signs ``user`` in without a password."""
    return f"{origin}{SIGN_IN_PAGE}?token={make_link(OneTimeLink.Purpose.SIGN_IN, user)}"


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
    deleted, _rows = OneTimeLink.objects.filter(pk=link.pk).delete()
    if not deleted:
        raise LinkGone
    return link


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
