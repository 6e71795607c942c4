"""Linking accounts to what people are at providers, and unlinking them."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.actors import System
from accounts.models import Session, User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import record
from accounts.moderation.models import Action
from accounts.security.sessions import end_session
from accounts.single_sign_on import groups
from accounts.single_sign_on.models import ExternalIdentity
from accounts.single_sign_on.providers import provider_named
from chatsite.contract.errors import Conflict, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue
from chatsite.text.languages import spoken

MAX_IDENTITIES = 10


@in_transaction
def link(user: User, *, provider: str, subject: str, email: str = "", by: User | System) -> ExternalIdentity:
    """Let ``user`` sign in as the ``subject`` of a provider. Linking the same again changes nothing.

    Raises:
        Conflict: it is linked to another account, too many are linked to this one, or it is a bot's.
    """
    if user.is_bot:
        raise Conflict(_("This is a bot. It can't sign in."))
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # two at once are counted one after the other
    found = ExternalIdentity.objects.filter(provider=provider, subject=subject).first() or _linked(
        user, provider, subject, email, by
    )
    if found.user_id != user.pk:
        raise Conflict(_("That sign-in is already linked to another account."))
    return found


def _linked(user: User, provider: str, subject: str, email: str, by: User | System) -> ExternalIdentity:
    if user.identities.count() >= MAX_IDENTITIES:
        raise Conflict(_("This account has {count} linked sign-ins. Unlink one first.").format(count=MAX_IDENTITIES))
    try:
        with transaction.atomic():
            identity = ExternalIdentity.objects.create(user=user, provider=provider, subject=subject, email=email)
    except IntegrityError:  # another account got it at the same moment
        return ExternalIdentity.objects.get(provider=provider, subject=subject)
    record(Action.IDENTITY_LINKED, by=by, whom=user, detail=identity.label)
    _mail(mails.sign_in_linked, identity)
    return identity


@in_transaction
def link_by_administrator(user: User, *, by: User | System, provider: str, subject: str) -> None:
    """Link an account for a person who can't prove its password.

    Raises:
        NotFound: there is no such provider.
        Conflict: as for :func:`link`.
    """
    require_admin(by)
    link(user, provider=provider_named(provider).name, subject=subject, by=by)


@in_transaction
def unlink(user: User, identity_id: int, *, keep: str | None = None) -> None:
    """Unlink a sign-in of one's own; sessions that came by it end, but the one that goes by the hash ``keep``.

    Raises:
        NotFound: ``user`` has none of this id.
        Conflict: there is no other way to sign in.
    """
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # of two at once, one is the last
    identity = user.identities.filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    if not user.proves_by_password and not user.identities.usable().exclude(pk=identity.pk).exists():
        raise Conflict(_("This is your only way to sign in. Link another one first."))
    _unlink(identity, by=user, keep=keep)


@in_transaction
def unlink_all(user: User, *, by: User | System) -> None:
    """Unlink every sign-in of a person, for an administrator."""
    require_admin(by)
    _unlink_every(user, by=by)


@in_transaction
def unlink_taken_over(user: User) -> None:
    """Unlink every sign-in of a person who took their account over by mail."""
    _unlink_every(user, by=user)


def _unlink_every(user: User, *, by: User | System) -> None:
    for identity in user.identities.all():
        _unlink(identity, by=by)


def _unlink(identity: ExternalIdentity, *, by: User | System, keep: str | None = None) -> None:
    for name in Session.objects.filter(identity=identity).but(keep).values_list("pk", flat=True):
        end_session(identity.user, str(name))
    Session.objects.filter(identity=identity).update(identity=None)
    groups.take_back(identity)
    record(Action.IDENTITY_UNLINKED, by=by, whom=identity.user, detail=identity.label)
    _mail(mails.sign_in_unlinked, identity)
    identity.delete()


def _mail(notice: Callable[..., None], identity: ExternalIdentity) -> None:
    """Notify the person by email: someone at their unlocked screen, or an administrator, may have done it."""
    if mail.is_configured():
        language = identity.user.language or spoken()
        enqueue(notice, user_id=identity.user_id, provider=identity.label, language=language)
