"""Session keys, which the database never sees."""

import hashlib
from typing import Any

from django.db import models

HASH_CHARS = 64


class SessionHash(str):
    """What the database keeps of a session key: reading the table, or a backup, takes over no session."""

    __slots__ = ()


def session_hash(session_key: str) -> SessionHash:
    """Return the name by which the server knows a session without knowing its key: SHA-256 in hex."""
    return SessionHash(hashlib.sha256(session_key.encode()).hexdigest())


class SessionKeyField(models.CharField):  # type: ignore[type-arg]
    """A session key, stored and looked up as its hash."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the hash of ``value``, in lookups too."""
        return value if value is None or isinstance(value, SessionHash) else session_hash(str(value))

    def from_db_value(self, value: Any, *_: Any) -> SessionHash | None:
        """Mark what comes from the database as a hash already."""
        return None if value is None else SessionHash(value)
