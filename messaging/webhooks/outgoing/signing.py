"""What receivers check signatures with: shown once, and stored so that only this installation can read it."""

import hashlib
import hmac
import secrets
from typing import Final

from accounts.security.encryption import WEBHOOK_SECRETS, lock, unlock

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def new_secret() -> str:
    """Return a secret that no one has."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def locked(secret: str) -> str:
    """Return ``secret`` as it is stored."""
    return lock(secret, WEBHOOK_SECRETS)


def unlocked(stored: str) -> str:
    """Return the secret again.

    Raises:
        Unreadable: it was stored under another SECRET_KEY.
    """
    return unlock(stored, WEBHOOK_SECRETS)


def signature(secret: str, body: bytes, moment_s: int) -> str:
    """Return the header by which a receiver knows that ``body`` was sent by this site, and when (epoch seconds)."""
    signed = hmac.new(secret.encode(), b"%d." % moment_s + body, hashlib.sha256)
    return f"t={moment_s},v1={signed.hexdigest()}"
