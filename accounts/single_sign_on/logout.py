"""Signing out at the provider signs out here (OpenID Connect Back-Channel Logout 1.0)."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Session, SessionQuerySet
from accounts.security.fields import session_hash
from accounts.security.sessions import EndReason, end_session
from accounts.single_sign_on.discovery import directory
from accounts.single_sign_on.models import spend
from accounts.single_sign_on.tokens import CLOCK_S, MAX_AGE_S, Claims, InvalidToken, logout_claims
from chatsite.contract.errors import InvalidInput, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.env import IdentityProvider

log = logging.getLogger(__name__)


def log_out(provider: IdentityProvider, token: str) -> int:
    """End the sessions that a logout token names, and return how many there were. Their sockets are cut at once.

    Raises:
        InvalidInput: the token may not be believed, or was used before.
        ProviderDown: the provider's keys can't be read.
    """
    try:
        claims = logout_claims(token, directory(provider))
    except InvalidToken as error:
        log.warning("a logout token for the sign-in provider %s has a wrong %s", provider.name, error)
        raise InvalidInput(_("The logout token isn't valid.")) from None
    return _end(provider, claims)


@in_transaction
def _end(provider: IdentityProvider, claims: Claims) -> int:
    until = timezone.now() + timedelta(seconds=MAX_AGE_S + 2 * CLOCK_S)
    if not spend(f"logout {provider.name}", claims["jti"], until=until):
        raise InvalidInput(_("The logout token was used before."))
    ended = [(session.user, session.pk) for session in _meant(provider, claims).select_related("user") if session.user]
    for user, name in ended:
        with suppress(NotFound):  # it was signed out here meanwhile
            end_session(user, str(name), reason=EndReason.PROVIDER)
    return len(ended)


def _meant(provider: IdentityProvider, claims: Claims) -> SessionQuerySet:
    sessions: SessionQuerySet = Session.objects.filter(identity__provider=provider.name)
    if "sub" in claims:
        sessions = sessions.filter(identity__subject=claims["sub"])
    if "sid" in claims:
        # Of a provider that names no sessions when people sign in, all of the person's are meant.
        names = [provider_session(claims["sid"]), *([""] if "sub" in claims else [])]
        sessions = sessions.filter(provider_session__in=names)
    return sessions


def provider_session(sid: str) -> str:
    """Return what is stored of the provider's name for a session."""
    return str(session_hash(sid)) if sid else ""
