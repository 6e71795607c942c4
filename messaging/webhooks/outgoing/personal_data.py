"""The outgoing webhooks that people set up."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.webhooks.outgoing.models import OutgoingWebhook
from rooms.queries import hidden_room_ids


def _webhooks(user: User) -> Iterator[Record]:
    """Yield them by name and host: the rest of the address may hold a secret of the receiver."""
    hidden = hidden_room_ids(user)
    for one in OutgoingWebhook.objects.filter(keeper=user).select_related("room").order_by("pk"):
        yield {
            "name": one.name,
            "host": one.host,
            "room_id": one.room_id,
            "room": one.room.name if one.room and one.room_id not in hidden else None,
            "events": one.events,
            "is_active": one.is_active,
            "created_at": timestamp(one.created_at),
        }


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield OutgoingWebhook.objects.filter(keeper=user).delete()[0]


register(PersonalData("outgoing_webhooks", _webhooks, _erase))
