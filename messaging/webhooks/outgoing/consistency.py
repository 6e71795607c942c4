"""Is every webhook where its rooms are?"""

from collections.abc import Iterator

from django.db.models import F

from chatsite.db.consistency import Finding
from messaging.webhooks.outgoing.models import WebhookPosition


def check_outgoing_webhooks() -> Iterator[list[Finding]]:
    """Find webhooks that are ahead of a room, and would send nothing of it until it has caught up."""
    ahead = WebhookPosition.objects.filter(version__gt=F("room__counter__version")).order_by("pk")
    yield [
        Finding(f"webhook {webhook} is ahead of room {room}", lambda pk=pk: _bring_back(pk))  # type: ignore[misc]
        for pk, webhook, room in ahead.values_list("pk", "webhook", "room")
    ]


def _bring_back(position_id: int) -> None:
    for row in WebhookPosition.objects.filter(pk=position_id).select_related("room__counter"):
        WebhookPosition.objects.filter(pk=row.pk).update(version=row.room.counter.version)
