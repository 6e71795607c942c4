"""How many unread messages address a person: counted by range from their pointer, never incremented."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from chatsite.db.prepared import PreparedRows
from messaging.mentions.models import Mention
from rooms.models import Membership, RoomCounter

EVERYONE = 0  # no person's id
# SQLite takes 500 parts of a statement, and each room takes two.
_ROOMS_AT_ONCE = 200
_UNREAD = """
SELECT mentions.room_id, mentions.message_id FROM mentions JOIN messages ON messages.id = mentions.message_id
WHERE mentions.user_id {whom} AND mentions.room_id = %s AND mentions.version > %s
AND messages.deleted_at IS NULL AND COALESCE(messages.author_id, 0) <> %s
AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.user_id = %s AND blocks.blocked_id = messages.author_id)
"""
_MINE, _OF_ALL = _UNREAD.format(whom="= %s"), _UNREAD.format(whom="IS NULL")


def counts(memberships: Sequence[Membership]) -> Mapping[int, int]:
    """Return ``{room id: unread messages that address the person}`` of one person's memberships, if any do.

    Each room is a range by itself, as for unread messages (messaging/queries.py); their own messages and deleted ones
    do not count, nor those of people they have blocked, nor does anything in a room that is to call for no attention.
    """
    behind = [one for one in memberships if one.room.counter.version > one.last_read_seq and not one.is_silent]
    if len(behind) > 1:
        behind = _addressed(behind)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for start in range(0, len(behind), _ROOMS_AT_ONCE):
        for room_id, message_id in _unread_in(behind[start : start + _ROOMS_AT_ONCE]):
            found[room_id].add(message_id)
    return {room_id: len(messages) for room_id, messages in found.items()}


def _addressed(memberships: Sequence[Membership]) -> list[Membership]:
    """Return those of one person's memberships in whose rooms what addressed the person, or everyone, last is unread.

    That is one entry of an index for each, and spares most rooms the two parts of the statement that counts.
    """
    rows = _last_addressed([memberships[0].user_id], [one.room_id for one in memberships])
    last = {room_id: max(of_mine or 0, of_all or 0) for room_id, of_mine, of_all in rows}
    return [one for one in memberships if last[one.room_id] > one.last_read_seq]


def _last_versions(user_ids: Sequence[int], room_ids: Collection[int]) -> "QuerySet[RoomCounter, tuple[int, Any, Any]]":
    """Return rooms with the version of the last mention of the one person of ``user_ids``, and that of everyone."""
    newest = Mention.objects.filter(room=OuterRef("pk")).order_by("-version").values("version")
    of_mine, of_all = newest.filter(user=user_ids[0]), newest.filter(user=None)
    return RoomCounter.objects.filter(pk__in=room_ids).values_list("pk", Subquery(of_mine[:1]), Subquery(of_all[:1]))


_last_addressed = PreparedRows(_last_versions)


def _unread_in(memberships: Sequence[Membership]) -> list[tuple[int, int]]:
    values: list[int] = []
    for one in memberships:
        in_room = [one.room_id, one.last_read_seq, one.user_id, one.user_id]
        values += [one.user_id, *in_room, *in_room]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_MINE, _OF_ALL] * len(memberships)), values)
        return list(cursor.fetchall())


class _Unread(NamedTuple):
    message_id: int
    version: int
    author_id: int | None


def counts_after(
    counter: RoomCounter, pointers: Mapping[int, int], blocked: Mapping[int, Collection[int]]
) -> dict[int, int]:
    """Return ``{user id: unread messages that address them}`` of one room by how far each person has read.

    One query for all, which reads what addresses these people after the first of their pointers. ``blocked`` is
    ``{user id: ids of the people they have blocked}``.
    """
    if not pointers or counter.version <= min(pointers.values()):
        return {}
    rows = Mention.objects.filter(Q(user__in=list(pointers)) | Q(user=None), room=counter.pk)
    rows = rows.filter(version__gt=min(pointers.values()), message__deleted_at=None).order_by("version")
    named: defaultdict[int, list[_Unread]] = defaultdict(list)
    for row in rows.values_list("user", "message", "version", "message__author"):
        user_id: int | None = row[0]
        named[user_id or EVERYONE].append(_Unread(*row[1:]))
    return {
        user_id: _count(named[user_id] + named[EVERYONE], pointer, {user_id, *blocked.get(user_id, ())})
        for user_id, pointer in pointers.items()
    }


def _count(rows: Iterable[_Unread], pointer: int, silent: Collection[int]) -> int:
    return len({row.message_id for row in rows if row.version > pointer and row.author_id not in silent})


def waiting(user: User) -> Q:
    """Return the condition on memberships of ``user`` that something after their pointer addresses them."""
    mentions = Mention.objects.filter(room=OuterRef("room"), version__gt=OuterRef("last_read_seq"))
    return Q(Exists(mentions.filter(user=user))) | Q(Exists(mentions.filter(user=None)))
