"""Whom a text may mention: people who may read the room, and everyone in it if its author moderates the room."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from accounts.models import User
from chatsite.web.forms import MAX_INTEGER
from messaging.addressing import Text
from messaging.markup.mentions import MENTION, ROOM, Names
from messaging.mentions.models import Mention
from messaging.models import Message
from rooms.models import Membership, Room

# So many people a message mentions; what is more stays text.
MAX_MENTIONS = 50
_CALL = re.compile(re.escape(f"<@{ROOM}>"))


def names_for(texts: Sequence[Text]) -> list[Names]:
    """Return whom each of ``texts`` may mention, in three queries for all."""
    ids = [list(_ids_in(text.content)) for text in texts]
    readers = _Readers(texts, {pk for of_text in ids for pk in of_text})
    return [
        Names(
            {pk: readers.users[pk] for pk in of_text if readers.may_read(pk, text.room_id)},
            _CALL.search(text.content) is not None and readers.may_call(text),
        )
        for text, of_text in zip(texts, ids, strict=True)
    ]


def _ids_in(content: str) -> Iterator[int]:
    """Yield the first ids that a text names, each once."""
    words = dict.fromkeys(word for word in MENTION.findall(content) if word != ROOM)
    for word in list(words)[:MAX_MENTIONS]:
        if int(word) <= MAX_INTEGER:
            yield int(word)


class _Seat(NamedTuple):
    """What a person is in a room, or was."""

    is_member: bool
    is_banned: bool
    moderates: bool


class _Readers:
    """Who of some people may read which rooms."""

    def __init__(self, texts: Sequence[Text], user_ids: set[int]):
        authors = {text.author_id for text in texts if text.author_id is not None and _CALL.search(text.content)}
        self.users = User.objects.filter(is_active=True).in_bulk(user_ids | authors)
        room_ids = {text.room_id for text in texts}
        self.public = set(
            Room.objects.filter(pk__in=room_ids, visibility=Room.Visibility.PUBLIC).values_list("pk", flat=True)
        )
        rows = Membership.objects.filter(room__in=room_ids, user__in=self.users)
        self.seats = {
            (row.user_id, row.room_id): _Seat(row.left_at is None, row.is_banned, row.moderates) for row in rows
        }

    def may_read(self, user_id: int, room_id: int) -> bool:
        seat = self.seats.get((user_id, room_id), _Seat(is_member=False, is_banned=False, moderates=False))
        return user_id in self.users and (seat.is_member or (room_id in self.public and not seat.is_banned))

    def may_call(self, text: Text) -> bool:
        user = self.users.get(text.author_id or 0)
        seat = self.seats.get((text.author_id or 0, text.room_id))
        if user is None:
            return False
        is_admin = user.is_admin and not text.by_token
        return is_admin or (seat is not None and seat.is_member and seat.moderates)


def names_in(messages: Sequence[Message]) -> Mapping[int, Names]:
    """Return ``{message id: whom it mentions}``, in one query."""
    people: dict[int, dict[int, Any]] = {message.pk: {} for message in messages}
    calling: set[int] = set()
    rows = Mention.objects.filter(message__in=people).exclude(kind=Mention.Kind.REPLY).select_related("user")
    for row in rows.order_by("pk"):
        if row.user:
            people[row.message_id][row.user.pk] = row.user
        else:
            calling.add(row.message_id)
    return {pk: Names(named, pk in calling) for pk, named in people.items() if named or pk in calling}
