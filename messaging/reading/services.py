"""Everything that moves the pointers up to which people have read: in one room, or in several at once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Least

from accounts.models import User
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import count, limited
from messaging import broadcasts, limits
from messaging.addressing import addressing
from messaging.changing import membership_of
from messaging.reading.queries import MOST_ROOMS, behind, newest_of_others, shared_behind
from messaging.unread import counts
from rooms.models import Membership
from rooms.queries import room_for, standing_in


class Unread(NamedTuple):
    """How many messages in a room are unread, and how many of these address the reader."""

    messages: int
    mentions: int


@in_repeatable_transaction
def mark_read(
    *, room_id: int, by: User, seq: int | None = None, unread_from: int | None = None, unread: bool = False
) -> tuple[Membership, Unread]:
    """Move a reader's pointer forward to ``seq``, or anywhere to just before ``unread_from``; tell their connections.

    ``seq`` may be any version of the room up to which the reader has seen it. ``unread`` means from the newest message
    of another person on, if there is one. Returns the membership, and what is unread.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is no member.
        RateLimited: too much marked as unread.
    """
    if seq is None:
        count(limits.UNREAD_MARKS, by=by)
    room = room_for(by, room_id)
    membership = membership_of(standing_in(room_id, by))
    membership.room = room
    if unread:
        unread_from = newest_of_others(membership)
    moved = _move_pointer(membership, seq, unread_from)
    messages, mentions = counts([membership])
    if moved:
        broadcasts.rooms_read([membership], messages, mentions, marked_unread=unread_from is not None)
    return membership, Unread(messages.get(room_id, 0), mentions.get(room_id, 0))


def _move_pointer(membership: Membership, seq: int | None, unread_from: int | None) -> bool:
    """Store a reader's pointer if it changes; tell whether it did."""
    end = membership.room.counter.version
    mine = Membership.objects.filter(pk=membership.pk)
    if unread_from is not None:
        pointer = min(unread_from - 1, end)
        moved = mine.exclude(last_read_seq=pointer).update(last_read_seq=pointer)
    else:
        pointer = min(seq or 0, end)
        moved = mine.filter(last_read_seq__lt=pointer).update(last_read_seq=pointer)
    if moved:
        membership.last_read_seq = pointer
    return bool(moved)


@limited(limits.UNREAD_MARKS)
@in_repeatable_transaction
def read_all(*, by: User) -> tuple[Mapping[int, int], bool]:
    """Mark rooms as read to their end, and tell the reader's connections.

    Returns where ``by`` was in each (``{room id: seq}``), for :func:`put_back`, and whether these are all: of very many
    rooms some remain.

    Raises:
        RateLimited: done too often.
    """
    memberships, complete = behind(by)
    before = {membership.room_id: membership.last_read_seq for membership in memberships}
    _move(memberships, {one.room_id: one.room.counter.version for one in memberships}, Greatest)
    broadcasts.rooms_read(memberships, {}, {})
    addressing.part.seen_elsewhere(by)
    return before, complete


@limited(limits.UNREAD_MARKS)
@in_repeatable_transaction
def put_back(*, by: User, rooms: Mapping[int, int]) -> None:
    """Move the reader's pointers back to where they were, and tell their connections; never forward.

    Rooms that ``by`` is no member of are left out. Doing it again changes nothing.

    Raises:
        RateLimited: done too often.
    """
    mine = Membership.objects.current().filter(user=by, room__in=list(rooms), room__deleted_at=None)
    moved = [one for one in mine.select_related("room__counter") if rooms[one.room_id] < one.last_read_seq]
    _move(moved, rooms, Least)
    unread, mentions = counts(moved)
    broadcasts.rooms_read(moved, unread, mentions, marked_unread=True)


def recount_shared(user: User, other_id: int) -> None:
    """Send a person's connections the counts of rooms in which someone they blocked or unblocked may have written."""
    shared = shared_behind(user, other_id)
    for start in range(0, len(shared), MOST_ROOMS):
        some = shared[start : start + MOST_ROOMS]
        unread, mentions = counts(some)
        broadcasts.rooms_read(some, unread, mentions)


def _move(memberships: Sequence[Membership], to: Mapping[int, int], choose: type[Greatest] | type[Least]) -> None:
    """Store new pointers in one statement; ``choose`` decides between them and what another device stored meanwhile."""
    if not memberships:
        return
    pointer = Case(*(When(pk=one.pk, then=Value(to[one.room_id])) for one in memberships))
    moving = Membership.objects.filter(pk__in=[one.pk for one in memberships])
    moving.update(last_read_seq=choose(F("last_read_seq"), pointer))
    for one in memberships:
        one.last_read_seq = to[one.room_id]
