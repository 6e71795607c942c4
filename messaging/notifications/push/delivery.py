"""One message to one browser: encrypted, signed, posted to its push service, and what that answered (RFC 8030)."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from chatsite.web.outgoing import AddressRefused, Answer, Client
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
MAX_RETRY_AFTER_S: Final = 3600.0
FAILURES_UNTIL_PAUSED: Final = 3
PAUSE_S: Final = 30.0
JOBS_PER_HOST: Final = 2
# An answer that takes longer makes its host a slow one, for so long.
SLOW_S: Final = 2.0
SLOW_FOR_S: Final = 300.0

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
        return Outcome(Result.FAILED, f"{reasons.TOO_BUSY} {status}", _retry_after(answer))
    return Outcome(Result.REFUSED, f"{reasons.REFUSED} {status}")


def _retry_after(answer: Answer) -> float:
    """Return the seconds that an answer asks to wait (RFC 9110, 10.2.3), within bounds."""
    said = next((value for name, value in answer.headers.items() if name.lower() == "retry-after"), "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), MAX_RETRY_AFTER_S)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return 0.0
    left = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(left.total_seconds(), 0.0), MAX_RETRY_AFTER_S)


@dataclass(slots=True)
class Hosts:
    """Which push services are being written to, and which are slow or do not answer: those delay no other.

    Those that have not answered quickly lately share one job, however many they are: anyone can name ten of them.
    """

    _quick: set[str] = field(default_factory=set)
    _jobs: dict[str, int] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _paused_until: dict[str, float] = field(default_factory=dict)
    _slow_until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pause_left_s(self, host: str) -> float:
        """Return for how long nothing is sent to a host that did not answer."""
        with self._lock:
            return max(0.0, self._paused_until.get(host, 0.0) - time.monotonic())

    @contextmanager
    def turn(self, host: str) -> Iterator[bool]:
        """Yield whether there is room for one more job for a host."""
        with self._lock:
            is_free = self._has_room(host)
            if is_free:
                self._jobs[host] = self._jobs.get(host, 0) + 1
        try:
            yield is_free
        finally:
            if is_free:
                self._end_job(host)

    def may_go_on(self, host: str) -> bool:
        """Tell whether a job for a host may send more: of hosts that became slow meanwhile, only one job may."""
        with self._lock:
            return host in self._quick or sum(self._slow_jobs()) <= 1

    def note(self, host: str, *, is_well: bool, took_s: float = 0.0) -> None:
        """Note whether a host answered, and how soon; after a few failures on end it is left alone for a while."""
        with self._lock:
            now = time.monotonic()
            if took_s > SLOW_S:
                self._slow_until[host] = now + SLOW_FOR_S
            if is_well:
                self._failures.pop(host, None)
                self._paused_until.pop(host, None)
            else:
                self._failures[host] = self._failures.get(host, 0) + 1
                if self._failures[host] >= FAILURES_UNTIL_PAUSED:
                    self._paused_until[host] = now + PAUSE_S
            if is_well and self._slow_until.get(host, 0.0) <= now:
                self._quick.add(host)
            else:
                self._quick.discard(host)

    def _has_room(self, host: str) -> bool:
        if host in self._quick:
            return self._jobs.get(host, 0) < JOBS_PER_HOST
        return not any(self._slow_jobs())

    def _slow_jobs(self) -> Iterator[int]:
        return (count for host, count in self._jobs.items() if host not in self._quick)

    def _end_job(self, host: str) -> None:
        with self._lock:
            self._jobs[host] -= 1
            if not self._jobs[host]:
                del self._jobs[host]


hosts = Hosts()
