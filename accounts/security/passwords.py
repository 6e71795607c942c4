"""Choosing a new password without the old one: by a link that was mailed, or that an administrator handed over."""

from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from accounts import hooks, mails
from accounts.models import OneTimeLink, User, confirms_email
from accounts.security import limits
from accounts.security.confirmation import mark_confirmed
from accounts.security.links import find_link, use_link
from accounts.services import hashed_password, require_password_sign_in, store_password
from chatsite.contract.errors import NotAllowed, RateLimited
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue
from chatsite.limits.subjects import subject
from chatsite.text.emails import email_key
from chatsite.text.languages import spoken


def request_reset(*, email: str, address: str, origin: str) -> None:
    """Mail a reset link if the account exists. Neither the answer nor its time tells whether it does.

    Past the account's own limit nothing is mailed, which is not said either: the links of the last hour are still good,
    and a stranger's requests must not turn the owner's into errors.

    Raises:
        NotAllowed: this site sends no mail, or people don't sign in by a password here.
        RateLimited: too many requests from this address.
    """
    require_password_sign_in()
    if not mail.is_configured():
        raise NotAllowed(_("This chat can't send email. Ask an administrator for a reset link."))
    limits.RESETS_PER_ADDRESS.take(subject(address))
    with suppress(RateLimited):
        limits.RESETS_PER_ACCOUNT.take(email_key(email))
        enqueue(mails.password_reset, email=email, origin=origin, language=spoken())


def reset_password(*, token: str, new: str) -> User:
    """Choose a new password with a link, and return whose it is; every session ends.

    A mailed link confirms the address as well. Where new people don't confirm it, it also ends access tokens and linked
    sign-ins, which may be those of someone who registered with another's address.

    Raises:
        NotAllowed: people don't sign in by a password here.
        LinkGone: the link is not valid any more.
        InvalidInput: the password is too weak; the link stays good.
    """
    require_password_sign_in()
    user = find_link(OneTimeLink.Purpose.PASSWORD, token).owner
    _use(token, user, hashed_password(new, user, field="new_password"))
    return user


@in_transaction
def _use(token: str, user: User, hashed: str) -> None:
    link = use_link(OneTimeLink.Purpose.PASSWORD, token)
    store_password(user, hashed)
    if link.was_mailed:
        mark_confirmed(user)
        if not confirms_email():
            _end_other_ways_in(user)


def _end_other_ways_in(user: User) -> None:
    """Shut out a stranger who registered with the address of ``user`` while no one had to confirm it."""
    for end in [*hooks.signed_out, *hooks.taken_over]:
        end(user)
