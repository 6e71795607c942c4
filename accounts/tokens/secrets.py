"""The secrets of access tokens: long enough that no one guesses one, with a beginning that scanners recognise."""

import hashlib
import secrets
import string
from typing import Final

PREFIX: Final = "chatsite_"
_ALPHABET: Final = string.ascii_letters + string.digits
RANDOM_CHARS: Final = 40  # 238 bits: a fast hash suffices


def new_secret() -> str:
    """Return a secret."""
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(RANDOM_CHARS))


def secret_hash(secret: str) -> str:
    """Return what is stored of a secret: a lookup by it tells nothing of the secret by its time."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
