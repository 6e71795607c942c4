"""Storing whom messages address, in the transaction that writes or edits them, and notifying them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from django.db import connection

from accounts.blocking.queries import Blocking, blockings
from accounts.models import User
from accounts.payloads import user_payload
from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import MentionsPayload
from chatsite.db.bulk import insert_returning_ids
from chatsite.realtime import Notice
from messaging.addressing import Address, Written
from messaging.features import Feature
from messaging.markup.mentions import Names
from messaging.mentions.models import Mention
from messaging.mentions.payloads import mention_payload
from messaging.models import Message
from rooms.models import Membership, Room

_COLUMNS = ("message", "user", "room", "version", "kind")
Kind = Mention.Kind


class _Row(NamedTuple):
    message: Message
    user_id: int | None
    version: int
    kind: Kind


def store(written: Sequence[Written]) -> list[Address]:
    """Store whom new messages address; their payloads know it from now on."""
    rows = [row for one in written for row in _rows(one.message, one.names or Names(), one.message.seq)]
    for message, names in written:
        if names and names.names_someone:
            message.shown_parts = {"mentions": _part(names)}
    return _insert(rows)


def _part(names: Names) -> MentionsPayload:
    users = [user_payload(cast("User", names.people[pk])) for pk in names.mentioned]
    return {"mentions": users, "mentions_room": names.calls_room}


def _rows(message: Message, names: Names, version: int) -> Iterator[_Row]:
    for user_id in names.mentioned:
        yield _Row(message, user_id, version, Kind.MENTION)
    if names.calls_room:
        yield _Row(message, None, version, Kind.ROOM)
    answered = message.reply_to.author_id if message.reply_to else None
    if answered not in {None, message.author_id, *names.mentioned}:
        yield _Row(message, answered, message.seq, Kind.REPLY)


def _insert(rows: Sequence[_Row]) -> list[Address]:
    if not rows:
        return []
    values = [(row.message.pk, row.user_id, row.message.room_id, row.version, row.kind.value) for row in rows]
    if connection.features.can_return_rows_from_bulk_insert:
        ids: Iterable[int] = insert_returning_ids(Mention, _COLUMNS, values)
    else:
        ids = _inserted_one_by_one(rows)
    return [Address(pk, row.message, row.user_id, row.kind.value) for pk, row in zip(ids, rows, strict=True)]


def _inserted_one_by_one(rows: Sequence[_Row]) -> Iterator[int]:
    """Insert rows on an engine that does not return the ids of many (MySQL)."""
    for row in rows:
        place = {"room_id": row.message.room_id, "version": row.version}
        yield Mention.objects.create(message=row.message, user_id=row.user_id, kind=row.kind, **place).pk


def change(written: Written, version: int) -> list[Address]:
    """Store whom an edited message mentions, as of the room's ``version``; return who was not addressed before."""
    message, names = written.message, written.names or Names()
    if not message.features & Feature.MENTIONS and not names.names_someone:
        return []
    stored = {row.user_id: row for row in Mention.objects.filter(message=message)}
    wanted = {row.user_id: row for row in _rows(message, names, version)}
    gone = [row for user_id, row in stored.items() if user_id not in wanted]
    if gone:
        Mention.objects.filter(pk__in=[row.pk for row in gone]).delete()
        _announce_withdrawn([Address(row.pk, message, row.user_id, row.kind) for row in gone])
    for user_id in stored.keys() & wanted.keys():
        if stored[user_id].kind != wanted[user_id].kind:
            Mention.objects.filter(pk=stored[user_id].pk).update(kind=wanted[user_id].kind)
    message.features &= ~Feature.MENTIONS
    if names.names_someone:
        message.features |= Feature.MENTIONS
    return _insert([row for user_id, row in wanted.items() if user_id not in stored])


def announce(addresses: Sequence[Address]) -> None:
    """Notify the people who are addressed by name, on all their connections, unless they have blocked the author.

    A call of the room is in its activity. Who is mentioned may read the room; who is answered may have left it.
    """
    named = _named(addresses)
    for one in _attentive(named, _outside([one for one in named if one.kind == Kind.REPLY])):
        payload: Mapping[str, object] = {"mention": mention_payload(one, is_read=False)}
        realtime.announce(Notice(ServerEvent.MENTIONED, payload, user_id=one.user_id))


def withdraw(messages: Sequence[Message]) -> None:
    """Notify the people whom deleted messages address by name, and who may read them."""
    here = {one.pk: one for one in messages if one.reply_to_id or one.features & Feature.MENTIONS}
    rows = Mention.objects.filter(message__in=here).order_by("pk") if here else ()
    _announce_withdrawn([Address(row.pk, here[row.message_id], row.user_id, row.kind) for row in rows])


def _announce_withdrawn(addresses: Sequence[Address]) -> None:
    named = _named(addresses)
    for one in _attentive(named, _outside(named)):
        payload: Mapping[str, object] = {"message_id": one.message.pk}
        realtime.announce(Notice(ServerEvent.MENTION_WITHDRAWN, payload, user_id=one.user_id))


def _named(addresses: Sequence[Address]) -> list[Address]:
    return [one for one in addresses if one.user_id not in (None, one.message.author_id)]


def _attentive(addresses: Sequence[Address], outside: set[tuple[int, int | None]]) -> Iterator[Address]:
    """Yield those of people who are not outside the room and have not blocked the author."""
    inside = [one for one in addresses if (one.message.room_id, one.user_id) not in outside]
    blocked = _blocked(inside)
    yield from (one for one in inside if (one.user_id, one.message.author_id) not in blocked)


def _blocked(addresses: Sequence[Address]) -> set[Blocking]:
    people = {one.user_id for one in addresses if one.user_id is not None}
    authors = {one.message.author_id for one in addresses if one.message.author_id is not None}
    return blockings(people, authors) if people and authors else set()


def _outside(addresses: Sequence[Address]) -> set[tuple[int, int | None]]:
    """Return ``(room id, user id)`` of addressed people who may not read the room now, in one query at most."""
    if not addresses:
        return set()
    rooms = {one.message.room_id: one.message.room for one in addresses}
    rows = Membership.objects.filter(room__in=rooms, user__in={one.user_id for one in addresses})
    seats: dict[tuple[int, int | None], Membership] = {(row.room_id, row.user_id): row for row in rows}
    places = {(one.message.room_id, one.user_id) for one in addresses}
    return {place for place in places if not _may_read(rooms[place[0]], seats.get(place))}


def _may_read(room: Room, seat: Membership | None) -> bool:
    if seat is None or seat.left_at is not None:
        return room.is_public and not (seat and seat.is_banned)
    return True
