"""What is announced of rooms and memberships.

Which event a change is follows from the row alone, so that a change announced when it is made and the same change read
from the record later are one and the same.
"""

from collections.abc import Iterable, Sequence

from accounts.payloads import user_payload
from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import MembershipPayload, MyRoomPayload
from chatsite.realtime import Audience, Notice, Revocation, RoomChange
from rooms import conversation
from rooms.models import Membership, Room, RoomCounter
from rooms.payloads import membership_payload, role, room_payload


def room_change(room: Room) -> RoomChange:
    """Return the last change of the room itself: created, updated, closed or deleted."""
    payload = room_payload(room, version=room.version)
    if room.deleted_at:
        return _of_room(room, ServerEvent.ROOM_DELETED, {"room_id": room.pk})
    if room.closed_at:
        return _of_room(room, ServerEvent.ROOM_CLOSED, {"room_id": room.pk, "version": room.version, "room": payload})
    event = ServerEvent.ROOM_CREATED if room.version == 1 else ServerEvent.ROOM_UPDATED
    return _of_room(room, event, {"room": payload})


def _of_room(room: Room, event: ServerEvent, payload: dict[str, object]) -> RoomChange:
    if room.is_public:
        return RoomChange(room.pk, room.version, event, payload, Audience.EVERYONE)
    members = Membership.objects.current().filter(room=room).values_list("user", flat=True)
    return RoomChange(room.pk, room.version, event, payload, Audience.MEMBERS, list(members))


def membership_change(membership: Membership, counter: RoomCounter) -> RoomChange:
    """Return the last change of ``membership``."""
    if membership.left_at:
        return _of_member(membership, counter, ServerEvent.MEMBER_LEFT, membership.version)
    if membership.joined_version == membership.version:
        return membership_began(membership, counter)
    return _of_member(membership, counter, ServerEvent.MEMBER_UPDATED, membership.version)


def membership_began(membership: Membership, counter: RoomCounter) -> RoomChange:
    """Return that ``membership`` began, under the version of then, as it is now: what it was then is not kept."""
    return _of_member(membership, counter, ServerEvent.MEMBER_JOINED, membership.joined_version)


def _of_member(membership: Membership, counter: RoomCounter, event: ServerEvent, version: int) -> RoomChange:
    payload = {
        "room_id": membership.room_id,
        "version": version,
        "user": user_payload(membership.user),
        "role": role(membership),
        "member_count": counter.member_count,
    }
    return RoomChange(membership.room_id, version, event, payload)


def room_changed(room: Room) -> None:
    """Announce that the room was created, updated, closed, reopened or deleted."""
    realtime.announce(room_change(room))


def member_changed(membership: Membership, counter: RoomCounter) -> None:
    """Announce that someone joined, or got another role."""
    membership.room = counter.room
    realtime.announce(membership_change(membership, counter), *member_notices(membership, counter.room))


def direct_room_opened(room: Room, memberships: Sequence[Membership]) -> None:
    """Announce a new direct room to the person who opened it; the others' connections count as members' from now on."""
    realtime.announce(*(membership_change(one, room.counter) for one in memberships))
    _direct_room_shown(room, memberships)


def direct_room_left(room: Room) -> None:
    """Show a group's other members after whom it is called now."""
    _direct_room_shown(room, Membership.objects.current().filter(room=room).select_related("user"))


def _direct_room_shown(room: Room, memberships: Iterable[Membership]) -> None:
    for one in memberships:
        if not one.is_hidden(room.counter.last_message_seq):
            one.room = room
            own_membership_changed(one)


def own_membership_changed(membership: Membership) -> None:
    """Tell a member's connections what they chose about a room; ``membership.room`` must be there."""
    realtime.announce(*member_notices(membership, membership.room, is_new=False))


def member_notices(membership: Membership, room: Room, *, is_new: bool = True) -> list[Notice]:
    """Return what the person's own connections receive of a membership that began, changed or ended.

    Who joined receives the room with it, and may not have known it; the same goes for each change of a direct room,
    which was announced to no one. Who leaves a room that is not public has lost it.
    """
    mine = None if membership.left_at else own_payload(membership, room)
    payload: dict[str, object] = {"room_id": room.pk, "membership": mine}
    is_new = is_new and membership.joined_version == membership.version
    if mine and (is_new or room.is_direct):
        payload["room"] = _joined_room(room, mine)
    notices = [Notice(ServerEvent.MEMBERSHIP_CHANGED, payload, user_id=membership.user_id)]
    if membership.left_at and not room.is_public:
        notices.append(Notice(ServerEvent.ROOM_DELETED, {"room_id": room.pk}, user_id=membership.user_id))
    return notices


def _joined_room(room: Room, mine: MembershipPayload) -> MyRoomPayload:
    last = conversation.last_messages([room.pk]).get(room.pk)
    return {**room_payload(room), "membership": mine, "last_message": last}


def own_payload(membership: Membership, room: Room) -> MembershipPayload:
    """Return what a member sees of their membership, with what is unread counted now."""
    unread, mentions = conversation.counts([membership])
    return membership_payload(
        membership, room, unread_count=unread.get(room.pk, 0), mention_count=mentions.get(room.pk, 0)
    )


def member_left(membership: Membership, counter: RoomCounter) -> None:
    """Announce that someone left, and end their live subscriptions to the room."""
    realtime.announce(
        membership_change(membership, counter),
        Revocation(user_id=membership.user_id, room_id=membership.room_id, reason="left"),
        *member_notices(membership, counter.room),
    )
