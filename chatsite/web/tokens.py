"""Requests made with an access token: what they may do (accounts.tokens finds out whose they are)."""

from typing import Protocol

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import ChatError, NotAllowed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
READ, WRITE = "read", "write"


class Token(Protocol):
    """What a request's token may do."""

    may_read: bool
    may_write: bool


def check_token(request: HttpRequest, method: str, *, is_allowed: bool = True) -> bool:
    """Tell whether the request is made with a token, which may do what it asks.

    Raises:
        NotAuthenticated: the token doesn't work.
        RateLimited: too many came that don't.
        NotAllowed: it takes a session, or another scope.
    """
    token: Token | ChatError | None = getattr(request, "access_token", None)
    if token is None:
        return False
    if isinstance(token, ChatError):
        raise token
    if not is_allowed:
        raise NotAllowed(_("An access token can't do this. Sign in with a browser."))
    require_scope(token, scope_of(method))
    return True


def scope_of(method: str) -> str:
    """Return the scope that a token needs for requests of a method."""
    return READ if method in SAFE_METHODS else WRITE


def require_scope(token: Token, scope: str) -> None:
    """Go on only if the token has a scope.

    Raises:
        NotAllowed: it has not.
    """
    if not (token.may_read if scope == READ else token.may_write):
        raise NotAllowed(_("This access token can't read.") if scope == READ else _("This access token can only read."))
