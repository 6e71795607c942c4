"""What the rules must know of messages and of the people whom they might notify: in a few queries for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.blocking.queries import Blocking, blockings
from accounts.models import User
from chatsite.db.prepared import Prepared, PreparedRows
from messaging.mentions.models import InboxPosition
from messaging.models import Message
from messaging.notifications.choosing import wishes_of
from messaging.notifications.deciding import News, Place, To, Wishes
from rooms.models import Membership, Room

AT_ONCE = 500


class Candidate(NamedTuple):
    """A person whom a message might notify, and what it is to them.

    ``version`` is the room's at which it came to be so: that of the message, or of the edit that added a mention.
    """

    user_id: int
    room_id: int
    seq: int
    version: int
    to: To = To.MESSAGE
    mention_id: int = 0

    @property
    def pair(self) -> tuple[int, int]:
        """Return the person and the room."""
        return self.user_id, self.room_id


@dataclass(frozen=True, slots=True)
class Facts:
    """A candidate, with everything that the rules ask."""

    candidate: Candidate
    news: News
    place: Place
    wishes: Wishes
    message: Message
    user: User
    membership: Membership | None


def facts_about(candidates: Sequence[Candidate], *, is_shown: bool = False) -> Iterator[Facts]:
    """Yield the facts about those of ``candidates`` whose message, room and person are still there.

    With ``is_shown`` the messages come with their authors, to be shown to someone.
    """
    for first in range(0, len(candidates), AT_ONCE):
        yield from _facts_about(candidates[first : first + AT_ONCE], is_shown=is_shown)


def _facts_about(candidates: Sequence[Candidate], *, is_shown: bool) -> Iterator[Facts]:
    messages = _messages(candidates, is_shown=is_shown)
    rooms = {row.pk: row for row in _rooms({one.room_id for one in candidates})}
    users = {row.pk: row for row in _active_users({one.user_id for one in candidates})}
    seats = _seats(candidates)
    wishes = wishes_of(list(users))
    blocked = _blocked(users, messages.values())
    seen = _seen_elsewhere(one for one in candidates if one.mention_id and one.pair not in seats)
    for one in candidates:
        message, room, user = messages.get((one.room_id, one.seq)), rooms.get(one.room_id), users.get(one.user_id)
        if message is None or room is None or user is None or user.is_banned:
            continue
        message.room, seat = room, seats.get(one.pair)
        news = News(
            version=one.version,
            at=(message.edited_at or message.created_at) if one.version > one.seq else message.created_at,
            to=one.to,
            is_own=message.author_id == user.pk,
            is_deleted=message.is_deleted,
            is_by_blocked=message.author_id is not None and Blocking(user.pk, message.author_id) in blocked,
        )
        place = place_of(room, seat, is_seen=seen.get(user.pk, 0) >= one.mention_id > 0)
        yield Facts(one, news, place, wishes[user.pk], message, user, seat)


def place_of(room: Room, seat: Membership | None, *, is_seen: bool = False) -> Place:
    """Return what a room is to a person with this membership, or without one; then ``is_seen`` says it is read."""
    if room.deleted_at is not None:
        return Place(may_read=False)
    if seat is None or seat.left_at is not None:
        may_read = room.is_public and not (seat and seat.is_banned)
        return Place(may_read=may_read, read_upto=2**63 - 1 if is_seen else 0)
    return Place(room.is_direct, seat.notify, seat.last_read_seq, not seat.is_banned)


def _messages(candidates: Sequence[Candidate], *, is_shown: bool) -> dict[tuple[int, int], Message]:
    room_ids, seqs = zip(*{(one.room_id, one.seq) for one in candidates}, strict=True)
    rows = _shown_messages(room_ids, seqs) if is_shown else _judged_messages(room_ids, seqs)
    return {(row.room_id, row.seq): row for row in rows}


def _seats(candidates: Sequence[Candidate]) -> dict[tuple[int, int], Membership]:
    rooms, users = {one.room_id for one in candidates}, {one.user_id for one in candidates}
    wanted = {one.pair for one in candidates}
    return {pair: row for row in _memberships(rooms, users) if (pair := (row.user_id, row.room_id)) in wanted}


def _blocked(users: Mapping[int, User], messages: Iterable[Message]) -> set[Blocking]:
    authors = {one.author_id for one in messages if one.author_id is not None}
    return blockings(users.keys(), authors) if users and authors else set()


def _seen_elsewhere(candidates: Iterable[Candidate]) -> dict[int, int]:
    users = {one.user_id for one in candidates}
    return {row[0]: row[1] for row in _inbox_positions(users)}


def _at(room_ids: Sequence[int], seqs: Sequence[int]) -> "QuerySet[Message]":
    """Return the messages at pairs of a room and a ``seq``."""
    pairs = (Q(room=room_id, seq=seq) for room_id, seq in zip(room_ids, seqs, strict=True))
    return Message.objects.filter(Q(*pairs, _connector=Q.OR))


_judged_messages = Prepared(lambda room_ids, seqs: _at(room_ids, seqs).defer("content", "html"))
_shown_messages = Prepared(lambda room_ids, seqs: _at(room_ids, seqs).select_related("author"))
_rooms = Prepared(lambda ids: Room.objects.filter(pk__in=ids))
_active_users = Prepared(lambda ids: User.objects.filter(pk__in=ids, is_active=True))
_memberships = Prepared(lambda rooms, users: Membership.objects.filter(room__in=rooms, user__in=users))
_inbox_positions = PreparedRows(lambda users: InboxPosition.objects.filter(user__in=users).values_list("user", "seen"))
