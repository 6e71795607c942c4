"""Secrets that must be read again, kept unreadable to anyone who has only the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# What is locked for one purpose opens for no other.
TWO_FACTOR_KEYS = b"two-factor keys"
PUSH_KEYS = b"push keys"
WEBHOOK_SECRETS = b"webhook secrets"


class Unreadable(Exception):
    """It was locked under a secret key that is gone."""


def lock(secret: str, purpose: bytes = TWO_FACTOR_KEYS) -> str:
    """Return ``secret`` encrypted under SECRET_KEY."""
    return _keys(purpose).encrypt(secret.encode()).decode()


def unlock(locked: str, purpose: bytes = TWO_FACTOR_KEYS) -> str:
    """Return the secret again; SECRET_KEY_FALLBACKS are tried too.

    Raises:
        Unreadable: none of the keys opens it.
    """
    try:
        return _keys(purpose).decrypt(locked.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _keys(purpose: bytes) -> MultiFernet:
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: bytes) -> Fernet:
    derived = hashlib.blake2b(secret.encode(), person=purpose[:16], digest_size=32)
    return Fernet(base64.urlsafe_b64encode(derived.digest()))
