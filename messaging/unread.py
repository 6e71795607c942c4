"""How many messages people have not read yet: counted by range from their pointer, never incremented."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from accounts.blocking.queries import blocked_by
from messaging.addressing import addressing
from messaging.models import Message
from rooms.conversation import Counts
from rooms.models import Membership, Room

# Unread messages are counted in the newest part of a conversation only, so that counting costs the same in any room.
UNREAD_WINDOW = 1_000


def counts(memberships: Sequence[Membership]) -> Counts:
    """Return what is unread in one person's rooms, which must be fetched with their counters.

    In a direct room every message addresses the person, unless the room is to call for no attention.
    """
    unread = unread_counts(memberships)
    direct: list[Membership] = []
    others: list[Membership] = []
    for one in memberships:
        (direct if one.room.is_direct else others).append(one)
    mentions = dict(addressing.part.counts(others))
    mentions |= {one.room_id: unread[one.room_id] for one in direct if one.room_id in unread and not one.is_silent}
    return Counts(unread, mentions)


class _Range(NamedTuple):
    """What of a room is unread: everything after a position."""

    room: Room
    after: int


def unread_counts(memberships: Sequence[Membership]) -> Mapping[int, int]:
    """Return ``{room id: unread messages}`` of one person's memberships, in two queries at most.

    Their own messages and deleted ones do not count, nor those of people they have blocked, nor does what lies before
    the newest ``UNREAD_WINDOW`` messages.
    """
    ranges = []
    for membership in memberships:
        room = membership.room
        end = room.counter.last_message_seq
        if end > membership.last_read_seq:
            ranges.append(_Range(room, max(membership.last_read_seq, end - UNREAD_WINDOW)))
    return _count_unread(memberships[0].user_id, ranges) if ranges else {}


_UNREAD = """
SELECT %s, COUNT(CASE WHEN deleted_at IS NULL AND (author_id IS NULL OR author_id <> %s){unblocked} THEN 1 END)
FROM messages WHERE room_id = %s AND seq > %s
"""
_OF_ALL = _UNREAD.format(unblocked="")
_OF_UNBLOCKED = _UNREAD.format(
    unblocked=""" AND NOT EXISTS (
  SELECT 1 FROM blocks WHERE blocks.user_id = %s AND blocks.blocked_id = messages.author_id
)"""
)


def _count_unread(user_id: int, ranges: Sequence[_Range]) -> dict[int, int]:
    """Count what others wrote in each room after a position.

    Each room is counted by itself, in one statement for all (SQLite takes up to 500), with nothing but its range in
    WHERE: given one condition for all rooms, or one that names the author, MariaDB chose another index and read the
    rooms' whole history (measured for 200 rooms: 360 ms instead of 35 ms). It is SQL, because putting fifty of them
    together took the ORM longer than reading fifty rooms.

    Looking for a block takes as long as reading the message. For several rooms a query finds out first whether the
    person has blocked anyone, which few have.
    """
    may_have_blocked = len(ranges) == 1 or bool(blocked_by([user_id]))
    part = _OF_UNBLOCKED if may_have_blocked else _OF_ALL
    values: list[int] = []
    for room, after in ranges:
        values += [room.pk, user_id, *[user_id] * may_have_blocked, room.pk, after]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(ranges)), values)
        return {room_id: count for room_id, count in cursor.fetchall() if count}


def counts_after(
    room: Room, pointers: Mapping[int, int], *, silent: Collection[int], blocked: Mapping[int, Collection[int]]
) -> Counts:
    """Return what is unread by how far each person has read in one room, by person.

    Nothing counts as addressed to the ``silent``. ``blocked`` is ``{user id: ids of the people they have blocked}``:
    messages of blocked people count neither as unread nor as addressed.
    """
    unread = unread_after(room, pointers, blocked)
    attentive = {user_id: pointer for user_id, pointer in pointers.items() if user_id not in silent}
    if room.is_direct:
        return Counts(unread, {user_id: unread[user_id] for user_id in attentive if unread[user_id]})
    return Counts(unread, addressing.part.counts_after(room.counter, attentive, blocked))


def unread_after(room: Room, pointers: Mapping[int, int], blocked: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Return ``{user id: unread messages}`` of one room by how far each person has read, in one query for all."""
    counter = room.counter
    start = max(min(pointers.values(), default=counter.version), counter.last_message_seq - UNREAD_WINDOW)
    seqs: list[int] = []
    by_author: defaultdict[int | None, list[int]] = defaultdict(list)
    written = Message.objects.filter(room=room, seq__gt=start, deleted_at=None).order_by("seq")
    for seq, author_id in written.values_list("seq", "author"):
        seqs.append(seq)
        by_author[author_id].append(seq)
    return {
        user_id: _count_after(seqs, pointer)
        - sum(
            _count_after(by_author[author], pointer)
            for author in {user_id, *blocked.get(user_id, ())} & by_author.keys()
        )
        for user_id, pointer in pointers.items()
    }


def _count_after(seqs: list[int], pointer: int) -> int:
    return len(seqs) - bisect_right(seqs, pointer)
