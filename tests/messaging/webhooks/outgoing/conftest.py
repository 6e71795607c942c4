"""A receiver that this process trusts, and the work of webhooks step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from accounts.models import User
from chatsite.jobs.queue import Lane, run_due
from chatsite.web import outgoing
from chatsite.web.receivers import Hosts
from messaging.webhooks.outgoing import redelivering, sending, working
from messaging.webhooks.outgoing.dispatching import dispatch
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.services import add
from rooms.models import Room
from tests.support.webhook_receiver import Posted, Receiver, open_receiver

MESSAGES = ["new_message", "message_updated"]


@pytest.fixture
def receiver(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    settings.OUTGOING_PRIVATE_ADDRESSES = True
    hosts = Hosts()
    for module in (sending, working, redelivering):
        monkeypatch.setattr(module, "hosts", hosts)
    with open_receiver(tmp_path) as opened:
        monkeypatch.setenv("SSL_CERT_FILE", str(opened.service.certificate))
        outgoing.tls.cache_clear()
        yield opened
    sending.client.close()
    outgoing.tls.cache_clear()


@dataclass
class Webhooks:
    """What happens in the background, step by step."""

    receiver: Receiver

    def add(
        self, by: User, room: Room | None = None, *, path: str = "/hook", events: list[str] = MESSAGES
    ) -> OutgoingWebhook:
        """Set up a webhook to a path of the receiver."""
        url, room_id = self.receiver.origin + path, room.pk if room else None
        webhook, secret = add(by=by, room_id=room_id, name="CI", url=url, events=events)
        self.receiver.secrets[path] = secret
        return webhook

    def run(self) -> list[Posted]:
        """Send what is due, and return what arrived meanwhile."""
        before = len(self.receiver.posted)
        dispatch()
        while run_due(lane=Lane.WEBHOOKS):
            pass
        assert self.receiver.problems == []
        return self.receiver.posted[before:]

    def pass_time(self, **amount: float) -> None:
        """Let time pass for what is stored."""
        by = timedelta(**amount)
        WebhookPosition.objects.exclude(next_at=None).update(next_at=F("next_at") - by)
        WebhookDelivery.objects.update(created_at=F("created_at") - by, tried_at=F("tried_at") - by)
        OutgoingWebhook.objects.exclude(failing_since=None).update(failing_since=F("failing_since") - by)
        OutgoingWebhook.objects.exclude(held_until=None).update(held_until=F("held_until") - by)


@pytest.fixture
def webhooks(receiver: Receiver, db: None) -> Webhooks:
    return Webhooks(receiver)


Say = Callable[..., Any]
