"""What an administrator can do against a person everywhere, and what the person is notified of (docs/moderation.md).

A sanction is a time on the person's row and an entry in the log: when the time has passed, it is over by itself.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import broadcasts
from accounts.actors import System
from accounts.models import ModerationEntry, User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import record
from accounts.moderation.models import Action
from accounts.security.sessions import EndReason, end_sessions
from chatsite.contract.errors import Conflict, InvalidInput
from chatsite.db.transactions import in_transaction
from chatsite.text.visibility import has_visible


@in_transaction
def warn(user: User, *, by: User | System, reason: str) -> ModerationEntry:
    """Tell a person that something must not happen again.

    Raises:
        NotAllowed, Conflict: as for :func:`require_may_sanction`.
        InvalidInput: no reason is given.
    """
    require_may_sanction(user, by=by, reason=reason)
    return notify(record(Action.WARNED, by=by, whom=user, reason=reason))


@in_transaction
def mute(user: User, *, by: User | System, until: datetime, reason: str) -> ModerationEntry:
    """Let a person only read, everywhere, until then. A later mute takes the place of an earlier one.

    Raises:
        NotAllowed, Conflict, InvalidInput: as for :func:`warn`.
    """
    require_may_sanction(user, by=by, reason=reason)
    _store(user, muted_until=until)
    return notify(record(Action.MUTED, by=by, whom=user, reason=reason, until=until))


@in_transaction
def unmute(user: User, *, by: User | System, reason: str = "") -> None:
    """Let a person write again. Who is not muted stays so."""
    require_admin(by)
    if user.is_muted:
        _store(user, muted_until=None)
        notify(record(Action.UNMUTED, by=by, whom=user, reason=reason))


@in_transaction
def ban(user: User, *, by: User | System, until: datetime, reason: str) -> ModerationEntry:
    """Keep a person out until then: their sessions end and their sockets are cut at once.

    Raises:
        NotAllowed, Conflict, InvalidInput: as for :func:`warn`.
    """
    require_may_sanction(user, by=by, reason=reason)
    _store(user, banned_until=until)
    end_sessions(user, reason=EndReason.BANNED)
    return notify(record(Action.BANNED, by=by, whom=user, reason=reason, until=until))


@in_transaction
def unban(user: User, *, by: User | System, reason: str = "") -> None:
    """Let a banned person sign in again. Who is not banned stays so."""
    require_admin(by)
    if user.is_banned:
        _store(user, banned_until=None)
        notify(record(Action.UNBANNED, by=by, whom=user, reason=reason))


@in_transaction
def note_seen(user: User, *, upto: int) -> None:
    """Remember that a person has read the notices, as far as the entry ``upto``."""
    User.objects.filter(pk=user.pk, notices_seen__lt=upto).update(notices_seen=upto)


def require_may_sanction(user: User, *, by: User | System, reason: str) -> None:
    """Go on only if ``by`` may take action against ``user``, and says why.

    Raises:
        NotAllowed: ``by`` is no administrator.
        Conflict: ``user`` is one, or ``by`` themselves.
        InvalidInput: no reason is given.
    """
    require_admin(by)
    if user.is_superuser:
        raise Conflict(_("Administrators can't be warned, muted or banned. Make them a member first."))
    require_reason(reason)


def require_reason(reason: str) -> None:
    """Go on only if a reason is given: the person reads it, and the log keeps it.

    Raises:
        InvalidInput: there is none.
    """
    if not has_visible(reason):
        raise InvalidInput(fields={"reason": [_("Enter a reason. The person will see it.")]})


def notify(entry: ModerationEntry) -> ModerationEntry:
    """Notify the person's connections of ``entry``, and return it."""
    broadcasts.sanctioned(entry)
    return entry


def _store(user: User, **fields: datetime | None) -> None:
    User.objects.filter(pk=user.pk).update(**fields)
    user.refresh_from_db()
