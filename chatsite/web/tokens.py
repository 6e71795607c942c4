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


def check_token(request: HttpRequest, scopes: tuple[str, ...], *, is_allowed: bool = True) -> bool:
    """Tell whether the request is made with a token, which has one of ``scopes``.

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
    require_scope(token, *scopes)
    return True


def scopes_of(method: str, *, helps_writing: bool = False) -> tuple[str, ...]:
    """Return the scopes of which a token needs one for requests of a method; ``helps_writing`` as of an Action."""
    if method not in SAFE_METHODS:
        return (WRITE,)
    return (READ, WRITE) if helps_writing else (READ,)


def require_scope(token: Token, *scopes: str) -> None:
    """Go on only if the token has one of ``scopes``.

    Raises:
        NotAllowed: it has none.
    """
    if not ((token.may_read and READ in scopes) or (token.may_write and WRITE in scopes)):
        raise NotAllowed(
            _("This access token can't read.") if READ in scopes else _("This access token can only read.")
        )
