"""What is announced of rooms and memberships.

Which event a change is follows from the row alone, so that a change announced when it is made and the same change read
from the record later are one and the same.
"""

from collections.abc import Sequence

from accounts.payloads import user_payload
from chatsite import realtime
from chatsite.contract.events import MembershipPayload, ServerEvent
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
    return RoomChange(room.pk, room.version, event, payload, Audience.EVERYONE)


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
    room = membership.room = counter.room
    realtime.announce(membership_change(membership, counter), _own(membership, own_payload(membership, room)))


def direct_room_opened(room: Room, memberships: Sequence[Membership]) -> None:
    """Announce a new direct room to the person who opened it; the others' connections count as members' from now on."""
    realtime.announce(*(membership_change(one, room.counter) for one in memberships))
    for one in memberships:
        if not one.is_hidden(room.counter.last_message_seq):
            own_membership_changed(one)


def own_membership_changed(membership: Membership) -> None:
    """Tell a member's connections what they chose about a room; ``membership.room`` must be there."""
    realtime.announce(_own(membership, own_payload(membership, membership.room)))


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
        _own(membership, None),
    )


def _own(membership: Membership, payload: MembershipPayload | None) -> Notice:
    """Return what the person's own connections receive, which may not have opened the room.

    A direct room comes along: it was announced to no one, so that they may not know it.
    """
    event: dict[str, object] = {"room_id": membership.room_id, "membership": payload}
    if payload and membership.room.is_direct:
        event["room"] = room_payload(membership.room)
    return Notice(ServerEvent.MEMBERSHIP_CHANGED, event, user_id=membership.user_id)
