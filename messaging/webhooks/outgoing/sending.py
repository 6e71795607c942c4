"""One change to one receiver: signed, posted, and what it answered."""

import json
import socket
import ssl
import time
import uuid
from typing import Final, NamedTuple

from accounts.security.encryption import Unreadable
from chatsite.realtime import RoomChange
from chatsite.web.outgoing import AddressRefused, Answer, Client
from chatsite.web.receivers import Hosts, retry_after_s
from messaging.webhooks.outgoing import reasons
from messaging.webhooks.outgoing.models import OutgoingWebhook
from messaging.webhooks.outgoing.signing import signature, unlocked

USER_AGENT: Final = "Chatsite-Webhooks/1"

client, hosts = Client(), Hosts()


class Outcome(NamedTuple):
    """What became of an attempt: the status that was answered, if any, and why that is no success, as it is stored."""

    status: int | None
    reason: str = ""
    retry_after_s: float = 0.0

    @property
    def is_delivered(self) -> bool:
        """Tell whether the receiver took it."""
        return not self.reason

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver answered that it takes nothing any more."""
        return self.reason == reasons.GONE


def delivery_uuid(webhook: OutgoingWebhook, change: RoomChange) -> uuid.UUID:
    """Return the id of a delivery: the same for each attempt, also by a process that knows of none before."""
    return uuid.uuid5(webhook.namespace, f"{change.room_id}/{change.version}")


def send(webhook: OutgoingWebhook, change: RoomChange) -> Outcome:
    """Post a change to the receiver of a webhook, and note how quickly its host answers."""
    started = time.monotonic()
    try:
        outcome = _post(webhook, change)
    except Unreadable:
        return Outcome(None, reasons.UNSIGNED)
    except OSError as error:
        outcome = Outcome(None, _reason_of(error))
    hosts.note(webhook.host, is_well=outcome.status is not None, took_s=time.monotonic() - started)
    return outcome


def _post(webhook: OutgoingWebhook, change: RoomChange) -> Outcome:
    body = json.dumps(change.payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "Chatsite-Event": change.event,
        "Chatsite-Delivery": str(delivery_uuid(webhook, change)),
        "Chatsite-Signature": signature(unlocked(webhook.locked_secret), body, int(time.time())),
    }
    return _outcome(client.post(webhook.url, body, headers))


def _outcome(answer: Answer) -> Outcome:
    status = answer.status
    if 200 <= status < 300:
        return Outcome(status)
    if status == 410:
        return Outcome(status, reasons.GONE)
    reason = reasons.REDIRECTED if 300 <= status < 400 else reasons.REFUSED
    return Outcome(status, f"{reason} {status}", retry_after_s(answer))


def _reason_of(error: OSError) -> str:
    if isinstance(error, AddressRefused):
        return reasons.NOT_PUBLIC
    if isinstance(error, socket.gaierror):
        return reasons.NO_NAME
    if isinstance(error, ssl.SSLCertVerificationError):
        return reasons.CERTIFICATE
    return reasons.TOO_SLOW if isinstance(error, TimeoutError) else reasons.UNREACHABLE
