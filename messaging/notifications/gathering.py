"""Whom what is new might notify: people with a device, in few queries for everything that came meanwhile."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from chatsite.db.prepared import PreparedRows
from messaging.notifications.arrivals import Addressed, Slice, Written
from messaging.notifications.deciding import To, Wanted
from messaging.notifications.facts import Candidate
from messaging.notifications.models import NotificationSettings, PushSubscription
from rooms.models import Membership, Room

LAST_AUTHORS: Final = 3


def candidates_of(found: Slice) -> list[Candidate]:
    """Return whom what is new might notify by push: of a room the newest messages of a few authors, and mentions."""
    return [*_by_messages(found.messages), *_by_mentions(found.mentions)]


def best_of_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return each person once for each room: what addresses them before what does not, and the newest of those."""
    best: dict[tuple[int, int], Candidate] = {}
    for one in candidates:
        earlier = best.get(one.pair)
        if earlier is None or _weight(one) > _weight(earlier):
            best[one.pair] = one
    return list(best.values())


def _weight(one: Candidate) -> tuple[bool, int]:
    return one.to != To.MESSAGE, one.version


def _by_messages(messages: Sequence[Written]) -> Iterable[Candidate]:
    """Yield candidates: the members of direct rooms, and of all rooms the people who want every message."""
    newest = _newest_by_room(messages)
    for user_id, room_id, read_upto in _readers_of_everything(newest):
        for message in newest[room_id]:
            if message.author_id != user_id and message.seq > read_upto:
                yield Candidate(user_id, room_id, message.seq, message.seq)


def _newest_by_room(messages: Sequence[Written]) -> dict[int, list[Written]]:
    """Return the newest message of each of the last authors in a room: the last one may be blocked by someone."""
    found: dict[int, dict[int | None, Written]] = {}
    for one in sorted(messages, key=lambda message: message.seq, reverse=True):
        by_author = found.setdefault(one.room_id, {})
        if not one.is_deleted and len(by_author) < LAST_AUTHORS:
            by_author.setdefault(one.author_id, one)
    return {room_id: list(by_author.values()) for room_id, by_author in found.items()}


def _by_mentions(mentions: Sequence[Addressed]) -> Iterable[Candidate]:
    """Yield candidates who are addressed by name, and members of rooms in which everyone is."""
    standing = [one for one in mentions if not one.is_deleted]
    calls = {one.room_id: one for one in standing if one.user_id is None}
    named = [one for one in standing if one.user_id not in {None, one.author_id}]
    people = {one.user_id for one in named if one.user_id is not None}
    with_device = {user_id for (user_id,) in _with_device(people)}
    for one in named:
        if one.user_id is not None and one.user_id in with_device:
            yield Candidate(one.user_id, one.room_id, one.seq, one.version, To(one.kind), one.id)
    for user_id, room_id, _read_upto in _reachable_members(calls):
        call = calls[room_id]
        if call.author_id != user_id:
            yield Candidate(user_id, room_id, call.seq, call.version, To.ROOM)


def _members(room_ids: Collection[int]) -> "QuerySet[Membership, tuple[int, int, int]]":
    """Return the members of rooms who have a device, with their read pointers.

    ``Exists`` has the database begin with the members; a list of everyone with a device took it 20 times as long.
    """
    device = PushSubscription.objects.filter(user=OuterRef("user"))
    members = Membership.objects.current().filter(Exists(device), room__in=room_ids)
    return members.values_list("user", "room", "last_read_seq")


def _everything_wanted() -> Q:
    """Return the condition on memberships that every message of the room may notify their person."""
    curious = NotificationSettings.objects.filter(user=OuterRef("user"), push_for__gte=int(Wanted.EVERYTHING))
    return Q(room__visibility=Room.Visibility.DIRECT) | Q(Exists(curious))


_reachable_members = PreparedRows(_members)
_readers_of_everything = PreparedRows(lambda room_ids: _members(room_ids).filter(_everything_wanted()))
_with_device = PreparedRows(lambda users: PushSubscription.objects.filter(user__in=users).values_list("user"))
