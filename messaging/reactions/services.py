"""Setting and taking back reactions."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from messaging import limits
from messaging.changing import enter_message, require_speaker, store_change
from messaging.features import Feature
from messaging.models import Message
from messaging.reactions.models import Reaction

MAX_KINDS = 20


@limited(limits.reactions)
@in_transaction
def react(*, room_id: int, seq: int, by: User, emoji: str, on: bool) -> Message:
    """Have ``by`` react to a message with ``emoji``, or no longer. What is already so changes nothing.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` is no member, or muted.
        RoomClosed: the room is read-only.
        Conflict: the message was deleted, or has as many kinds of reactions as it may.
        RateLimited: too many reactions in the last minute.
    """
    room, standing, message = enter_message(room_id, seq, by)
    require_speaker(room, standing)
    if message.is_deleted:
        raise Conflict(_("This message was deleted."))
    changed = _add(message, by, emoji) if on else _remove(message, by, emoji)
    if changed:
        _note_whether_any(message)
        store_change(room, message)
    return message


def _note_whether_any(message: Message) -> None:
    if Reaction.objects.filter(message=message).exists():
        message.features |= Feature.REACTIONS
    else:
        message.features &= ~Feature.REACTIONS


def _add(message: Message, by: User, emoji: str) -> bool:
    theirs = Reaction.objects.filter(message=message)
    if theirs.filter(user=by, emoji=emoji).exists():
        return False
    kinds = set(theirs.values_list("emoji", flat=True).distinct())
    if emoji not in kinds and len(kinds) >= MAX_KINDS:
        raise Conflict(_("This message has {count} different reactions. Use one of them.").format(count=MAX_KINDS))
    Reaction.objects.create(message=message, user=by, emoji=emoji)
    return True


def _remove(message: Message, by: User, emoji: str) -> bool:
    count, _rows = Reaction.objects.filter(message=message, user=by, emoji=emoji).delete()
    return count > 0
