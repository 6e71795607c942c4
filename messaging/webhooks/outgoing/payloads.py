"""What the outside sees of outgoing webhooks."""

from typing import cast

from accounts.payloads import user_payload
from chatsite.contract.outgoing_webhooks import (
    DeliveryStatus,
    OffReason,
    OutgoingWebhookPayload,
    WebhookDeliveryPayload,
)
from chatsite.text.times import timestamp
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.queries import next_attempts
from messaging.webhooks.outgoing.reasons import reason_in_words


def webhook_payload(webhook: OutgoingWebhook, *, secret: str = "") -> OutgoingWebhookPayload:
    """Return a webhook; ``secret`` is shown only when it is new."""
    room = webhook.room
    payload: OutgoingWebhookPayload = {
        "id": webhook.pk,
        "name": webhook.name,
        "room": {"id": room.pk, "name": room.name} if room else None,
        "url": webhook.url,
        "events": webhook.events,
        "by": user_payload(webhook.keeper),
        "is_active": webhook.is_active,
        "off_reason": cast("OffReason", webhook.off_reason) if webhook.off_reason else None,
        "failing_since": timestamp(webhook.failing_since),
        "last_success_at": timestamp(webhook.last_success_at),
        "created_at": timestamp(webhook.created_at),
    }
    if secret:
        payload["secret"] = secret
    return payload


def delivery_payloads(deliveries: list[WebhookDelivery]) -> list[WebhookDeliveryPayload]:
    """Return deliveries of webhooks."""
    again = next_attempts(deliveries)
    return [
        {
            "id": str(one.uuid),
            "event": one.event,
            "room": {"id": one.room.pk, "name": one.room.name},
            "version": one.version,
            "status": cast("DeliveryStatus", one.status),
            "attempts": one.attempts,
            "answer_status": one.answer_status,
            "error": str(reason_in_words(one.reason)),
            "created_at": timestamp(one.created_at),
            "tried_at": timestamp(one.tried_at),
            "next_at": timestamp(again.get(one.pk)),
        }
        for one in deliveries
    ]
