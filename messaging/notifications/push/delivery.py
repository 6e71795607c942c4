"""One message to one browser: encrypted, signed, posted to its push service, and what that answered (RFC 8030)."""

import logging
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from chatsite.web.outgoing import AddressRefused, Answer, Client
from chatsite.web.receivers import Hosts, retry_after_s
from messaging.notifications.keys import decoded, encoded
from messaging.notifications.models import PushSubscription
from messaging.notifications.push import reasons
from messaging.notifications.push.contents import Contents
from messaging.notifications.push.contents import encoded as as_json
from messaging.notifications.push.encryption import BrowserKeys, encrypt
from messaging.notifications.push.signing import Signer

log = logging.getLogger(__name__)

TTL_S: Final = 4 * 3600
TOPIC_BYTES: Final = 24  # 32 characters of base64url, as many as a topic may have

client = Client()


class Result(StrEnum):
    """What became of a message."""

    SENT = "sent"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


class Outcome(NamedTuple):
    """What became of a message, the reason as it is stored, and when to try again at the earliest."""

    result: Result
    reason: str = ""
    retry_after_s: float = 0.0
    is_answered: bool = True


class Parcel(NamedTuple):
    """Contents for a browser. ``topic`` names what they replace at the push service."""

    device: PushSubscription
    contents: Contents
    topic: str
    is_urgent: bool = False


def topic_of(user_id: int, room_id: int) -> str:
    """Return what stands for a person's notifications of a room: it says neither to push services."""
    named = salted_hmac("notifications.topic", f"{user_id}:{room_id}", algorithm="sha256")
    return encoded(named.digest()[:TOPIC_BYTES])


def host_of(endpoint: str) -> str:
    """Return the push service of an endpoint."""
    return urlsplit(endpoint).netloc


def deliver(parcel: Parcel, signer: Signer) -> Outcome:
    """Send a message; one that the push service finds too large is sent again with less text."""
    try:
        answer = _post(parcel, signer, is_short=False)
        if answer.status == 413:
            answer = _post(parcel, signer, is_short=True)
    except AddressRefused:
        return Outcome(Result.REFUSED, reasons.NOT_PUBLIC)
    except ValueError:
        return Outcome(Result.REFUSED, reasons.BAD_KEYS)
    except OSError:
        return Outcome(Result.FAILED, reasons.UNREACHABLE, is_answered=False)
    return _outcome(answer)


def _post(parcel: Parcel, signer: Signer, *, is_short: bool) -> Answer:
    device = parcel.device
    keys = BrowserKeys(decoded(device.p256dh), decoded(device.auth))
    headers = {
        "Authorization": signer.authorization(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_S),
        "Topic": parcel.topic,
        "Urgency": "high" if parcel.is_urgent else "normal",
    }
    return client.post(device.endpoint, encrypt(as_json(parcel.contents, is_short=is_short), keys), headers)


def _outcome(answer: Answer) -> Outcome:
    status = answer.status
    if 200 <= status < 300:
        return Outcome(Result.SENT)
    if status in {404, 410}:
        return Outcome(Result.GONE, reasons.UNSUBSCRIBED)
    if status == 429 or status >= 500:
        return Outcome(Result.FAILED, f"{reasons.TOO_BUSY} {status}", retry_after_s(answer))
    return Outcome(Result.REFUSED, f"{reasons.REFUSED} {status}")


hosts = Hosts()
