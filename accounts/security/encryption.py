"""Secrets that must be read again, kept unreadable to anyone who has only the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"two-factor keys"  # keeps these keys apart from all others made of SECRET_KEY


class Unreadable(Exception):
    """It was locked under a secret key that is gone."""


def lock(secret: str) -> str:
    """Return ``secret`` encrypted under SECRET_KEY."""
    return _keys().encrypt(secret.encode()).decode()


def unlock(locked: str) -> str:
    """Return the secret again; SECRET_KEY_FALLBACKS are tried too.

    Raises:
        Unreadable: none of the keys opens it.
    """
    try:
        return _keys().decrypt(locked.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(hashlib.blake2b(secret.encode(), person=PURPOSE[:16], digest_size=32).digest())
    )
