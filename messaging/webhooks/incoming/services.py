"""Everything that changes incoming webhooks, and what is posted by them."""

from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM
from accounts.bots.services import create_bot
from accounts.last_seen import rounded
from accounts.models import Action, User
from accounts.moderation.log import record
from chatsite.contract.errors import ChatError, Conflict, NotAllowed, NotFound, RoomClosed
from chatsite.contract.payloads import MessagePayload
from chatsite.db.transactions import in_repeatable_transaction, in_transaction
from chatsite.limits.window import limited
from messaging.forms import CleanContent
from messaging.services import Draft, Refused, post_messages
from messaging.webhooks.incoming import limits
from messaging.webhooks.incoming.addresses import new_secret, secret_hash
from messaging.webhooks.incoming.models import IncomingWebhook
from messaging.webhooks.incoming.policies import require_management
from rooms.changing import FindRoom, enter, logged
from rooms.memberships import end_membership, seat
from rooms.policies import require_own_voice
from rooms.queries import room_for, standing_in

MAX_WEBHOOKS = 10
_KEYS = UUID("6f1d7a0e-5f0f-4c0b-9a54-0d6d0a4f5b7e")


@limited(limits.WEBHOOKS)
@in_transaction
def create_webhook(*, room_id: int, by: User, name: str) -> tuple[IncomingWebhook, str]:
    """Make a webhook, whose bot becomes a member of the room; return it with its secret, which is not stored.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` does not moderate the room, or is muted.
        RoomClosed: the room is read-only.
        Conflict: the room has as many webhooks as it may.
        RateLimited: too many of them.
    """
    room, standing = enter(room_id, by)
    require_management(standing)
    require_own_voice(standing)
    if not room.is_active:
        raise RoomClosed
    if IncomingWebhook.objects.filter(room=room).count() >= MAX_WEBHOOKS:
        raise Conflict(_("This room has {count} webhooks. Delete one first.").format(count=MAX_WEBHOOKS))
    secret, bot = new_secret(), create_bot(name=name, by=SYSTEM, kind=User.BotKind.WEBHOOK)
    seat(room.counter, bot)
    webhook = IncomingWebhook.objects.create(
        secret_hash=secret_hash(secret), room=room, name=name, bot=bot, created_by=by
    )
    record(Action.WEBHOOK_CREATED, by=by, whom=bot, room=logged(room))
    return webhook, secret


@limited(limits.WEBHOOKS)
@in_transaction
def delete_webhook(*, room_id: int, webhook_id: int, by: User, find: FindRoom = room_for) -> None:
    """Delete a webhook, also of a closed room. Its messages stay, by a bot that is no member any more.

    Raises:
        NotFound: there is no such webhook, or ``by`` may not see its room.
        NotAllowed: ``by`` does not moderate the room.
    """
    room, standing = enter(room_id, by, find)
    require_management(standing)
    webhook = IncomingWebhook.objects.filter(room=room, pk=webhook_id).select_related("bot").first()
    if webhook is None:
        raise NotFound
    bot = webhook.bot
    webhook.delete()
    if membership := standing_in(room.pk, bot).membership:
        end_membership(room.counter, membership)
    User.objects.filter(pk=bot.pk).update(is_active=False)
    record(Action.WEBHOOK_DELETED, by=by, whom=bot, room=logged(room))


def post_by_webhook(*, webhook: IncomingWebhook, content: CleanContent, key: str | None = None) -> MessagePayload:
    """Post a message, once for each ``key``; return it.

    Raises:
        NotFound: the webhook or its room was deleted meanwhile.
        NotAllowed: its bot was muted in, or removed from, the room.
        RoomClosed: the room is read-only.
    """
    client_id = uuid5(_KEYS, f"{webhook.pk}:{key}") if key else None
    draft = Draft(webhook.bot_id, webhook.room_id, content, client_id, exempt=True)
    (result,) = post_messages([draft])
    if isinstance(result, Refused):
        raise _refusal(webhook, result.error)
    _note_use(webhook)
    return result.message


def _refusal(webhook: IncomingWebhook, error: ChatError) -> ChatError:
    """Return why a message was refused in words for the sender, who can't join the room."""
    if not isinstance(error, NotAllowed | NotFound) or standing_in(webhook.room_id, webhook.bot).is_member:
        return error
    is_left = IncomingWebhook.objects.filter(pk=webhook.pk, room__deleted_at=None).exists()
    return NotAllowed(_("This webhook was removed from its room. Create a new one.")) if is_left else NotFound()


def _note_use(webhook: IncomingWebhook) -> None:
    now = rounded(timezone.now())
    if webhook.last_used_at is None or webhook.last_used_at < now:
        _store_use(webhook.pk, now)


@in_repeatable_transaction
def _store_use(webhook_id: int, now: object) -> None:
    IncomingWebhook.objects.filter(pk=webhook_id).update(last_used_at=now)
