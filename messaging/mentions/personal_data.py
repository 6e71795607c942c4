"""Where people are mentioned: their name is in the HTML of what others wrote."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.erasing import NAME
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.db.transactions import in_transaction
from chatsite.text.languages import in_default_language
from messaging import broadcasts
from messaging.markup.mentions import Names
from messaging.mentions.models import InboxPosition, Mention
from messaging.mentions.naming import names_in
from messaging.models import Message
from rooms.models import RoomCounter

BATCH = 200


def _mentions(user: User) -> Iterator[Record]:
    """Yield where ``user`` is addressed; what others wrote is not theirs."""
    for row in Mention.objects.filter(user=user).select_related("message").order_by("pk").iterator():
        yield {"room_id": row.room_id, "seq": row.message.seq, "kind": row.kind}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    """Take the name of ``user`` out of what others wrote, room by room, a batch in each transaction."""
    InboxPosition.objects.filter(user=user).delete()
    yield Mention.objects.filter(user=user, kind=Mention.Kind.REPLY).delete()[0]
    for room_id in sorted(set(Mention.objects.filter(user=user).values_list("room", flat=True))):
        last = 0
        while ids := _ids_after(user, room_id, last):
            last = ids[-1]
            yield _rename_in(room_id, ids, user)


def _ids_after(user: User, room_id: int, last: int) -> list[int]:
    mine = Mention.objects.filter(user=user, room=room_id, message__gt=last).exclude(message__content="")
    return list(mine.order_by("message").values_list("message", flat=True)[:BATCH])


@in_transaction
def _rename_in(room_id: int, ids: list[int], user: User) -> int:
    counter = RoomCounter.objects.lock(room_id)
    messages = list(Message.objects.filter(pk__in=ids).with_payload().order_by("seq"))
    named = names_in(messages)
    nameless = User(pk=user.pk, name=in_default_language(NAME))
    for message in messages:
        counter.version += 1
        message.version = counter.version
        names = named[message.pk]
        message.write(message.content, Names({**names.people, user.pk: nameless}, names.may_call_room))
    Message.objects.bulk_update(messages, ["version", "html", "render_version"])
    counter.store()
    broadcasts.messages_changed(messages)
    return len(messages)


register(PersonalData("mentions", _mentions, _erase))
