"""The admin's actions on a room and on a member: title, effect, form, and the service that each calls."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.requests import SignedInRequest
from chatsite.backoffice.actions import ActionGroup, RowAction
from rooms import services
from rooms.models import Membership, Room
from rooms.moderation import services as moderation


def with_room(service: Callable[..., object], **arguments: Any) -> Callable[..., object]:
    """Return an action that calls ``service(room_id=…, by=administrator)``."""

    def do(request: SignedInRequest, room: Room) -> None:
        service(room_id=room.pk, by=request.user, **arguments)

    return do


def with_member(service: Callable[..., object]) -> Callable[..., object]:
    """Return an action that calls ``service(room_id=…, user_id=…, by=administrator)`` with the form's data."""

    def do(request: SignedInRequest, member: Membership, **data: Any) -> None:
        service(room_id=member.room_id, user_id=member.user_id, by=request.user, **data)

    return do


def _exists(room: Room) -> bool:
    return room.deleted_at is None


ROOM_ACTIONS = {
    "close": RowAction(
        _("Close room"),
        with_room(services.close_room),
        _("The room becomes read-only for everyone."),
        group=ActionGroup.ROOM,
        fits=lambda room: room.is_active,
        for_many=True,
    ),
    "reopen": RowAction(
        _("Reopen room"),
        with_room(services.reopen_room),
        _("Members can write in it again."),
        group=ActionGroup.ROOM,
        fits=lambda room: _exists(room) and not room.is_active,
        for_many=True,
    ),
    "make_default": RowAction(
        _("Add new members automatically"),
        with_room(services.set_default, is_default=True),
        _("Everyone who registers joins this room."),
        group=ActionGroup.ROOM,
        fits=lambda room: _exists(room) and not room.is_default,
        for_many=True,
    ),
    "make_ordinary": RowAction(
        _("Stop adding new members automatically"),
        with_room(services.set_default, is_default=False),
        group=ActionGroup.ROOM,
        fits=lambda room: _exists(room) and room.is_default,
        for_many=True,
    ),
    "take_away": RowAction(
        _("Delete room"),
        with_room(services.delete_room),
        _("It disappears for everyone, immediately, and is purged after 30 days."),
        group=ActionGroup.ROOM,
        fits=_exists,
        for_many=True,
        is_dangerous=True,
    ),
    "purge": RowAction(
        _("Purge room"),
        with_room(services.purge_room),
        _("Removes the deleted room and its messages from the database. This can't be undone."),
        group=ActionGroup.ROOM,
        fits=lambda room: not _exists(room),
        for_many=True,
        removes_row=True,
        is_dangerous=True,
    ),
}


def _is_member(member: Membership) -> bool:
    return member.left_at is None


MEMBER_ACTIONS = {
    "unmute": RowAction(
        _("Unmute"),
        with_member(moderation.unmute_member),
        form=LiftForm,
        fits=lambda member: bool(member.is_muted),
    ),
    "unban": RowAction(
        _("Unban"),
        with_member(moderation.unban_from_room),
        form=LiftForm,
        fits=lambda member: bool(member.is_banned),
    ),
    "mute": RowAction(
        _("Mute in this room"),
        with_member(moderation.mute_member),
        _("They can read this room but can't write in it."),
        TermForm,
        group=ActionGroup.RESTRICT,
        fits=_is_member,
    ),
    "remove": RowAction(
        _("Remove from room"),
        with_member(moderation.remove_member),
        _("Their membership ends. They can join again unless you ban them."),
        ReasonForm,
        group=ActionGroup.RESTRICT,
        fits=_is_member,
        is_dangerous=True,
    ),
    "ban": RowAction(
        _("Ban from room"),
        with_member(moderation.ban_from_room),
        _("Their membership ends. They can neither read nor join the room until the ban ends."),
        TermForm,
        group=ActionGroup.RESTRICT,
        is_dangerous=True,
    ),
}
