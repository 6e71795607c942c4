"""The secret part of a webhook's address."""

import hashlib
import secrets

from django.urls import reverse

SECRET_BYTES = 24


def new_secret() -> str:
    """Return a secret that can't be guessed."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def address_of(secret: str, *, origin: str) -> str:
    """Return the address with a secret."""
    return origin + reverse("hook", args=[secret])
