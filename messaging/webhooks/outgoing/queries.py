"""What is read of outgoing webhooks."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from chatsite.contract.errors import NotFound
from chatsite.realtime import RoomChange
from messaging.queries import changes_since
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.policies import events_to_send, may_manage
from rooms.models import Membership, Room

PAGE = 50
MAX_DELIVERIES = 100


def listed_webhooks(
    *, user: User, room_id: int | None = None, before: int | None = None, limit: int = PAGE
) -> tuple[list[OutgoingWebhook], bool]:
    """Return the webhooks that ``user`` may manage, of all rooms or of one, newest first, and whether more follow."""
    found = managed_by(user)
    if room_id is not None:
        found = found.filter(room=room_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found.select_related("room", "keeper").order_by("-pk")[: limit + 1])
    return page[:limit], len(page) > limit


def managed_by(user: User) -> QuerySet[OutgoingWebhook]:
    """Return the webhooks that ``user`` may manage, as :func:`policies.may_manage` says of one."""
    rooms = Room.objects.visible_to(user).exclude(memberships__in=Membership.objects.banned().filter(user=user))
    if user.is_admin:
        return OutgoingWebhook.objects.filter(Q(room=None) | Q(room__in=rooms))
    owned = Membership.objects.current().filter(user=user, role=Membership.Role.OWNER)
    return OutgoingWebhook.objects.filter(room__in=rooms.filter(pk__in=owned.values("room")))


def webhook_to_manage(user: User, webhook_id: int) -> OutgoingWebhook:
    """Return a webhook that ``user`` may manage.

    Raises:
        NotFound: there is none of this id that they may.
    """
    webhook = OutgoingWebhook.objects.with_payload().filter(pk=webhook_id).first()
    if webhook is None or not may_manage(user, webhook):
        raise NotFound
    return webhook


def listed_deliveries(
    *, user: User, webhook_id: int, before: UUID | None = None, limit: int = PAGE
) -> tuple[list[WebhookDelivery], bool]:
    """Return the deliveries of a webhook that ``user`` may manage, newest first, and whether more follow.

    Raises:
        NotFound: there is no such webhook, or no such delivery.
    """
    found = webhook_to_manage(user, webhook_id).deliveries.select_related("room")
    if before is not None:
        found = found.filter(pk__lt=delivery_of(webhook_id, before).pk)
    page = list(found.order_by("-pk")[: limit + 1])
    return page[:limit], len(page) > limit


def delivery_of(webhook_id: int, delivery_id: UUID) -> WebhookDelivery:
    """Return a delivery of a webhook.

    Raises:
        NotFound: there is none, or it is kept no longer.
    """
    found = WebhookDelivery.objects.select_related("room").filter(webhook=webhook_id, uuid=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def change_to_send(webhook: OutgoingWebhook, delivery: WebhookDelivery) -> RoomChange | None:
    """Return the change of a delivery as it is now; nothing if there was a later one, or it may be sent no longer."""
    if delivery.event not in events_to_send(webhook, delivery.room):
        return None
    found = changes_since(delivery.room_id, delivery.version - 1, 1).changes
    return found[0] if found and (found[0].version, found[0].event) == (delivery.version, delivery.event) else None


def next_attempts(deliveries: list[WebhookDelivery]) -> dict[int, datetime]:
    """Return ``{delivery row: when it is tried again}`` of those that are."""
    pending = {(one.webhook_id, one.room_id): one.pk for one in deliveries if one.status == one.Status.PENDING}
    if not pending:
        return {}
    webhooks, rooms = zip(*pending, strict=True)
    rows = WebhookPosition.objects.filter(webhook__in=set(webhooks), room__in=set(rooms))
    now = timezone.now()
    return {
        pending[row.webhook_id, row.room_id]: row.next_at or now
        for row in rows
        if (row.webhook_id, row.room_id) in pending
    }
