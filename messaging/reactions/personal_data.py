"""What people have reacted to."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.db.transactions import in_transaction
from chatsite.text.times import timestamp
from messaging import broadcasts
from messaging.features import Feature
from messaging.models import Message
from messaging.reactions.models import Reaction
from rooms.models import RoomCounter

BATCH = 200


def _reactions(user: User) -> Iterator[Record]:
    """Yield the reactions of ``user``."""
    for reaction in Reaction.objects.filter(user=user).select_related("message").order_by("pk").iterator():
        yield {
            "room_id": reaction.message.room_id,
            "seq": reaction.message.seq,
            "emoji": reaction.emoji,
            "created_at": timestamp(reaction.created_at),
        }


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    """Take every reaction of ``user`` back, room by room, a batch in each transaction."""
    for room_id in sorted(set(Reaction.objects.filter(user=user).values_list("message__room", flat=True))):
        while count := _take_some_back(room_id, user):
            yield count


@in_transaction
def _take_some_back(room_id: int, user: User) -> int:
    counter = RoomCounter.objects.lock(room_id)
    reactions = Reaction.objects.filter(user=user, message__room=room_id).order_by("pk")
    ids = list(dict.fromkeys(reactions.values_list("message", flat=True)[:BATCH]))
    count, _rows = Reaction.objects.filter(user=user, message__in=ids).delete()
    messages = list(Message.objects.filter(pk__in=ids).with_payload().order_by("seq"))
    kept = set(Reaction.objects.filter(message__in=ids).values_list("message", flat=True))
    for message in messages:
        counter.version += 1
        message.version = counter.version
        if message.pk not in kept:
            message.features &= ~Feature.REACTIONS
    Message.objects.bulk_update(messages, ["version", "features"])
    counter.store()
    broadcasts.messages_changed(messages)
    return count


register(PersonalData("reactions", _reactions, _erase))
