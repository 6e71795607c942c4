"""What administrators do with accounts. ``by`` is the administrator; ``SYSTEM`` is an operator's command."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import mails, services
from accounts.actors import System
from accounts.models import User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from accounts.security import sessions, two_factor
from accounts.security.links import reset_link, sign_in_link
from accounts.security.sessions import EndReason
from accounts.services import welcome
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue


@in_transaction
def approve(user: User, *, by: User | System, origin: str) -> None:
    """Approve an account that is waiting; approving twice changes nothing."""
    require_admin(by)
    if not User.objects.filter(pk=user.pk, awaits_approval=True).update(awaits_approval=False):
        return
    user.refresh_from_db()
    record(Action.APPROVED, by=by, whom=user)
    welcome(user)
    if mail.is_configured():
        enqueue(mails.approved, user_id=user.pk, origin=origin)


@in_transaction
def reject(user: User, *, by: User | System) -> None:
    """Delete an account that is waiting for approval.

    Raises:
        Conflict: the account is not waiting.
    """
    require_admin(by)
    if not User.objects.filter(pk=user.pk, awaits_approval=True).delete()[0]:
        raise Conflict(_("This account is not waiting for approval."))
    record(Action.REJECTED, by=by, detail=f"{user.name} <{user.email}>")


@in_transaction
def deactivate(user: User, *, by: User | System, reason: Sentence = "") -> None:
    """Prevent a person from signing in until :func:`reactivate`; their sessions and connections end immediately.

    Raises:
        Conflict: ``user`` is the last administrator, or ``by``.
    """
    require_admin(by)
    if by == user:
        raise Conflict(_("You can't deactivate your own account."))
    keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    sessions.end_sessions(user, reason=EndReason.DEACTIVATED)
    record(Action.DEACTIVATED, by=by, whom=user, reason=reason)


@in_transaction
def reactivate(user: User, *, by: User | System) -> None:
    """Let a deactivated person sign in again."""
    require_admin(by)
    User.objects.filter(pk=user.pk).update(is_active=True, auth_epoch=F("auth_epoch") + 1)
    user.refresh_from_db()
    record(Action.REACTIVATED, by=by, whom=user)


@in_transaction
def set_upload_limit(user: User, *, by: User | System, bytes_per_day: int | None) -> None:
    """Set how much a person may upload in 24 hours; 0 for no limit, ``None`` for the site's."""
    require_admin(by)
    if not User.objects.filter(pk=user.pk).exclude(upload_bytes_per_day=bytes_per_day).exists():
        return
    User.objects.filter(pk=user.pk).update(upload_bytes_per_day=bytes_per_day)
    user.upload_bytes_per_day = bytes_per_day
    detail = "" if bytes_per_day is None else f"{bytes_per_day} B"
    record(Action.UPLOAD_LIMIT_SET, by=by, whom=user, detail=detail)


@in_transaction
def promote(user: User, *, by: User | System, reason: Sentence = "") -> None:
    """Make ``user`` an administrator of the whole site.

    Raises:
        Conflict: ``user`` is a bot.
    """
    require_admin(by)
    if user.is_bot:
        raise Conflict(_("A bot can't be an administrator."))
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    record(Action.PROMOTED, by=by, whom=user, reason=reason)


@in_transaction
def demote(user: User, *, by: User | System, reason: Sentence = "") -> None:
    """End a person's administrator access.

    Raises:
        Conflict: ``user`` is the last administrator.
    """
    require_admin(by)
    keep_an_administrator(user)
    User.objects.filter(pk=user.pk).update(is_staff=False, is_superuser=False)
    user.refresh_from_db()
    record(Action.DEMOTED, by=by, whom=user, reason=reason)


@in_transaction
def rename(user: User, name: str, *, by: User | System) -> None:
    """Give ``user`` another name; the same one changes nothing."""
    require_admin(by)
    before = user.name
    if name != before:
        services.rename(user, name)
        record(Action.RENAMED, by=by, whom=user, detail=f"{before} → {name}")


@in_transaction
def end_sessions(user: User, *, by: User | System) -> None:
    """Sign ``user`` out everywhere."""
    require_admin(by)
    sessions.sign_out_everywhere(user)
    record(Action.SESSIONS_ENDED, by=by, whom=user)


@in_transaction
def make_reset_link(user: User, *, by: User | System, origin: str) -> str:
    """Return a link to choose a new password, valid once within 24 hours.

    Raises:
        NotAllowed: people don't sign in by a password here.
    """
    require_admin(by)
    services.require_password_sign_in()
    record(Action.LINK_MADE, by=by, whom=user)
    return reset_link(user, origin=origin)


@in_transaction
def make_sign_in_link(user: User, *, by: User | System, origin: str) -> str:
    """Return a link that signs an administrator in, valid once within 15 minutes.

    Raises:
        Conflict: ``user`` is no administrator.
    """
    require_admin(by)
    if not user.is_administrator:
        raise Conflict(_("Sign-in links are for administrators only."))
    record(Action.SIGN_IN_LINK, by=by, whom=user)
    return sign_in_link(user, origin=origin)


@in_transaction
def turn_two_factor_off(user: User, *, by: User | System) -> None:
    """Let ``user`` sign in with the password alone."""
    require_admin(by)
    two_factor.turn_off(user)
    record(Action.TWO_FACTOR_OFF, by=by, whom=user)


def require_admin(by: User | System) -> None:
    """Go on only for an administrator, or for an operator's command (``SYSTEM``).

    Raises:
        NotAllowed: ``by`` is not an administrator.
    """
    if not by.is_admin:
        raise NotAllowed


def keep_an_administrator(user: User) -> None:
    """Keep at least one administrator; row locks decide between two that leave at the same time.

    Raises:
        Conflict: ``user`` is the last one.
    """
    others = list(User.objects.administrators().select_for_update().values_list("pk", flat=True))
    if others == [user.pk]:
        raise Conflict(_("This is the last administrator. Make someone else an administrator first."))
