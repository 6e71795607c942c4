"""What is read of people's pointers: the rooms in which something waits, and what waits there first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.blocking.models import Block
from accounts.models import User
from chatsite.contract.answers import UnreadRoomPayload
from chatsite.contract.payloads import MessagePayload
from chatsite.text.times import timestamp
from messaging.addressing import addressing
from messaging.features import fetch_parts
from messaging.models import Message
from messaging.sizes import listed_payload
from messaging.unread import UNREAD_WINDOW
from rooms.models import Membership
from rooms.queries import my_rooms

# Rooms that one question or one write is about: their counts and first messages are one statement for all.
MOST_ROOMS = 200
CARDS = 50
CARD_MESSAGES = 3


class UnreadRooms(NamedTuple):
    """Some rooms with unread messages; ``complete`` says that these are all."""

    rooms: list[UnreadRoomPayload]
    complete: bool


def behind(user: User, limit: int = MOST_ROOMS) -> tuple[list[Membership], bool]:
    """Return memberships of ``user`` in rooms with something after their pointer, and whether these are all.

    Something is a message, or an edit of an older one that addresses them now.
    """
    found = list(_waiting(user)[: limit + 1])
    return found[:limit], len(found) <= limit


def shared_behind(user: User, with_id: int) -> list[Membership]:
    """Return all memberships of ``user`` in such rooms of which another person is or was a member too."""
    return list(_waiting(user).filter(room__in=Membership.objects.filter(user=with_id).values("room")))


def _waiting(user: User) -> "QuerySet[Membership]":
    current = Membership.objects.current().listed().filter(user=user, room__deleted_at=None)
    has_messages = Q(last_read_seq__lt=F("room__counter__last_message_seq"))
    waiting = current.filter(has_messages | addressing.part.waiting(user))
    return waiting.select_related("room__counter", "room__creator")


def unread_rooms(user: User) -> UnreadRooms:
    """Return the rooms in which messages wait for ``user`` with the first of these, the longest waiting room first.

    It takes as many queries for one room as for many. What people wrote whom ``user`` has blocked is not shown.
    """
    memberships, complete = behind(user)
    first = _first_unread(user, memberships)
    waiting = sorted(first, key=lambda room_id: first[room_id].since)
    here = {membership.room_id: membership for membership in memberships}
    shown = [here[room_id] for room_id in waiting[:CARDS]]
    messages = _messages([pk for one in shown for pk in first[one.room_id].pks])
    payloads: list[UnreadRoomPayload] = [
        {
            "room": mine,
            "since": timestamp(first[mine["id"]].since),
            "messages": messages[mine["id"]],
        }
        for mine in my_rooms(user, [one.room for one in shown])
    ]
    return UnreadRooms(payloads, complete and len(waiting) <= CARDS)


class _First(NamedTuple):
    since: datetime
    pks: list[int]


_FIRST_IN_ROOM = """
SELECT * FROM (
  SELECT room_id, id, seq FROM messages
  WHERE room_id = %s AND seq > %s AND deleted_at IS NULL AND COALESCE(author_id, 0) <> %s
  AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.user_id = %s AND blocks.blocked_id = messages.author_id)
  ORDER BY seq LIMIT %s
) AS first_in_room
"""


def _first_unread(user: User, memberships: Sequence[Membership]) -> dict[int, _First]:
    """Return the first messages after each pointer of others, whom ``user`` has not blocked.

    They are within the part of a room in which unread ones count.

    It is SQL like the count of unread messages (messaging/queries.py), and for the same reasons: one range for each
    room; COALESCE keeps the engines from looking for the author by an index of its own.
    """
    if not memberships:
        return {}
    values: list[int] = []
    for membership in memberships:
        start = max(membership.last_read_seq, membership.room.counter.last_message_seq - UNREAD_WINDOW)
        values += [membership.room_id, start, user.pk, user.pk, CARD_MESSAGES]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_FIRST_IN_ROOM] * len(memberships)), values)
        rows = sorted(cursor.fetchall(), key=lambda row: row[2])
    pks: defaultdict[int, list[int]] = defaultdict(list)
    for room_id, pk, _seq in rows:
        pks[room_id].append(pk)
    moments = dict(Message.objects.filter(pk__in=[found[0] for found in pks.values()]).values_list("pk", "created_at"))
    return {room_id: _First(moments[found[0]], found) for room_id, found in pks.items()}


def _messages(pks: Sequence[int]) -> defaultdict[int, list[MessagePayload]]:
    found: defaultdict[int, list[MessagePayload]] = defaultdict(list)
    messages = fetch_parts(Message.objects.filter(pk__in=pks).with_payload())
    for message in sorted(messages, key=lambda message: message.seq):
        found[message.room_id].append(listed_payload(message))
    return found


def newest_of_others(membership: Membership) -> int | None:
    """Return the ``seq`` of the newest message in a room that would count as unread by its member; None without any."""
    start = membership.room.counter.last_message_seq - UNREAD_WINDOW
    standing = Message.objects.filter(room=membership.room_id, seq__gt=start, deleted_at=None)
    blocked = Block.objects.filter(user=membership.user_id, blocked=OuterRef("author"))
    of_others = standing.exclude(author=membership.user_id).exclude(Exists(blocked))
    return of_others.order_by("-seq").values_list("seq", flat=True).first()
