"""How the installation names itself to push services (RFC 8292, VAPID)."""

import json
import time
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from messaging.notifications.keys import encoded, private_key, public_key

VALID_S: Final = 12 * 3600  # at most 24 hours (RFC 8292, 2)
RENEWED_EVERY_S: Final = VALID_S // 2


class Signer:
    """Signs for the installation, with the key pair that was stored when it was made: for one batch of messages."""

    def __init__(self) -> None:
        self._key, self._public = private_key(), public_key()

    def authorization(self, endpoint: str) -> str:
        """Return the header ``Authorization`` for an endpoint; one push service gets the same for hours."""
        parts = urlsplit(endpoint)
        period = int(time.time()) // RENEWED_EVERY_S
        return _authorization(f"{parts.scheme}://{parts.netloc}", period, self._public, self._key)


@lru_cache(maxsize=256)
def _authorization(audience: str, period: int, public: str, key: ec.EllipticCurvePrivateKey) -> str:
    claims = {"aud": audience, "exp": period * RENEWED_EVERY_S + VALID_S, "sub": subject()}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public}"


def subject() -> str:
    """Return where the operators of a push service reach those of this site: its address, or one for mail."""
    if str(settings.SITE_URL).startswith("https://"):
        return str(settings.SITE_URL)
    return f"mailto:{(settings.ADMIN_EMAILS or [settings.DEFAULT_FROM_EMAIL])[0]}"
