"""Creating and revoking access tokens: people their own, administrators those of bots."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import System
from accounts.models import Action, User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import record
from accounts.security.sessions import EndReason, is_open
from accounts.tokens.models import AccessToken
from accounts.tokens.secrets import new_secret, secret_hash
from chatsite.contract.errors import Conflict, InvalidInput, NotAllowed, NotAuthenticated, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import Limit, limited
from chatsite.realtime import Revocation, announce

TOKENS = Limit("access-tokens", 30, 3600)
MAX_TOKENS = 50
LONGEST = timedelta(days=3660)
READ, WRITE = "read", "write"


class NewToken(NamedTuple):
    """A token and its secret, which is never seen again."""

    token: AccessToken
    secret: str


@limited(TOKENS)
@in_transaction
def create_token(
    *,
    by: User | System,
    user: User,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    session: str | None = None,
) -> NewToken:
    """Create a token with which a program acts as ``user``: ``by`` themselves, or a bot.

    ``session`` is the hash of the session in which a person makes one of their own: signing out everywhere at the same
    moment ends both.

    Raises:
        NotAuthenticated: the session has ended.
        NotAllowed: ``user`` is a bot and ``by`` no administrator, or another person.
        InvalidInput: it may do nothing, or ends in the past or in more than ten years.
        Conflict: ``user`` has as many tokens as there may be.
        RateLimited: done too often.
    """
    _require_may_manage(by, user)
    _require_term(expires_at)
    if not scopes:
        raise InvalidInput(fields={"scopes": [_("Choose at least one: read or write.")]})
    User.objects.select_for_update().only("pk").get(pk=user.pk)  # two at once stay within the bound
    if session and not is_open(user, session):
        raise NotAuthenticated
    if AccessToken.objects.filter(user=user).count() >= MAX_TOKENS:
        raise Conflict(_("There are {count} access tokens. Revoke one first.").format(count=MAX_TOKENS))
    secret = new_secret()
    token = AccessToken.objects.create(
        user=user,
        name=name,
        secret_hash=secret_hash(secret),
        may_read=READ in scopes,
        may_write=WRITE in scopes,
        expires_at=expires_at,
    )
    if user.is_bot:
        record(Action.TOKEN_CREATED, by=by, whom=user, detail=name)
    return NewToken(token, secret)


@in_transaction
def revoke_token(*, by: User | System, user: User, token_id: int) -> None:
    """Revoke a token of ``user``: what is connected with it is disconnected at once.

    Raises:
        NotAllowed: it is not ``by``'s own, and they are no administrator.
        NotFound: there is no such token.
    """
    if by != user:
        require_admin(by)
    token = AccessToken.objects.filter(user=user, pk=token_id).first()
    if token is None:
        raise NotFound
    _end(token)
    if by != user:
        record(Action.TOKEN_REVOKED, by=by, whom=user, detail=token.name)


@in_transaction
def revoke_all(user: User) -> None:
    """Revoke every token of ``user``."""
    for token in AccessToken.objects.filter(user=user):
        _end(token)


def _end(token: AccessToken) -> None:
    announce(Revocation(token.user_id, EndReason.TOKEN_REVOKED, session_hash=token.connection_name))
    AccessToken.objects.filter(pk=token.pk).delete()


def _require_may_manage(by: User | System, user: User) -> None:
    if user.bot_kind == User.BotKind.BOT:
        require_admin(by)
    elif user.is_bot or by != user:
        raise NotAllowed


def _require_term(expires_at: datetime | None) -> None:
    now = timezone.now()
    if expires_at is not None and not now < expires_at <= now + LONGEST:
        raise InvalidInput(fields={"expires_at": [_("Choose a time within the next ten years.")]})
