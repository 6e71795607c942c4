"""What is read of mentions: what a message shows of them, and the inbox of a person."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.blocking.models import Block
from accounts.models import User
from accounts.payloads import user_payload
from chatsite.contract.payloads import MentionPayload, MentionsPayload
from messaging.addressing import Address
from messaging.features import fetch_parts
from messaging.mentions.models import InboxPosition, Mention
from messaging.mentions.payloads import mention_payload
from rooms.models import Membership, Room

MAX_ENTRIES = 50
_ROOMS_AT_ONCE = 200
_NEWEST = 2**63 - 1
_NEWEST_IN_ROOM = """
SELECT * FROM (
  SELECT mentions.id, mentions.message_id FROM mentions JOIN messages ON messages.id = mentions.message_id
  WHERE mentions.user_id {whom} AND mentions.room_id = %s AND mentions.version > %s AND mentions.id < %s
  AND messages.deleted_at IS NULL AND COALESCE(messages.author_id, 0) <> %s
  AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.user_id = %s AND blocks.blocked_id = messages.author_id)
  ORDER BY mentions.version DESC LIMIT %s
) AS newest_in_room
"""
_MINE, _OF_ALL = _NEWEST_IN_ROOM.format(whom="= %s"), _NEWEST_IN_ROOM.format(whom="IS NULL")


def mentions_of(message_ids: Collection[int]) -> Mapping[int, MentionsPayload]:
    """Return ``{message id: whom it mentions}``, in the order in which they came, in one query."""
    found: dict[int, MentionsPayload] = {}
    rows = Mention.objects.filter(message__in=message_ids).exclude(kind=Mention.Kind.REPLY)
    for row in rows.select_related("user").order_by("pk"):
        of_message = found.setdefault(row.message_id, {"mentions": [], "mentions_room": False})
        if row.user:
            of_message["mentions"].append(user_payload(row.user))
        else:
            of_message["mentions_room"] = True
    return found


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the messages that address a person, newest first."""

    entries: list[MentionPayload]
    has_more: bool


def inbox(*, user: User, before: int = _NEWEST, limit: int = MAX_ENTRIES, unread: bool = False) -> Inbox:
    """Return the messages that address ``user`` in what they may read now, or the unread ones, before a mention.

    Those of people whom they have blocked are left out.

    It takes as many queries for one room as for two hundred, and reads a page of each.
    """
    reading = _Reading(user)
    pages = reading.unread if unread else reading.all
    ids = sorted(_once_each(user, pages(before, limit + 1)), reverse=True)
    rows = Mention.objects.filter(pk__in=ids[:limit]).order_by("-pk")
    rows = rows.select_related("room", "message__author", "message__reply_to__author")
    shown = list(rows)
    fetch_parts(row.message for row in shown)
    return Inbox([_entry(row, reading) for row in shown], len(ids) > limit)


def _entry(row: Mention, reading: "_Reading") -> MentionPayload:
    row.message.room = row.room
    return mention_payload(Address(row.pk, row.message, row.user_id, row.kind), is_read=reading.is_read(row))


class _Found(NamedTuple):
    """Mentions by id with their messages: those of a person, and calls of everyone."""

    mine: Iterable[tuple[int, int]]
    calls: Iterable[tuple[int, int]]


def _once_each(user: User, found: _Found) -> Iterator[int]:
    """Yield the ids of mentions, and of calls by messages that do not address the person by name too."""
    calls = dict(found.calls)
    named = set(Mention.objects.filter(user=user, message__in=set(calls.values())).values_list("message", flat=True))
    yield from (pk for pk, message_id in calls.items() if message_id not in named)
    yield from (pk for pk, _message_id in found.mine)


class _Reading:
    """Where a person has read up to, and what addresses them."""

    def __init__(self, user: User):
        self.user = user
        current = Membership.objects.current().filter(user=user, room__deleted_at=None)
        self.memberships = {one.room_id: one for one in current}
        self.seen = InboxPosition.objects.filter(user=user).values_list("seen", flat=True).first() or 0

    def is_read(self, row: Mention) -> bool:
        """Tell whether the person has read what a mention is about."""
        membership = self.memberships.get(row.room_id)
        return row.version <= membership.last_read_seq if membership else row.pk <= self.seen

    def all(self, before: int, limit: int) -> _Found:
        """Return the newest before one."""
        since_joined = {room_id: one.joined_version for room_id, one in self.memberships.items()}
        mine = self._mine().filter(pk__lt=before).order_by("-pk").values_list("pk", "message")[:limit]
        return _Found(mine, self._in_rooms(_OF_ALL, since_joined, before, limit))

    def unread(self, before: int, limit: int) -> _Found:
        """Return the newest unread before one."""
        attentive = [one for one in self.memberships.values() if not one.is_silent]
        pointers = {one.room_id: one.last_read_seq for one in attentive}
        mine = self._in_rooms(_MINE, pointers, before, limit)
        outside = self._mine().filter(pk__gt=self.seen, pk__lt=before).exclude(room__in=list(self.memberships))
        mine += outside.order_by("-pk").values_list("pk", "message")[:limit]
        since = {one.room_id: max(one.joined_version, one.last_read_seq) for one in attentive}
        return _Found(mine, self._in_rooms(_OF_ALL, since, before, limit))

    def _mine(self) -> "QuerySet[Mention]":
        banned = Membership.objects.banned().filter(user=self.user).values("room")
        mine = Mention.objects.filter(user=self.user, room__in=Room.objects.visible_to(self.user))
        mine = mine.exclude(room__in=banned).filter(message__deleted_at=None).exclude(message__author=self.user)
        return mine.exclude(Exists(Block.objects.filter(user=self.user, blocked=OuterRef("message__author"))))

    def _in_rooms(self, part: str, after: Mapping[int, int], before: int, limit: int) -> list[tuple[int, int]]:
        """Return ``(id, message id)`` of the newest in each room after a version: each room is a range by itself."""
        found: list[tuple[int, int]] = []
        rooms: Sequence[tuple[int, int]] = list(after.items())
        whose = [self.user.pk] * (part is _MINE)
        for start in range(0, len(rooms), _ROOMS_AT_ONCE):
            some = rooms[start : start + _ROOMS_AT_ONCE]
            values = [
                value
                for room_id, version in some
                for value in (*whose, room_id, version, before, self.user.pk, self.user.pk, limit)
            ]
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([part] * len(some)), values)
                found += cursor.fetchall()
        return found
