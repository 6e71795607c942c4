"""Switching off a webhook that does no good, and saying so."""

from django.conf import settings
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.moderation.log import record
from accounts.moderation.models import Action
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import Lane, enqueue, handler
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from rooms.changing import logged


@in_repeatable_transaction
def switch_off(webhook: OutgoingWebhook, reason: OutgoingWebhook.OffReason) -> None:
    """Stop a webhook, with a mail to its keeper and an entry in the moderation log. Repeating it changes nothing."""
    webhook.is_active, webhook.off_reason = False, reason
    rows = OutgoingWebhook.objects.filter(pk=webhook.pk, is_active=True)
    if not rows.update(is_active=False, off_reason=reason, holder=None, held_until=None):
        return
    abandon(webhook)
    room = logged(webhook.room) if webhook.room else None
    detail = f"{named(webhook)}: {reason.label}"
    record(Action.OUTGOING_OFF, by=SYSTEM, whom=webhook.keeper, room=room, detail=detail)
    if mail.is_configured() and reason != OutgoingWebhook.OffReason.ROOM:
        enqueue(mail_off, webhook_id=webhook.pk, reason=reason.value)


def abandon(webhook: OutgoingWebhook) -> None:
    """Give up what is being retried."""
    pending = WebhookDelivery.objects.filter(webhook=webhook, status=WebhookDelivery.Status.PENDING)
    pending.update(status=WebhookDelivery.Status.FAILED, tried_at=timezone.now())


def named(webhook: OutgoingWebhook) -> str:
    """Return how the log names a webhook: without what its address holds."""
    return f"#{webhook.pk} → {webhook.host}"


@handler("outgoing_webhook_off_mail", lane=Lane.QUICK)
def mail_off(webhook_id: int, reason: str) -> None:
    """Notify the keeper of a webhook that it was switched off, unless someone switched it on again meanwhile."""
    webhook = OutgoingWebhook.objects.with_payload().filter(pk=webhook_id, is_active=False, off_reason=reason).first()
    if webhook is None or webhook.keeper.is_bot or not webhook.keeper.is_active:
        return
    mail.send(
        "outgoing_webhook_off",
        [webhook.keeper.email],
        language=webhook.keeper.language,
        reason=OutgoingWebhook.OffReason(reason).label,
        host=webhook.host,
        name=webhook.name,
        page=settings.SITE_URL and _page_of(webhook),
    )


def _page_of(webhook: OutgoingWebhook) -> str:
    return f"{settings.SITE_URL}/" + (f"?room={webhook.room_id}" if webhook.room_id else "")
