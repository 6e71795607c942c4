"""Who may have outgoing webhooks, and which events may leave by one now."""

from collections.abc import Collection

from accounts.models import User
from chatsite.contract.events import ServerEvent
from messaging.webhooks.outgoing.models import OutgoingWebhook
from rooms.models import Membership, Room
from rooms.policies import Standing
from rooms.queries import standing_in


def may_have_webhooks(standing: Standing, room: Room) -> bool:
    """Tell whether a person may have webhooks of a room: its owner, and administrators who may read it."""
    sees = room.is_public or standing.is_member
    return sees and standing.may_manage and not _is_banned(standing.user, room)


def may_manage(user: User, webhook: OutgoingWebhook) -> bool:
    """Tell whether ``user`` may see, change and delete a webhook."""
    room = webhook.room
    if room is None:
        return user.is_admin
    return room.deleted_at is None and may_have_webhooks(standing_in(room.pk, user), room)


def is_backed(webhook: OutgoingWebhook) -> bool:
    """Tell whether the keeper of a webhook may have any: of all public rooms only an administrator."""
    keeper = webhook.keeper
    may_act = keeper.is_active and not keeper.is_banned
    return may_act and (webhook.room_id is not None or keeper.is_admin)


def may_send(webhook: OutgoingWebhook, room: Room) -> bool:
    """Tell whether a webhook may send what happens in a room: nothing that its keeper could not read there."""
    if not is_backed(webhook):
        return False
    if webhook.room_id is None:
        return room.is_public and not _is_banned(webhook.keeper, room)
    return may_have_webhooks(standing_in(room.pk, webhook.keeper), room)


def events_to_send(webhook: OutgoingWebhook, room: Room) -> Collection[str]:
    """Return which events of a room a webhook may send now; of a deleted room only that it was deleted."""
    if not may_send(webhook, room):
        return ()
    return [one for one in webhook.events if not room.deleted_at or one == ServerEvent.ROOM_DELETED]


def _is_banned(user: User, room: Room) -> bool:
    return Membership.objects.banned().filter(room=room, user=user).exists()
