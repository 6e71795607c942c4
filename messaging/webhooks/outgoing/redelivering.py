"""Sending again what a person asks for."""

from datetime import timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs.queue import Lane, enqueue_later, handler
from messaging.webhooks.outgoing.models import WebhookDelivery
from messaging.webhooks.outgoing.outcomes import note_success
from messaging.webhooks.outgoing.queries import change_to_send
from messaging.webhooks.outgoing.sending import Outcome, hosts, send

TURN: Final = timedelta(seconds=2)


@handler("redeliver_webhook", lane=Lane.WEBHOOKS)
def redeliver_now(delivery_id: int) -> None:
    """Send a delivery again, as it is now, if it may be sent still."""
    rows = WebhookDelivery.objects.select_related("webhook__keeper", "webhook__room", "room")
    delivery = rows.filter(pk=delivery_id, webhook__is_active=True).first()
    change = change_to_send(delivery.webhook, delivery) if delivery else None
    if delivery is None or change is None:
        return
    with hosts.turn(delivery.webhook.host) as is_free:
        if is_free:
            _note(delivery, send(delivery.webhook, change))
        else:
            enqueue_later(TURN, redeliver_now, delivery_id=delivery_id)


@in_repeatable_transaction
def _note(delivery: WebhookDelivery, outcome: Outcome) -> None:
    status = WebhookDelivery.Status.DELIVERED if outcome.is_delivered else WebhookDelivery.Status.FAILED
    said = {"status": status, "answer_status": outcome.status, "reason": outcome.reason, "tried_at": timezone.now()}
    WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, **said)
    if outcome.is_delivered:
        note_success(delivery.webhook)
