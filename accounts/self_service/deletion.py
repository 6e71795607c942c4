"""Deleting one's own account: it is locked at once, and erased in the background."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts import mails, services
from accounts.models import Action, User
from accounts.moderation.administration import keep_an_administrator
from accounts.moderation.log import record
from accounts.security.sessions import EndReason, end_sessions
from accounts.upkeep.erasing import erase
from chatsite.contract.errors import InvalidInput
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import Lane, enqueue, handler
from chatsite.text.emails import email_key
from chatsite.text.languages import spoken


def delete_account(
    *,
    user: User,
    password: str,
    code: str = "",
    is_fresh: bool = False,
    confirmation: str,
    erase_messages: bool = False,
) -> None:
    """Delete the account of ``user`` for good, who typed their email address as ``confirmation``.

    Raises:
        NotAllowed, RateLimited, SecondFactorRequired: as for :func:`accounts.services.confirm_identity`.
        InvalidInput: the address or the password is not theirs.
        Conflict: ``user`` is the last administrator.
    """
    if email_key(confirmation.strip()) != user.email:
        raise InvalidInput(fields={"confirmation": [_("This isn't your email address.")]})
    services.confirm_identity(user, password=password, code=code, is_fresh=is_fresh)
    _lock(user, words=erase_messages)


@in_transaction
def _lock(user: User, *, words: bool) -> None:
    keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user, reason=EndReason.DEACTIVATED)
    record(Action.ACCOUNT_DELETED, by=user, whom=user)
    if mail.is_configured():
        enqueue(mails.account_deleted, email=user.email, language=spoken())
    enqueue(erase_account, user_id=user.pk, words=words)


@handler("erase_account", lane=Lane.LONG)
def erase_account(*, user_id: int, words: bool) -> Iterator[int]:
    """Erase a deleted account; interrupted, the next try goes on where it was."""
    user = User.objects.filter(pk=user_id, is_active=False).first()
    if user:
        yield from erase(user, words=words)
