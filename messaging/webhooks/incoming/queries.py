"""What is read of incoming webhooks."""

from accounts.models import User
from chatsite.contract.errors import NotFound
from messaging.webhooks.incoming.addresses import secret_hash
from messaging.webhooks.incoming.models import IncomingWebhook
from messaging.webhooks.incoming.policies import require_management
from rooms.queries import room_for, standing_in


def webhooks_of(room_id: int, user: User) -> list[IncomingWebhook]:
    """Return the webhooks of a room, oldest first.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: they may not manage its webhooks.
    """
    room = room_for(user, room_id)
    require_management(standing_in(room.pk, user))
    return list(IncomingWebhook.objects.filter(room=room).select_related("bot", "created_by").order_by("pk"))


def webhook_by(secret: str) -> IncomingWebhook:
    """Return the webhook whose address ends with ``secret``.

    Raises:
        NotFound: there is none, or it does not work now.
    """
    found = IncomingWebhook.objects.working().filter(secret_hash=secret_hash(secret.removesuffix("/"))).first()
    if found is None:
        raise NotFound
    return found
