"""A receiver of webhooks on TLS: it checks signatures as docs/programs.md says, and answers what it is asked to."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accounts.models import User
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.services import add
from rooms.models import Room
from tests.support.push_service import PushService, open_service


@dataclass(frozen=True)
class Posted:
    """A request that was signed rightly."""

    path: str
    event: str
    delivery: str
    payload: dict[str, Any]
    headers: dict[str, str]

    @property
    def content(self) -> str:
        return str(self.payload["message"]["content"])


@dataclass
class Receiver:
    """Takes what is posted. ``answers`` says by path what to answer instead of 204, in turn; the last one stays."""

    service: PushService
    secrets: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    instead: Callable[[Any], object] | None = None

    @property
    def origin(self) -> str:
        return self.service.origin

    def answer(self, path: str, *answers: Any) -> None:
        """Answer what comes next at ``path`` by ``(status, headers)``, a status, or ``None``: never."""
        self.answers[path] = list(answers)

    def contents(self, path: str = "") -> list[str]:
        """Return the texts of the messages that were taken, in order."""
        return [one.content for one in self.posted if not path or one.path == path]

    def wait_for(self, count: int, within_s: float = 40) -> list[Posted]:
        """Return what was taken, once it is so much."""
        deadline = time.monotonic() + within_s
        while len(self.posted) < count and not self.problems:
            assert time.monotonic() < deadline, f"{len(self.posted)} of {count} came"
            time.sleep(0.02)
        assert self.problems == []
        return list(self.posted)

    def take(self, handler: Any) -> tuple[int, dict[str, str]] | None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self.service.lock:
            self.requests.append(handler.path)
            queued = self.answers.get(handler.path) or [204]
            answer = queued.pop(0) if len(queued) > 1 else queued[0]
        if self.instead is not None:
            self.instead(handler)
            return None
        if answer is None:
            return None
        try:
            posted = self.read(handler, body)
        except Exception as error:  # whatever is wrong with a request is a finding of the test
            self.problems.append(repr(error))
            return 400, {}
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        if 200 <= status < 300:
            with self.service.lock:
                self.posted.append(posted)
        return status, headers

    def read(self, handler: Any, body: bytes) -> Posted:
        headers = dict(handler.headers.items())
        parts = dict(part.split("=", 1) for part in headers["Chatsite-Signature"].split(","))
        assert abs(time.time() - int(parts["t"])) < 60
        secret = self.secrets.get(handler.path)
        if secret:
            expected = hmac.new(secret.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
            assert hmac.compare_digest(expected, parts["v1"])
        assert headers["Content-Type"] == "application/json"
        assert headers["User-Agent"].startswith("Chatsite")
        return Posted(handler.path, headers["Chatsite-Event"], headers["Chatsite-Delivery"], json.loads(body), headers)


@contextmanager
def open_receiver(folder: Path) -> Iterator[Receiver]:
    """Serve on a free port, with a certificate for ``localhost`` in ``folder``."""
    with open_service(folder) as service:
        receiver = Receiver(service)
        service.take = receiver.take  # type: ignore[method-assign]
        yield receiver


def webhook_with_delivery(by: User, room: Room, version: int) -> OutgoingWebhook:
    """Set up a webhook that has sent the message written at a version."""
    url = "https://ci.example.org/chat"
    webhook, _secret = add(by=by, room_id=room.pk, name="CI", url=url, events=["new_message"])
    place = {"webhook": webhook, "room": room, "version": version, "event": "new_message"}
    WebhookDelivery.objects.create(uuid=uuid.uuid4(), status=WebhookDelivery.Status.DELIVERED, **place)
    return webhook
