"""Everything that moves the pointers up to which people have read, in several rooms at once."""

from collections.abc import Mapping, Sequence

from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Least

from accounts.models import User
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import limited
from messaging import broadcasts, limits
from messaging.addressing import addressing
from messaging.queries import mention_counts, unread_counts
from messaging.reading.queries import behind
from rooms.models import Membership


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
    unread, mentions = (unread_counts(moved), mention_counts(moved)) if moved else ({}, {})
    broadcasts.rooms_read(moved, unread, mentions, marked_unread=True)


def _move(memberships: Sequence[Membership], to: Mapping[int, int], choose: type[Greatest] | type[Least]) -> None:
    """Store new pointers in one statement; ``choose`` decides between them and what another device stored meanwhile."""
    if not memberships:
        return
    pointer = Case(*(When(pk=one.pk, then=Value(to[one.room_id])) for one in memberships))
    moving = Membership.objects.filter(pk__in=[one.pk for one in memberships])
    moving.update(last_read_seq=choose(F("last_read_seq"), pointer))
    for one in memberships:
        one.last_read_seq = to[one.room_id]
