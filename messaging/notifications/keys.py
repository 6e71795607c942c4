"""The installation's key pair for Web Push (RFC 8292, VAPID): made when it is first needed, kept in the database."""

import base64
import logging
from functools import lru_cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.security.encryption import PUSH_KEYS, Unreadable, lock, unlock
from chatsite.db.transactions import in_repeatable_transaction
from messaging.notifications.models import PushKeys

log = logging.getLogger(__name__)


def public_key() -> str:
    """Return the public key that browsers subscribe with: base64url of the point, uncompressed."""
    return _stored().public_key


def private_key() -> ec.EllipticCurvePrivateKey:
    """Return the key that signs for the installation."""
    return _opened(_stored().locked_private_key)


def encoded(data: bytes) -> str:
    """Return ``data`` in base64url, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return what :func:`encoded` made ``text`` of; padding and the usual alphabet are taken too.

    Raises:
        ValueError: it is no base64.
    """
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as the 65 bytes of its point."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@lru_cache(maxsize=4)
def _opened(locked: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(unlock(locked, PUSH_KEYS), 16), ec.SECP256R1())


def _stored() -> PushKeys:
    """Return the key pair, or a new one without one that opens: browsers then subscribe again at their next visit."""
    row = PushKeys.objects.filter(pk=PushKeys.ONLY).first()
    return row if row and _opens(row) else _make(row)


def _opens(row: PushKeys) -> bool:
    try:
        return bool(_opened(row.locked_private_key))
    except Unreadable:
        log.warning("the keys for push notifications were locked under another SECRET_KEY: making new ones")
        return False


@in_repeatable_transaction
def _make(unreadable: PushKeys | None) -> PushKeys:
    """Store a key pair in place of one that does not open; of several processes that do so, all get the first's."""
    if unreadable:
        PushKeys.objects.filter(pk=unreadable.pk, locked_private_key=unreadable.locked_private_key).delete()
    key = ec.generate_private_key(ec.SECP256R1())
    secret = f"{key.private_numbers().private_value:064x}"
    fields = {"public_key": encoded(point(key.public_key())), "locked_private_key": lock(secret, PUSH_KEYS)}
    return PushKeys.objects.get_or_create(pk=PushKeys.ONLY, defaults=fields)[0]
