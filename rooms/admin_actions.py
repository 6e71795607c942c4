"""What the admin can do with a room and with a member: names, what is asked for, which service is called."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.requests import SignedInRequest
from chatsite.backoffice.actions import Act
from rooms import services
from rooms.models import Membership, Room
from rooms.moderation import services as moderation


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
        _("Close room"),
        with_room(services.close_room),
        _("read-only for everyone"),
        fits=lambda room: room.is_active,
        for_many=True,
    ),
    "reopen": Act(
        _("Reopen room"),
        with_room(services.reopen_room),
        _("people can write in it again"),
        fits=lambda room: _is_there(room) and not room.is_active,
        for_many=True,
    ),
    "make_default": Act(
        _("Let new people start here"),
        with_room(services.set_default, is_default=True),
        _("whoever registers becomes a member"),
        fits=lambda room: _is_there(room) and not room.is_default,
        for_many=True,
    ),
    "make_ordinary": Act(
        _("Do not let new people start here"),
        with_room(services.set_default, is_default=False),
        fits=lambda room: _is_there(room) and room.is_default,
        for_many=True,
    ),
    "take_away": Act(
        _("Delete room"),
        with_room(services.delete_room),
        _("gone for everyone, purged after 30 days"),
        fits=_is_there,
        for_many=True,
    ),
    "purge": Act(
        _("Purge"),
        with_room(services.purge_room),
        _("remove deleted rooms for good, now"),
        fits=lambda room: not _is_there(room),
        for_many=True,
        ends=True,
    ),
}


def _is_member(member: Membership) -> bool:
    return member.left_at is None


MEMBER_ACTS = {
    "mute": Act(
        _("Mute in the room"),
        with_member(moderation.mute_member),
        _("they can read, but not write there"),
        TermForm,
        fits=_is_member,
    ),
    "unmute": Act(
        _("Let write again"),
        with_member(moderation.unmute_member),
        form=LiftForm,
        fits=lambda member: bool(member.is_muted),
    ),
    "remove": Act(
        _("Remove from the room"),
        with_member(moderation.remove_member),
        _("their membership ends; they may join again, to prevent that, ban them"),
        ReasonForm,
        fits=_is_member,
    ),
    "ban": Act(
        _("Ban from the room"),
        with_member(moderation.ban_from_room),
        _("their membership ends; they can neither join nor read there until it is over"),
        TermForm,
    ),
    "unban": Act(
        _("Lift the ban"),
        with_member(moderation.unban_from_room),
        form=LiftForm,
        fits=lambda member: bool(member.is_banned),
    ),
}
