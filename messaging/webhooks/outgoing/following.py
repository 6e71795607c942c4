"""In which rooms a webhook is, and from where: it begins with what comes next."""

from typing import Final

from django.utils import timezone

from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookPosition
from rooms.models import Room, RoomCounter, RoomQuerySet

AT_ONCE: Final = 500


def begin(webhook: OutgoingWebhook) -> None:
    """Begin with what comes next in the room of a webhook, or in all public rooms. Part of a transaction."""
    WebhookPosition.objects.filter(webhook=webhook).delete()
    counters = RoomCounter.objects.filter(pk=webhook.room_id)
    if webhook.room_id is None:
        counters = RoomCounter.objects.filter(room__in=_public())
    rows = [
        WebhookPosition(webhook=webhook, room_id=room_id, version=version)
        for room_id, version in counters.values_list("pk", "version")
    ]
    WebhookPosition.objects.bulk_create(rows, batch_size=AT_ONCE)


def follow_new_rooms(webhook: OutgoingWebhook) -> None:
    """Follow the rooms that have become public since, by being created or shown: from that change on."""
    followed = WebhookPosition.objects.filter(webhook=webhook).values("room")
    rooms = _public().exclude(pk__in=followed).order_by("pk").values_list("pk", "version")[:AT_ONCE]
    rows = [
        WebhookPosition(webhook=webhook, room_id=room_id, version=max(version - 1, 0)) for room_id, version in rooms
    ]
    WebhookPosition.objects.bulk_create(rows, ignore_conflicts=True)


def skip(position: WebhookPosition) -> None:
    """Send nothing of what has happened in one of many rooms."""
    rows = WebhookPosition.objects.filter(pk=position.pk)
    if position.room.deleted_at or not position.room.is_public:
        rows.delete()
    else:
        version = RoomCounter.objects.values_list("version", flat=True).get(pk=position.room_id)
        rows.update(version=version, failures=0, next_at=None, looked_at=timezone.now())


def _public() -> RoomQuerySet:
    return Room.objects.standing().filter(visibility=Room.Visibility.PUBLIC)
