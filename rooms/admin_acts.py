"""What the admin can do with a room and with a member: names, what is asked for, which service is called."""

from collections.abc import Callable
from typing import Any

from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.requests import SignedInRequest
from chatsite.admin_acts import Act
from rooms import moderation, services
from rooms.models import Membership, Room


def with_room(service: Callable[..., object], **how: Any) -> Callable[..., object]:
    """Return what an act does: ``service(room_id=…, by=administrator)``."""

    def do(request: SignedInRequest, room: Room) -> None:
        service(room_id=room.pk, by=request.user, **how)

    return do


def with_member(service: Callable[..., object]) -> Callable[..., object]:
    """Return what an act does: ``service(room_id=…, user_id=…, by=administrator)`` with what was filled in."""

    def do(request: SignedInRequest, member: Membership, **filled_in: Any) -> None:
        service(room_id=member.room_id, user_id=member.user_id, by=request.user, **filled_in)

    return do


def _is_there(room: Room) -> bool:
    return room.deleted_at is None


ROOM_ACTS = {
    "close": Act(
        "Close room",
        with_room(services.close_room),
        "read-only for everyone",
        fits=lambda room: room.is_active,
        for_many=True,
    ),
    "reopen": Act(
        "Reopen room",
        with_room(services.reopen_room),
        "people can write in it again",
        fits=lambda room: _is_there(room) and not room.is_active,
        for_many=True,
    ),
    "make_default": Act(
        "Let new people start here",
        with_room(services.set_default, is_default=True),
        "whoever registers becomes a member",
        fits=lambda room: _is_there(room) and not room.is_default,
        for_many=True,
    ),
    "make_ordinary": Act(
        "Do not let new people start here",
        with_room(services.set_default, is_default=False),
        fits=lambda room: _is_there(room) and room.is_default,
        for_many=True,
    ),
    "take_away": Act(
        "Delete room",
        with_room(services.delete_room),
        "gone for everyone, purged after 30 days",
        fits=_is_there,
        for_many=True,
    ),
    "purge": Act(
        "Purge",
        with_room(services.purge_room),
        "remove deleted rooms for good, now",
        fits=lambda room: not _is_there(room),
        for_many=True,
        ends=True,
    ),
}


def _is_member(member: Membership) -> bool:
    return member.left_at is None


MEMBER_ACTS = {
    "mute": Act(
        "Mute in the room",
        with_member(moderation.mute_member),
        "they can read, but not write there",
        TermForm,
        fits=_is_member,
    ),
    "unmute": Act(
        "Let write again",
        with_member(moderation.unmute_member),
        form=LiftForm,
        fits=lambda member: bool(member.is_muted),
    ),
    "remove": Act(
        "Remove from the room",
        with_member(moderation.remove_member),
        "their membership ends; they may join again, to prevent that, ban them",
        ReasonForm,
        fits=_is_member,
    ),
    "ban": Act(
        "Ban from the room",
        with_member(moderation.ban_from_room),
        "their membership ends; they can neither join nor read there until it is over",
        TermForm,
    ),
    "unban": Act(
        "Lift the ban",
        with_member(moderation.unban_from_room),
        form=LiftForm,
        fits=lambda member: bool(member.is_banned),
    ),
}
