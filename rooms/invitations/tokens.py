"""The secret part of an invitation, which only its link holds."""

import hashlib
import secrets

from accounts.security.links import INVITATION_PAGE

TOKEN_BYTES = 24


def new_token() -> str:
    """Return a token that can't be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def link_to(token: str, *, origin: str) -> str:
    """Return the link with a token."""
    return f"{origin}{INVITATION_PAGE}{token}/"
