"""What is stored of attempts: how far a webhook is in a room, when it is tried again, and the log of its deliveries."""

from datetime import timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs.queue import LeaseLost
from chatsite.observe import metrics
from chatsite.realtime import RoomChange
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.sending import Outcome, delivery_uuid
from messaging.webhooks.outgoing.switching import switch_off

FIRST_PAUSE_S, LONGEST_PAUSE_S = 10.0, 3600.0
PATIENCE: Final = timedelta(days=1)
UNTIL_OFF: Final = timedelta(days=7)
KEPT: Final = 100
SUCCESS_NOTED_EVERY: Final = timedelta(minutes=1)
_Status = WebhookDelivery.Status


@in_repeatable_transaction
def note_delivered(webhook: OutgoingWebhook, position: WebhookPosition, change: RoomChange, outcome: Outcome) -> None:
    """Store that a change arrived.

    Raises:
        LeaseLost: another process has gone past it.
    """
    _advance(position, change.version)
    _log(webhook, change, outcome, _Status.DELIVERED)
    note_success(webhook)


@in_repeatable_transaction
def note_failed(webhook: OutgoingWebhook, position: WebhookPosition, change: RoomChange, outcome: Outcome) -> bool:
    """Store that a change did not arrive, and when it is tried again; return whether it is abandoned instead.

    Raises:
        LeaseLost: another process has gone past it.
    """
    before = WebhookDelivery.objects.filter(uuid=delivery_uuid(webhook, change)).first()
    is_over = before is not None and timezone.now() - before.created_at >= PATIENCE
    if is_over:
        _advance(position, change.version)
    else:
        _try_later(position, change, outcome.retry_after_s)
    _log(webhook, change, outcome, _Status.FAILED if is_over else _Status.PENDING)
    metrics.WEBHOOK_DELIVERIES.labels("abandoned" if is_over else "failed").inc()
    _note_failing(webhook, outcome)
    return is_over


def _log(webhook: OutgoingWebhook, change: RoomChange, outcome: Outcome, status: str) -> None:
    key, now = delivery_uuid(webhook, change), timezone.now()
    said = {"status": status, "answer_status": outcome.status, "reason": outcome.reason, "tried_at": now}
    if WebhookDelivery.objects.filter(uuid=key).update(attempts=F("attempts") + 1, **said):
        return
    place = {"webhook": webhook, "room_id": change.room_id, "version": change.version, "event": change.event}
    WebhookDelivery.objects.create(uuid=key, created_at=now, **place, **said)


def _advance(position: WebhookPosition, version: int) -> None:
    had_failed = position.failures > 0
    position.version, position.failures, position.next_at = version, 0, None
    if not _store(position, version):
        raise LeaseLost
    if had_failed:
        _drop_replaced(position, version)


def _try_later(position: WebhookPosition, change: RoomChange, asked_s: float) -> None:
    pause_s = max(asked_s, min(FIRST_PAUSE_S * 2 ** min(position.failures, 20), LONGEST_PAUSE_S))
    position.failures += 1
    position.next_at = timezone.now() + timedelta(seconds=pause_s)
    if not _store(position, change.version):
        raise LeaseLost
    _drop_replaced(position, change.version)


def store_position(position: WebhookPosition) -> None:
    """Store that nothing up to the position's version is to be sent any more."""
    if position.failures:
        position.failures, position.next_at = 0, None
        _drop_replaced(position, position.version + 1)
    _store(position, position.version)


def _store(position: WebhookPosition, ahead: int) -> bool:
    """Store a position that was before version ``ahead``; tell whether it was."""
    rows = WebhookPosition.objects.filter(pk=position.pk, version__lt=ahead)
    fields = {"version": position.version, "failures": position.failures, "next_at": position.next_at}
    return bool(rows.update(looked_at=timezone.now(), **fields))


def _drop_replaced(position: WebhookPosition, before: int) -> None:
    """Give up what was to be sent before a version: the message was changed again, and that change is sent."""
    rows = WebhookDelivery.objects.filter(webhook=position.webhook_id, room=position.room_id, version__lt=before)
    rows.filter(status=_Status.PENDING).update(status=_Status.DROPPED)


def note_success(webhook: OutgoingWebhook) -> None:
    """Store that a receiver took something, every minute at most while all is well."""
    metrics.WEBHOOK_DELIVERIES.labels("delivered").inc()
    now, last = timezone.now(), webhook.last_success_at
    if webhook.failing_since is None and last is not None and now - last < SUCCESS_NOTED_EVERY:
        return
    webhook.failing_since, webhook.last_success_at = None, now
    OutgoingWebhook.objects.filter(pk=webhook.pk).update(failing_since=None, last_success_at=now)


def _note_failing(webhook: OutgoingWebhook, outcome: Outcome) -> None:
    """Store since when a receiver takes nothing; one that is gone, or takes nothing for a week, is called no more."""
    now = timezone.now()
    if webhook.failing_since is None:
        webhook.failing_since = now
        OutgoingWebhook.objects.filter(pk=webhook.pk).update(failing_since=now)
    if outcome.is_gone:
        switch_off(webhook, OutgoingWebhook.OffReason.GONE)
    elif now - webhook.failing_since >= UNTIL_OFF:
        switch_off(webhook, OutgoingWebhook.OffReason.FAILING)


def forget_old(webhook: OutgoingWebhook) -> None:
    """Remove all but the last deliveries that are finished."""
    finished = WebhookDelivery.objects.finished().filter(webhook=webhook)
    oldest = finished.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1]
    for pk in list(oldest):
        finished.filter(pk__lte=pk).delete()
