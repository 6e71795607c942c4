"""What people have of incoming webhooks."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.webhooks.incoming.models import IncomingWebhook
from rooms.queries import hidden_room_ids


def _webhooks(user: User) -> Iterator[Record]:
    """Yield the webhooks that ``user`` made, without what opens them."""
    hidden = hidden_room_ids(user)
    for one in IncomingWebhook.objects.filter(created_by=user).select_related("room").order_by("pk").iterator():
        yield {
            "name": one.name,
            "room_id": one.room_id,
            "room": None if one.room_id in hidden else one.room.name,
            "created_at": timestamp(one.created_at),
        }


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    """Leave the webhooks, which are their rooms', without a maker."""
    yield IncomingWebhook.objects.filter(created_by=user).update(created_by=None)


register(PersonalData("incoming_webhooks", _webhooks, _erase))
