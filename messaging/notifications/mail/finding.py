"""What concerns a person, is unread, and was not mailed to them yet: in a number of queries that does not grow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.models import User
from messaging.notifications.deciding import To, Wanted
from messaging.notifications.mail.models import MailedRoom
from rooms.models import Membership

# So many of a room are looked at, newest first: of more, a mail says that there are more.
MOST_IN_ROOM = 50
# Messages are looked for among the newest changes of a room only, as unread ones are counted (messaging/unread.py).
WINDOW = 1_000
# SQLite takes 500 parts of a statement, and each room takes up to three.
_ROOMS_AT_ONCE = 150
_BY_OTHERS = """
AND messages.deleted_at IS NULL AND messages.author_id IS NOT NULL AND messages.author_id <> %s
AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.user_id = %s AND blocks.blocked_id = messages.author_id)
"""
_WRITTEN = """
SELECT * FROM (
  SELECT messages.room_id, messages.id, messages.seq, messages.seq AS version, 'message' AS kind FROM messages
  WHERE messages.room_id = %s AND messages.seq > %s {by_others}
  ORDER BY messages.seq DESC LIMIT {limit}
) AS written
"""
_ADDRESSED = """
SELECT * FROM (
  SELECT mentions.room_id, messages.id, messages.seq, mentions.version, mentions.kind
  FROM mentions JOIN messages ON messages.id = mentions.message_id
  WHERE mentions.user_id {whom} AND mentions.room_id = %s AND mentions.version > %s {by_others}
  ORDER BY mentions.version DESC LIMIT {limit}
) AS addressed
"""
_BY_NAME_OUTSIDE = """
SELECT mentions.room_id, messages.id, messages.seq, mentions.version, mentions.kind
FROM mentions JOIN messages ON messages.id = mentions.message_id JOIN rooms ON rooms.id = mentions.room_id
WHERE mentions.user_id = %s AND mentions.id > COALESCE((SELECT seen FROM inbox_positions WHERE user_id = %s), 0)
AND rooms.visibility = 'public' AND rooms.deleted_at IS NULL
AND NOT EXISTS (
  SELECT 1 FROM room_memberships AS seat WHERE seat.room_id = mentions.room_id AND seat.user_id = %s
  AND (seat.left_at IS NULL OR seat.banned_until > %s)
) {by_others}
ORDER BY mentions.id DESC LIMIT {limit}
"""
_PARTS = {"by_others": _BY_OTHERS, "limit": MOST_IN_ROOM}
_ALL, _OUTSIDE = _WRITTEN.format(**_PARTS), _BY_NAME_OUTSIDE.format(**_PARTS)
_TO_ME, _TO_ALL = _ADDRESSED.format(whom="= %s", **_PARTS), _ADDRESSED.format(whom="IS NULL", **_PARTS)


class Found(NamedTuple):
    """A message that may concern a person, what it is to them, and the version since when it is that."""

    room_id: int
    message_id: int
    seq: int
    version: int
    to: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What was found, and the memberships of the rooms that it was found in, if one is a member."""

    found: Sequence[Found]
    memberships: Mapping[int, Membership]


def find(user: User, wanted: Wanted) -> Unread:
    """Return what is unread by ``user``, was not mailed to them, and may answer what they want to be mailed."""
    current = Membership.objects.current().filter(user=user, room__deleted_at=None).select_related("room__counter")
    mailed = dict(MailedRoom.objects.filter(user=user).values_list("room", "version"))
    seats = {one.room_id: one for one in current.order_by("room")}
    ranges = list(_ranges(seats.values(), mailed, wanted))
    found = [row for some in _batches(ranges) for row in _read(user, some)]
    return Unread(_once_each(found + _found_outside(user, mailed)), seats)


class _Range(NamedTuple):
    """What of a room is new: all that addresses the person after a version, and where all is wanted, all messages."""

    room_id: int
    after: int
    all_after: int | None


def _ranges(seats: Iterable[Membership], mailed: Mapping[int, int], wanted: Wanted) -> Iterator[_Range]:
    for seat in seats:
        after = max(seat.last_read_seq, seat.joined_version, mailed.get(seat.room_id, 0))
        counter = seat.room.counter
        if seat.is_silent or counter.version <= after:
            continue
        everything = Wanted.EVERYTHING in wanted and seat.notify == Membership.Notify.EVERYTHING
        is_all = everything or (seat.room.is_direct and wanted & (Wanted.DIRECT | Wanted.EVERYTHING))
        yield _Range(seat.room_id, after, max(after, counter.last_message_seq - WINDOW) if is_all else None)


def _batches(ranges: Sequence[_Range]) -> Iterator[Sequence[_Range]]:
    for start in range(0, len(ranges), _ROOMS_AT_ONCE):
        yield ranges[start : start + _ROOMS_AT_ONCE]


def _read(user: User, ranges: Sequence[_Range]) -> list[Found]:
    parts: list[str] = []
    values: list[int] = []
    for one in ranges:
        parts += [_TO_ME, _TO_ALL]
        values += [user.pk, one.room_id, one.after, user.pk, user.pk, one.room_id, one.after, user.pk, user.pk]
        if one.all_after is not None:
            parts.append(_ALL)
            values += [one.room_id, one.all_after, user.pk, user.pk]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [Found(*row) for row in cursor.fetchall()]


def _found_outside(user: User, mailed: Mapping[int, int]) -> list[Found]:
    """Return what addresses ``user`` by name in public rooms that they are no member of, as their inbox shows it."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE, [user.pk, user.pk, user.pk, now, user.pk, user.pk])
        rows = [Found(*row) for row in cursor.fetchall()]
    return [one for one in rows if one.version > mailed.get(one.room_id, 0)]


def _once_each(found: Iterable[Found]) -> list[Found]:
    """Return each message once, as what it is to the person before all else, in the order of their versions."""
    rank = list(To)
    best: dict[int, Found] = {}
    for one in sorted(found, key=lambda one: (rank.index(To(one.to)), -one.version)):
        best.setdefault(one.message_id, one)
    return sorted(best.values(), key=lambda one: (one.room_id, one.version))
