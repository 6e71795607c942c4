"""What only the browser can read: the encryption of a push message (RFC 8291, in one record of RFC 8188)."""

import os
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from messaging.notifications.keys import point

RECORD_BYTES: Final = 4096
TAG_BYTES, HEADER_BYTES = 16, 86
# What push services must take (RFC 8030, 7.2), less what the encryption adds.
MAX_PLAIN_BYTES: Final = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1
_LAST_RECORD = b"\x02"


class BrowserKeys(NamedTuple):
    """The keys of a subscription: a point on P-256, and a secret that proves that the sender was given it."""

    public: bytes
    secret: bytes


def encrypt(
    plain: bytes, keys: BrowserKeys, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """Return ``plain`` for the browser with ``keys``, under a key pair and a salt that are used only once.

    Raises:
        ValueError: it is too long, or the point is not on the curve.
    """
    if len(plain) > MAX_PLAIN_BYTES:
        raise ValueError(len(plain))
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.public)
    own_point = point(own.public_key())
    shared = own.exchange(ec.ECDH(), browser)
    material = _derived(shared, keys.secret, b"WebPush: info\0" + keys.public + own_point, 32)
    key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(own_point)]) + own_point
    return header + AESGCM(key).encrypt(nonce, plain + _LAST_RECORD, None)


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)
