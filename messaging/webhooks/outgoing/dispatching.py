"""Looks every second which webhooks have something to send, beside all requests: a message writes nothing for them."""

from typing import Final

from django.utils import timezone

from messaging.webhooks.outgoing.models import OutgoingWebhook
from messaging.webhooks.outgoing.working import claim

EVERY_S: Final = 1.0
AT_ONCE: Final = 100


def dispatch() -> float:
    """Queue a job for each webhook that has something to send; return in how many seconds to look again."""
    now = timezone.now()
    if OutgoingWebhook.objects.idle(now).exists():
        for webhook in OutgoingWebhook.objects.due(now)[:AT_ONCE]:
            claim(webhook, now)
    return EVERY_S
