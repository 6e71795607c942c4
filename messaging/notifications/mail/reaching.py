"""Whom new messages and mentions may concern: those among the people of their rooms who have not read them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from messaging.notifications.arrivals import Addressed, Written
from messaging.notifications.deciding import Wanted
from messaging.notifications.models import NotificationSettings
from rooms.models import Membership, Room


class _News(NamedTuple):
    """Something new in a room: since which version, when it was written, and by whom."""

    version: int
    at: datetime
    author_id: int | None


_Rooms = Mapping[int, Sequence[_News]]
"""What is new in rooms, by their ids, in the order of its versions."""


class _Earliest(dict[int, datetime]):
    """People, and when the first was written of what they have not read."""

    def add(self, user_id: int, at: datetime) -> None:
        self[user_id] = min(self.get(user_id, at), at)


def reached(messages: Iterable[Written], mentions: Iterable[Addressed]) -> Mapping[int, datetime]:
    """Return ``{user id: since when they may have missed something}``, given new messages and mentions.

    It takes as many queries for one as for hundreds. Rules that are about one message and one person are left to the
    moment of the mail.
    """
    found = _Earliest()
    written = _written(messages)
    direct = {pk: news for pk, news in written.items() if pk in _direct(written)}
    _add_members(found, direct, Q())
    _add_members(found, written, _wants_all())
    calls = defaultdict(list)
    for user_id, room_id, news in _addressed(mentions):
        if user_id is None:
            calls[room_id].append(news)
        elif user_id != news.author_id:
            found.add(user_id, news.at)
    _add_members(found, calls, Q())
    return found


def _written(messages: Iterable[Written]) -> _Rooms:
    by_room = defaultdict(list)
    for one in sorted(messages, key=lambda one: one.seq):
        if not one.is_deleted and one.author_id is not None:
            by_room[one.room_id].append(_News(one.seq, one.at, one.author_id))
    return by_room


def _direct(rooms: _Rooms) -> set[int]:
    direct = Room.objects.filter(pk__in=rooms, visibility=Room.Visibility.DIRECT)
    return set(direct.values_list("pk", flat=True))


def _addressed(mentions: Iterable[Addressed]) -> Iterable[tuple[int | None, int, _News]]:
    """Yield whom new mentions address, or None for all in the room; an edit that did so counts from that edit on."""
    for one in sorted(mentions, key=lambda one: one.version):
        if not one.is_deleted and one.author_id is not None:
            yield one.user_id, one.room_id, _News(one.version, one.at, one.author_id)


def _wants_all() -> Q:
    everyone = NotificationSettings.objects.filter(mail_for__gte=int(Wanted.EVERYTHING))  # the highest bit
    return Q(user__in=everyone.values("user"), notify=Membership.Notify.EVERYTHING)


def _add_members(found: _Earliest, rooms: _Rooms, who: Q) -> None:
    """Add the members of rooms who have not read to the end, and to whom what they have not read is not their own."""
    for room_id, user_id, pointer in _behind(rooms).filter(who).values_list("room", "user", "last_read_seq").iterator():
        news = rooms[room_id]
        first = bisect_right(news, pointer, key=lambda one: one.version)
        at = next((one.at for one in news[first:] if one.author_id != user_id), None)
        if at is not None:
            found.add(user_id, at)


def _behind(rooms: _Rooms) -> "QuerySet[Membership]":
    members = Membership.objects.current().filter(room__in=list(rooms))
    return members.filter(last_read_seq__lt=F("room__counter__version")).exclude(notify=Membership.Notify.NOTHING)
