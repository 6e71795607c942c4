"""Moving an account to another email address: asked for with the password, done with a link mailed to the new one."""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import broadcasts, mails, services
from accounts.models import Action, OneTimeLink, User
from accounts.moderation.log import record
from accounts.security import limits
from accounts.security.links import LinkGone, use_link
from chatsite.contract.errors import Conflict, InvalidInput, RateLimited
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue
from chatsite.text.emails import email_key
from chatsite.text.languages import spoken


def request_email_change(
    *, user: User, email: str, password: str, code: str = "", is_fresh: bool = False, origin: str
) -> bool:
    """Mail a link to ``email`` that moves the account there, and return whether the change is waiting for it.

    Neither the answer nor its time tells whether the address has an account. Until the link is used nothing changes. A
    site that sends no mail moves the account at once, as it registers people at once.

    Raises:
        RateLimited: too many changes of this account, or wrong passwords.
        NotAllowed, SecondFactorRequired: as for :func:`accounts.services.confirm_identity`.
        InvalidInput: it is the account's address, or the password is wrong.
        Conflict: the site sends no mail, and the address is taken.
    """
    if email_key(email) == user.email:
        raise InvalidInput(fields={"email": [_("This is already your email address.")]})
    services.confirm_identity(user, password=password, code=code, is_fresh=is_fresh)
    limits.EMAIL_CHANGES.take(str(user.pk))
    if not mail.is_configured():
        _move(user, email)
        return False
    _send_link(user, email, origin)
    return True


@in_transaction
def _send_link(user: User, email: str, origin: str) -> None:
    """Mail both addresses; past the new one's own limit nothing is mailed there, which is not said."""
    with suppress(RateLimited):
        limits.EMAIL_CHANGES_TO_ADDRESS.take(email_key(email))
        key, stamp = email_key(email), user.password_stamp
        enqueue(mails.new_email, user_id=user.pk, email=key, stamp=stamp, origin=origin, language=spoken())
    enqueue(mails.email_change, email=user.email, language=spoken())


@in_transaction
def change_email(token: str) -> User:
    """Move the account to the address that a link was mailed to, and return whose it is.

    Raises:
        LinkGone: the link is not valid any more, or its address is someone's by now.
    """
    link = use_link(OneTimeLink.Purpose.NEW_EMAIL, token)
    user = link.owner
    if not user.is_active:
        raise LinkGone
    before = user.email
    user.email_unconfirmed = False
    try:
        _move(user, link.new_email)
    except Conflict:
        raise LinkGone from None
    enqueue(mails.email_changed, email=before, language=spoken())
    return user


@in_transaction
def _move(user: User, email: str) -> None:
    """Give the account its new address; links that were mailed to the old one end."""
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "email_unconfirmed"])
    except IntegrityError:
        taken = _("An account with this email address already exists.")
        raise Conflict(taken, fields={"email": [taken]}) from None
    user.one_time_links.all().delete()
    record(Action.EMAIL_CHANGED, by=user, whom=user)
    broadcasts.me_updated(user)
