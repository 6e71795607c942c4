"""What the outside sees of rooms and their members."""

from collections.abc import Iterable
from typing import cast

from accounts.last_seen import last_seen
from accounts.models import User
from accounts.payloads import shown_payload, user_payload
from chatsite.contract.answers import RoomSanctionPayload
from chatsite.contract.payloads import (
    Attention,
    MemberPayload,
    MembershipPayload,
    MessagePayload,
    MyRoomPayload,
    RoleName,
    RoomPayload,
    UserPayload,
    Writers,
)
from chatsite.db.prepared import PreparedRows
from chatsite.text.times import end_if_ahead, timestamp
from rooms.models import Membership, Room
from rooms.online import is_online


def person_payload(user: User | None) -> UserPayload | None:
    """Return what others see of someone who may be gone."""
    return user_payload(user) if user else None


def room_payload(room: Room, *, version: int | None = None) -> RoomPayload:
    """Return what everyone sees of ``room``, at its present version or as the change that made ``version``."""
    counter = room.counter
    payload: RoomPayload = {
        "id": room.pk,
        "name": room.name,
        "description": room.description,
        "is_active": room.is_active,
        "visibility": room.visibility,
        "creator": person_payload(room.creator),
        "member_count": counter.member_count,
        "version": counter.version if version is None else version,
        "created_at": timestamp(room.created_at),
        "closed_at": timestamp(room.closed_at),
        "slow_mode_s": room.slow_mode_s,
        "who_may_write": cast("Writers", room.who_may_write),
        "members_may_invite": room.members_may_invite,
    }
    if room.is_direct:
        payload["members"] = _members(room)
    return payload


def fetch_members(rooms: Iterable[Room]) -> None:
    """Read who is in the direct ones of ``rooms``, for their payloads, in one query if there are any."""
    shown: dict[int, list[UserPayload]] = {}
    for room in rooms:
        if room.is_direct:
            room.shown_members = shown[room.pk] = []
    if shown:
        for room_id, *columns in _current_members(shown):
            shown[room_id].append(shown_payload(*columns))


_current_members = PreparedRows(
    lambda rooms: (
        Membership.objects.current()
        .filter(room__in=rooms)
        .order_by("user")
        .values_list("room", "user", "user__name", "user__avatar", "user__bot_kind")
    )
)


def _members(room: Room) -> list[UserPayload]:
    if room.shown_members is None:
        fetch_members([room])
    return room.shown_members or []


def my_room_payload(
    room: Room,
    *,
    membership: Membership | None,
    unread_count: int,
    mention_count: int,
    last_message: MessagePayload | None,
) -> MyRoomPayload:
    """Return what one person sees of ``room``."""
    mine = None
    if membership:
        mine = membership_payload(membership, room, unread_count=unread_count, mention_count=mention_count)
    return {**room_payload(room), "membership": mine, "last_message": last_message}


def role(membership: Membership) -> RoleName:
    """Return what the member may do, in the contract's words."""
    return cast("RoleName", membership.role)


def membership_payload(
    membership: Membership, room: Room, *, unread_count: int, mention_count: int
) -> MembershipPayload:
    """Return what a member sees of their own membership."""
    muted = [until for until in (membership.muted_until, membership.user.muted_until) if until]
    return {
        "role": role(membership),
        "joined_at": timestamp(membership.joined_at),
        "last_read_seq": membership.last_read_seq,
        "unread_count": unread_count,
        "mention_count": mention_count,
        "notify": cast("Attention", membership.notify),
        "is_favourite": membership.is_favourite,
        "is_hidden": membership.is_hidden(room.counter.last_message_seq),
        "muted_until": end_if_ahead(max(muted, default=None)),
        "next_message_at": timestamp(membership.next_message_at(room.slow_mode_s)),
    }


def member_payload(membership: Membership) -> MemberPayload:
    """Return how a member stands in the room's list of members."""
    return {
        "user": user_payload(membership.user),
        "role": role(membership),
        "joined_at": timestamp(membership.joined_at),
        "online": is_online(membership.user_id),
        "last_seen_at": last_seen(membership.user),
    }


def room_sanction_payload(membership: Membership) -> RoomSanctionPayload:
    """Return what moderators see of who may not write, or not come in."""
    return {
        "user": user_payload(membership.user),
        "muted_until": end_if_ahead(membership.muted_until),
        "banned_until": end_if_ahead(membership.banned_until),
    }
