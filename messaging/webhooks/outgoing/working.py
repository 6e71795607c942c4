"""A webhook's work: what is new in its rooms is posted, in the order of each room, for a short while at a time.

One process works on a webhook at a time: its holder, whose lease is renewed between requests. Rooms take turns, and so
do webhooks, so that neither a busy room nor a slow receiver keeps others waiting.
"""

import time
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs.queue import Lane, LeaseLost, enqueue, handler
from chatsite.realtime import RoomChange
from messaging.queries import changes_since
from messaging.webhooks.outgoing import outcomes
from messaging.webhooks.outgoing.following import follow_new_rooms, skip
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookPosition
from messaging.webhooks.outgoing.policies import events_to_send, is_backed, may_send
from messaging.webhooks.outgoing.sending import hosts, send
from messaging.webhooks.outgoing.switching import switch_off

QUEUED: Final = timedelta(minutes=10)  # how long a job may wait for a thread before another takes its place
LEASE: Final = timedelta(minutes=1)  # longer than a request takes, however slow
RENEW_AFTER_S: Final = 15.0
SLICE_S: Final = 2.0
TURN: Final = timedelta(seconds=2)
READ_AT_ONCE: Final = 20
ROOMS_AT_ONCE: Final = 100


@in_repeatable_transaction
def claim(webhook: OutgoingWebhook, now: datetime) -> None:
    """Have a job work on an idle webhook."""
    holder = uuid.uuid4()
    if OutgoingWebhook.objects.idle(now).filter(pk=webhook.pk).update(holder=holder, held_until=now + QUEUED):
        enqueue(deliver_webhook, webhook_id=webhook.pk, holder=str(holder))


@handler("deliver_webhook", lane=Lane.WEBHOOKS)
def deliver_webhook(webhook_id: int, holder: str) -> None:
    """Send what is due of a webhook, for a short while."""
    mine = uuid.uuid4()
    held = OutgoingWebhook.objects.filter(pk=webhook_id, holder=holder, is_active=True)
    if not held.update(holder=mine, held_until=timezone.now() + LEASE):
        return
    webhook = OutgoingWebhook.objects.with_payload().get(pk=webhook_id)
    with hosts.turn(webhook.host) as is_free:
        if not is_free:
            _release(webhook, TURN)
        elif Work(webhook).run():
            _go_on(webhook)
        else:
            _release(webhook, timedelta(seconds=hosts.pause_left_s(webhook.host)))


def _release(webhook: OutgoingWebhook, pause: timedelta) -> None:
    until = timezone.now() + pause if pause else None
    OutgoingWebhook.objects.filter(pk=webhook.pk, holder=webhook.holder).update(holder=None, held_until=until)


@in_repeatable_transaction
def _go_on(webhook: OutgoingWebhook) -> None:
    """Go on after the others whose turn it is."""
    mine = OutgoingWebhook.objects.filter(pk=webhook.pk, holder=webhook.holder)
    if mine.update(held_until=timezone.now() + QUEUED):
        enqueue(deliver_webhook, webhook_id=webhook.pk, holder=str(webhook.holder))


class Work:
    """What one job does for a webhook that this process holds."""

    def __init__(self, webhook: OutgoingWebhook) -> None:
        self.webhook = webhook
        self._until = time.monotonic() + SLICE_S
        self._renewed_at = time.monotonic()
        self._sent = False

    def run(self) -> bool:
        """Send what is due; return whether more is, once the time is up.

        Raises:
            LeaseLost: another process has taken over.
        """
        if not is_backed(self.webhook):
            switch_off(self.webhook, OutgoingWebhook.OffReason.RIGHTS)
            return False
        if self.webhook.room_id is None:
            follow_new_rooms(self.webhook)
        due = WebhookPosition.objects.behind(timezone.now()).filter(webhook=self.webhook)
        rows = due.select_related("room").order_by(F("looked_at").asc(nulls_first=True), "pk")[:ROOMS_AT_ONCE]
        for position in rows:
            if self._is_over:
                break
            self._send_news(position)
        if self._sent:
            outcomes.forget_old(self.webhook)
        return self.webhook.is_active and not self._is_paused and due.exists()

    @property
    def _is_paused(self) -> bool:
        return hosts.pause_left_s(self.webhook.host) > 0 or not hosts.may_go_on(self.webhook.host)

    @property
    def _is_over(self) -> bool:
        return time.monotonic() > self._until or self._is_paused or not self.webhook.is_active

    def _send_news(self, position: WebhookPosition) -> None:
        """Send what is new in a room, until one fails or the time is up."""
        found = changes_since(position.room_id, position.version, READ_AT_ONCE)
        position.room.refresh_from_db()  # after what was said: the room may be private since the job began
        if not may_send(self.webhook, position.room):
            self._leave(position)
            return
        wanted = events_to_send(self.webhook, position.room)
        for change in found.changes:
            if change.event in wanted and (self._is_over or not self._send(position, change)):
                return
            position.version = change.version
        position.version = found.version
        outcomes.store_position(position)
        if position.room.deleted_at:
            self._leave(position)

    def _leave(self, position: WebhookPosition) -> None:
        """Send nothing more of a room: it is gone, or the webhook's keeper may not read it."""
        if self.webhook.room_id is None:
            skip(position)
        else:
            reasons = OutgoingWebhook.OffReason
            switch_off(self.webhook, reasons.ROOM if position.room.deleted_at else reasons.RIGHTS)

    def _send(self, position: WebhookPosition, change: RoomChange) -> bool:
        """Send a change, and tell whether the room's next one may follow."""
        self._renew()
        self._sent = True
        outcome = send(self.webhook, change)
        if outcome.is_delivered:
            outcomes.note_delivered(self.webhook, position, change, outcome)
            return True
        return outcomes.note_failed(self.webhook, position, change, outcome)

    def _renew(self) -> None:
        if time.monotonic() - self._renewed_at < RENEW_AFTER_S:
            return
        mine = OutgoingWebhook.objects.filter(pk=self.webhook.pk, holder=self.webhook.holder)
        if not mine.update(held_until=timezone.now() + LEASE):
            raise LeaseLost
        self._renewed_at = time.monotonic()
