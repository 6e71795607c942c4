"""Who acts with an access token: by one query, and a write in each minute of use."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.tokens.models import CONNECTION_PREFIX, AccessToken
from accounts.tokens.secrets import PREFIX, RANDOM_CHARS, secret_hash
from chatsite.contract.errors import NotAuthenticated
from chatsite.contract.sentences import Sentence
from chatsite.db.outages import is_outage, log_outage
from chatsite.limits.subjects import subject
from chatsite.limits.window import Limit

WRONG = Limit("wrong-tokens", 30, 600)
SECRET_CHARS = len(PREFIX) + RANDOM_CHARS


def prove(secret: str, *, address: str) -> AccessToken:
    """Return the token with this secret, with its person, who acts by it and so without an administrator's rights.

    Raises:
        NotAuthenticated: it doesn't work; says why.
        RateLimited: from ``address`` came too many that don't.
    """
    token = _found(secret)
    if (reason := _refusal(token)) or token is None:
        WRONG.take(subject(address))
        raise NotAuthenticated(reason)
    token.user.acts_by_token = True
    _note_use(token)
    return token


def living(names: Collection[str]) -> set[str]:
    """Return those of the names of connections by tokens whose tokens still work, in one query."""
    ids = [int(name.removeprefix(CONNECTION_PREFIX)) for name in names if name.startswith(CONNECTION_PREFIX)]
    if not ids:
        return set()
    now = timezone.now()
    rows = AccessToken.objects.filter(pk__in=ids, user__is_active=True).exclude(user__banned_until__gt=now)
    return {token.connection_name for token in rows.filter(Q(expires_at=None) | Q(expires_at__gt=now))}


def _found(secret: str) -> AccessToken | None:
    if len(secret) != SECRET_CHARS or not secret.startswith(PREFIX):
        return None
    return AccessToken.objects.select_related("user").filter(secret_hash=secret_hash(secret)).first()


def _refusal(token: AccessToken | None) -> Sentence:
    if token is None:
        return _("This access token is wrong, or it was revoked.")
    if token.is_expired:
        return _("This access token has expired.")
    return _refusal_of(token.user)


def _refusal_of(user: User) -> Sentence:
    if not user.is_active:
        return _("The account of this access token is deactivated.")
    return _("The account of this access token is banned.") if user.is_banned else ""


def _note_use(token: AccessToken) -> None:
    """Store the minute of use. A full disk must not keep tokens from reading, nor other connections from opening."""
    minute = timezone.now().replace(second=0, microsecond=0)
    if token.last_used_at is not None and minute - token.last_used_at < timedelta(minutes=1):
        return
    try:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=minute)
    except Exception as error:
        if not is_outage(error):
            raise
        log_outage("noting the use of an access token", error)
