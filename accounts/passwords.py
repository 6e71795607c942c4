"""Choosing a new password without the old one: by a link that was mailed, or that an administrator handed over."""

from django.utils.translation import gettext_lazy as _

from accounts import throttles
from accounts.links import find_link, make_link, use_link
from accounts.models import OneTimeLink, User
from accounts.services import hashed_password, store_password
from chatsite import mail
from chatsite.addresses import subject
from chatsite.errors import NotAllowed
from chatsite.jobs import enqueue
from chatsite.languages import spoken
from chatsite.text import comparison_key
from chatsite.transactions import in_transaction

PAGE = "/password-reset/"


def request_reset(*, email: str, address: str, origin: str) -> None:
    """Mail a link to whoever has the account, if there is one; what this does and how long it takes tells nothing.

    Raises:
        NotAllowed: this site sends no mail.
        RateLimited: too many requests from this address, or for this account.
    """
    if not mail.is_configured():
        raise NotAllowed(_("This site sends no e-mail. Ask an administrator for a link to choose a new password."))
    throttles.RESETS_PER_ADDRESS.take(subject(address))
    throttles.RESETS_PER_ACCOUNT.take(comparison_key(email))
    enqueue("password_reset_mail", email=email, origin=origin, language=spoken())


def reset_link(user: User, *, origin: str) -> str:
    """Return a link, good once and for a day, with which ``user`` chooses a new password. An earlier one ends."""
    return f"{origin}{PAGE}?token={make_link(OneTimeLink.Purpose.PASSWORD, user)}"


def reset_password(*, token: str, new: str) -> None:
    """Choose a new password with a link; every session ends.

    Raises:
        LinkGone: the link is not valid any more.
        InvalidInput: the password is too weak; the link stays good.
    """
    user = find_link(OneTimeLink.Purpose.PASSWORD, token).owner
    _use(token, user, hashed_password(new, user, field="new_password"))


@in_transaction
def _use(token: str, user: User, hashed: str) -> None:
    use_link(OneTimeLink.Purpose.PASSWORD, token)
    store_password(user, hashed)
