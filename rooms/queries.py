"""What is read of rooms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.payloads import beside_payload
from chatsite.contract.errors import NotFound
from chatsite.contract.payloads import MyRoomPayload
from chatsite.db.prepared import Prepared
from chatsite.realtime import RoomChange
from chatsite.text.cleaning import name_key
from chatsite.text.numbers import parse_number
from rooms import conversation
from rooms.broadcasts import room_change
from rooms.models import Membership, Room, RoomCounter, RoomQuerySet
from rooms.online import is_online
from rooms.payloads import fetch_members, my_room_payload
from rooms.policies import Standing, require_admittance


def versions(room_ids: Iterable[int]) -> dict[int, int]:
    """Return ``{room id: version}`` of the rooms that exist, deleted ones included, in one query."""
    return dict(RoomCounter.objects.filter(pk__in=list(room_ids)).values_list("pk", "version"))


def room_changes(room_ids: Collection[int]) -> list[RoomChange]:
    """Return the last change of each of the rooms themselves: one query, and one more for each that is not public."""
    return [room_change(room) for room in Room.objects.with_payload().filter(pk__in=room_ids)]


def room_for(user: User, room_id: int) -> Room:
    """Return a room with what its payload shows.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
    """
    room = Room.objects.visible_to(user).with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def room_within_reach(user: User, room_id: int) -> Room:
    """Return a room that ``user`` may see, or as an administrator may join or moderate from outside.

    Raises:
        NotFound: there is no such room, or ``user`` may do nothing about it.
    """
    room = Room.objects.within_reach_of(user).with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def hidden_room_ids(user: User) -> set[int]:
    """Return the rooms whose present names ``user`` may not learn: those that are neither public nor theirs."""
    return set(Room.objects.hidden_from(user).values_list("pk", flat=True))


def room_called(words: str) -> Room | None:
    """Return the active room of that name, or the room of that number, whatever became of it: for administrators."""
    rooms = Room.objects.with_payload()
    room = rooms.filter(active_name_key=name_key(words)).first()
    number = parse_number(words)
    if room is None and number is not None:
        room = rooms.filter(pk=number).first()
    return room


def is_known_to(user: User, other: User) -> bool:
    """Tell whether ``user`` can have met ``other``: online, or in a room that they may see, now or earlier.

    No one learns a stranger's name, a banned or deactivated one's too, by trying numbers.
    """
    if is_online(other.pk):
        return True
    rows = Membership.objects.filter(user=other, room__in=Room.objects.visible_to(user))
    return any(row.has_been_in for row in rows)


def room_to_read(user: User, room_id: int) -> Room:
    """Return a room whose conversation and members ``user`` may read.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: they are banned from it.
    """
    ban = Membership.objects.banned().filter(room=OuterRef("pk"), user=user)
    room = Room.objects.visible_to(user).with_payload().exclude(Exists(ban)).filter(pk=room_id).first()
    if room is None:
        room = room_for(user, room_id)
        require_admittance(room_id, user)
    return room


def require_still_to_read(user: User, room: Room) -> None:
    """Go on only if ``user`` may still read a room that is not public, once its messages were read.

    They are read as they are, which may be newer than leaving.

    Raises:
        NotFound: they left meanwhile.
    """
    if not room.is_public:
        room_for(user, room.pk)


def standing_in(room_id: int, user: User) -> Standing:
    """Return what ``user`` is in the room."""
    current = Membership.objects.current().select_related("room")
    membership = current.filter(room=room_id, user=user).first()
    if membership:
        membership.user = user
    return Standing(user, membership)


@dataclass(frozen=True, slots=True)
class ListedRooms:
    """The rooms of a list: active ones that a person may see, or the closed ones they are a member of.

    Direct rooms that they have hidden are left out.
    """

    joined: bool = False
    closed: bool = False
    search: str = ""

    def first(self, user: User, *, after: int, count: int) -> list[Room]:
        """Return the first of them behind an id, by id, with what their payloads show.

        Each visit asks for active ones: that query is prepared.
        """
        if self.closed or self.search:
            return list(self.of(user).filter(pk__gt=after)[:count])
        return _active_rooms(self.joined, count)([user.pk], [after])

    def of(self, user: User) -> RoomQuerySet:
        """Return all of them, by id."""
        rooms = Room.objects.visible_to(user).listed_for(user).with_payload()
        rooms = rooms.closed() if self.closed else rooms.active()
        if self.joined or (self.closed and not user.is_admin):
            rooms = rooms.joined_by(user)
        return (rooms.called(self.search) if self.search else rooms).order_by("pk")


@cache
def _active_rooms(joined: bool, count: int) -> Prepared[Room]:  # noqa: FBT001 - a key
    rooms = ListedRooms(joined=joined)
    unshown = beside_payload("creator")
    return Prepared(lambda users, ids: rooms.of(User(pk=users[0])).filter(pk__gt=ids[0]).defer(*unshown)[:count])


def my_rooms(user: User, rooms: Sequence[Room]) -> list[MyRoomPayload]:
    """Return what ``user`` sees of ``rooms``, in as many queries for one as for hundreds.

    Who is banned from a room learns nothing of what is said in it.
    """
    once = _memberships_of([user.pk], [room.pk for room in rooms])
    fetch_members(rooms)
    return shown_rooms(user, rooms, once)


# Assigning them to hundreds of memberships takes longer than reading these.
_ROOM, _PERSON = Membership._meta.get_field("room"), Membership._meta.get_field("user")
_memberships_of = Prepared(lambda users, rooms: Membership.objects.filter(user__in=users, room__in=rooms))


def shown_rooms(user: User, rooms: Sequence[Room], once: Iterable[Membership]) -> list[MyRoomPayload]:
    """Return what ``user`` sees of ``rooms``, given the memberships that they have or had."""
    by_id = {room.pk: room for room in rooms}
    memberships = {membership.room_id: membership for membership in once if membership.left_at is None}
    banned = {membership.room_id for membership in once if membership.is_banned}
    for membership in memberships.values():
        _ROOM.set_cached_value(membership, by_id[membership.room_id])
        _PERSON.set_cached_value(membership, user)
    unread, mentions = conversation.counts(list(memberships.values()))
    last = conversation.last_messages([room_id for room_id in by_id if room_id not in banned])
    return [
        my_room_payload(
            room,
            membership=memberships.get(room.pk),
            unread_count=unread.get(room.pk, 0),
            mention_count=mentions.get(room.pk, 0),
            last_message=last.get(room.pk),
        )
        for room in rooms
    ]


def my_room(user: User, room_id: int) -> MyRoomPayload:
    """Return what ``user`` sees of one room.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
    """
    return my_rooms(user, [room_for(user, room_id)])[0]
