"""A push service, people with devices, and the notifier."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Session, User
from chatsite.jobs.queue import Lane, run_due
from chatsite.web import outgoing
from messaging.notifications.devices import Subscription, subscribe
from messaging.notifications.models import PushSubscription
from messaging.notifications.notifier import NotifierProcess
from messaging.notifications.push import delivery
from tests.support.push_service import PushService, Received, open_service

__all__ = ["push_service", "pushing"]


@pytest.fixture
def push_service(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """Return a push service that this process trusts."""
    settings.OUTGOING_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(delivery, "hosts", delivery.Hosts())
    from messaging.notifications.push import sending

    monkeypatch.setattr(sending, "hosts", delivery.hosts)
    with open_service(tmp_path) as service:
        monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))
        outgoing.tls.cache_clear()
        yield service
    delivery.client.close()
    outgoing.tls.cache_clear()


@dataclass
class Pushing:
    """What happens in the background, step by step; ``now`` is ahead of the clock by as much as was waited."""

    service: PushService
    notifier: NotifierProcess = field(default_factory=NotifierProcess)
    ahead: timedelta = timedelta()
    _seen: int = 0

    @property
    def now(self) -> datetime:
        return timezone.now() + self.ahead

    def device(self, user: User, name: str) -> PushSubscription:
        """Subscribe a browser of ``user``, in a session of its own."""
        store = Session.get_session_store_class()()
        store["_auth_user_id"] = str(user.pk)
        store.create()
        row = Session.objects.get(session_key=store.session_key)
        given = self.service.browser(name).subscription
        subscription = Subscription(given["endpoint"], **given["keys"])
        return subscribe(by=user, session_hash=str(row.pk), subscription=subscription, label=name)

    def decide(self, *, after_s: float = 6) -> None:
        """Let some time pass, and have the notifier look."""
        self.ahead += timedelta(seconds=after_s)
        self.notifier.step(self.now)

    def send(self) -> list[Received]:
        """Run the jobs that are due, and return what the push service took of them."""
        while run_due(self.now, lane=Lane.PUSH):
            pass
        assert self.service.problems == []
        new, self._seen = self.service.received[self._seen :], len(self.service.received)
        return sorted(new, key=lambda one: one.path)

    def pass_time(self, *, after_s: float = 6) -> list[Received]:
        """Let some time pass, and return what arrives."""
        self.decide(after_s=after_s)
        return self.send()


@pytest.fixture
def pushing(push_service: PushService, db: None) -> Pushing:
    """Return the background, which begins now."""
    found = Pushing(push_service)
    found.notifier.step(found.now)
    return found


Say = Callable[..., Any]
