"""What the outside sees of incoming webhooks."""

from accounts.payloads import user_payload
from chatsite.contract.webhooks import IncomingWebhookPayload
from chatsite.text.times import timestamp
from messaging.webhooks.incoming.models import IncomingWebhook


def webhook_payload(webhook: IncomingWebhook, *, url: str | None = None) -> IncomingWebhookPayload:
    """Return a webhook; ``url``, which holds the secret, is known only while it is made."""
    return {
        "id": webhook.pk,
        "name": webhook.name,
        "url": url,
        "bot": user_payload(webhook.bot),
        "created_by": user_payload(webhook.created_by) if webhook.created_by else None,
        "created_at": timestamp(webhook.created_at),
        "last_used_at": timestamp(webhook.last_used_at),
    }
