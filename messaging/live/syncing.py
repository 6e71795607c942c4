"""``sync``: what a client's list of rooms lacks after an interruption, for many people at once.

After a restart everyone comes back and hardly anything changed: the rooms and memberships of all are read together,
and only what differs is counted and sent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast

from django.db.models import F

from accounts.blocking.queries import blocked_by
from accounts.models import ModerationEntry, User
from accounts.moderation.models import NOTIFIED
from chatsite.contract.errors import ChatError, NotAuthenticated
from chatsite.contract.payloads import Attention, AttentionPayload, MessagePayload, MyRoomPayload
from chatsite.text.times import lasts
from messaging.bookmarks.queries import kept_by
from messaging.queries import last_messages
from messaging.unread import counts_after
from rooms.models import Membership, Room
from rooms.payloads import fetch_members, my_room_payload
from rooms.queries import my_rooms

MAX_ROOMS_PER_ANSWER = 100


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a person's client knows: ``{room id: version}``, and of some rooms ``{room id: last_read_seq}``."""

    user_id: int
    versions: Mapping[int, int]
    read: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RoomListDifference:
    """What it lacks: changed and new rooms, rooms that are gone, and whether there are notices of sanctions to read.

    ``attention`` is what the person chose about all rooms where that is not the default, ``blocked`` whom they have
    blocked, ``bookmarks`` the messages that they keep: none of these has a version.

    With ``complete`` false there are more changed rooms than one answer holds.
    """

    rooms: list[MyRoomPayload]
    gone: list[int]
    attention: list[AttentionPayload]
    blocked: list[int]
    bookmarks: list[int]
    has_notices: bool
    complete: bool


class _MembershipState(NamedTuple):
    """A membership, as much of it as tells whether it changed."""

    pk: int
    user_id: int
    room_id: int
    last_read_seq: int
    muted_until: datetime | None
    notify: str
    is_favourite: bool

    @property
    def choice(self) -> AttentionPayload | None:
        """Return what the person chose about the room; nothing if all is as it was."""
        if self.notify == Membership.Notify.EVERYTHING and not self.is_favourite:
            return None
        return {"room_id": self.room_id, "notify": cast("Attention", self.notify), "is_favourite": self.is_favourite}


def read(requests: Sequence[Known]) -> list[RoomListDifference | ChatError]:
    """Return what each client lacks, or why its person may not know.

    Six queries for all, and if anything changed two more, two for each changed room, and a few for each person who
    asks for a room that they have left.
    """
    return _Reader(requests).answers()


class _Reader:
    def __init__(self, requests: Sequence[Known]):
        self.requests = requests
        self.users = User.objects.filter(is_active=True).in_bulk({known.user_id for known in requests})
        self.states = _memberships_of(self.users)
        self.noticed = _with_notices(self.users)
        self.blocked = blocked_by(self.users)
        self.bookmarks = kept_by(self.users)
        asked = {room_id for known in requests for room_id in known.versions}
        joined = {state.room_id for states in self.states.values() for state in states.values()}
        self.rooms = Room.objects.standing().with_payload().in_bulk(asked | joined)

    def answers(self) -> list[RoomListDifference | ChatError]:
        changed = [self._changed(known) for known in self.requests]
        details = _Details(self.rooms, self.users, self.blocked, [state for states in changed for state in states])
        return [
            self._answer(known, states, details) if known.user_id in self.users else NotAuthenticated()
            for known, states in zip(self.requests, changed, strict=True)
        ]

    def _changed(self, known: Known) -> list[_MembershipState]:
        """Return the person's memberships that their client does not know as they are, one more than is sent."""
        muted = known.user_id in self.users and self.users[known.user_id].is_muted
        states = [
            state
            for state in self.states.get(known.user_id, {}).values()
            if state.room_id in self.rooms and (muted or self._differs(known, state))
        ]
        return sorted(states, key=lambda state: state.room_id)[: MAX_ROOMS_PER_ANSWER + 1]

    def _differs(self, known: Known, state: _MembershipState) -> bool:
        """Tell whether a room changed, was read elsewhere, or cannot be written in: the last has no version."""
        version, pointer = known.versions.get(state.room_id), known.read.get(state.room_id, state.last_read_seq)
        is_same = version == self.rooms[state.room_id].counter.version and pointer == state.last_read_seq
        return not is_same or lasts(state.muted_until)

    def _answer(self, known: Known, changed: list[_MembershipState], details: "_Details") -> RoomListDifference:
        user, mine = self.users[known.user_id], self.states.get(known.user_id, {})
        others = [self.rooms.get(room_id) for room_id in known.versions if room_id not in mine]
        seen = [room for room in others if room and room.is_public]
        left = [room for room in seen if room.counter.version != known.versions[room.pk]][:MAX_ROOMS_PER_ANSWER]
        there = mine.keys() & self.rooms.keys() | {room.pk for room in seen}
        return RoomListDifference(
            rooms=[details.of(state) for state in changed[:MAX_ROOMS_PER_ANSWER]]
            + (my_rooms(user, left) if left else []),
            gone=sorted(known.versions.keys() - there),
            attention=[state.choice for state in mine.values() if state.room_id in self.rooms and state.choice],
            blocked=self.blocked.get(known.user_id, []),
            bookmarks=self.bookmarks.get(known.user_id, []),
            has_notices=known.user_id in self.noticed,
            complete=len(changed) <= MAX_ROOMS_PER_ANSWER,
        )


class _Details:
    """What is counted and read only of what changed."""

    def __init__(
        self,
        rooms: Mapping[int, Room],
        users: Mapping[int, User],
        blocked: Mapping[int, Collection[int]],
        changed: Sequence[_MembershipState],
    ):
        self.rooms, self.users = rooms, users
        self.memberships = Membership.objects.in_bulk({state.pk for state in changed}) if changed else {}
        pointers: defaultdict[int, dict[int, int]] = defaultdict(dict)
        silent: defaultdict[int, set[int]] = defaultdict(set)
        for state in changed:
            pointers[state.room_id][state.user_id] = state.last_read_seq
            if state.notify == Membership.Notify.NOTHING:
                silent[state.room_id].add(state.user_id)
        self.last: Mapping[int, MessagePayload] = last_messages(list(pointers)) if pointers else {}
        fetch_members(rooms[room_id] for room_id in pointers)
        self.counts = {
            room_id: counts_after(rooms[room_id], whose, silent=silent[room_id], blocked=blocked)
            for room_id, whose in pointers.items()
        }

    def of(self, state: _MembershipState) -> MyRoomPayload:
        room, membership = self.rooms[state.room_id], self.memberships[state.pk]
        unread, mentions = self.counts[state.room_id]
        membership.user = self.users[state.user_id]
        return my_room_payload(
            room,
            membership=membership,
            unread_count=unread[state.user_id],
            mention_count=mentions.get(state.user_id, 0),
            last_message=self.last.get(state.room_id),
        )


def _memberships_of(users: Iterable[int]) -> dict[int, dict[int, _MembershipState]]:
    """Return ``{user id: {room id: membership}}``."""
    found: defaultdict[int, dict[int, _MembershipState]] = defaultdict(dict)
    members = Membership.objects.current().listed().filter(user__in=users)
    for row in members.values_list("pk", "user", "room", "last_read_seq", "muted_until", "notify", "is_favourite"):
        state = _MembershipState(*row)
        found[state.user_id][state.room_id] = state
    return found


def _with_notices(users: Iterable[int]) -> set[int]:
    """Return who of ``users`` has yet to read what was done to them."""
    entries = ModerationEntry.objects.filter(whom__in=users, action__in=NOTIFIED, pk__gt=F("whom__notices_seen"))
    return set(entries.values_list("whom", flat=True))
