"""The admin's actions on a room and on a member: title, effect, form, and the service that each calls."""

from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from chatsite.backoffice.actions import ActionGroup, RowAction, calling
from rooms import memberships, services
from rooms.models import Membership, Room
from rooms.moderation import services as moderation
from rooms.queries import room_within_reach


def _of_room(room: Room) -> dict[str, int]:
    return {"room_id": room.pk}


def _of_member(member: Membership) -> dict[str, int]:
    return {"room_id": member.room_id, "user_id": member.user_id}


def _exists(room: Room) -> bool:
    return room.deleted_at is None


def _can_be_default(room: Room) -> bool:
    return _exists(room) and room.is_public and not room.is_default


ROOM_ACTIONS = {
    "join": RowAction(
        _("Join private room"),
        calling(memberships.join_room, _of_room),
        _("You can then read and moderate it. Its members see that you joined, and the moderation log keeps it."),
        group=ActionGroup.ROOM,
        fits=lambda room: room.is_active and not room.is_public,
    ),
    "close": RowAction(
        _("Close room"),
        calling(services.close_room, _of_room, find=room_within_reach),
        _("The room becomes read-only for everyone."),
        group=ActionGroup.ROOM,
        fits=lambda room: room.is_active,
        for_many=True,
    ),
    "reopen": RowAction(
        _("Reopen room"),
        calling(services.reopen_room, _of_room, find=room_within_reach),
        _("Members can write in it again."),
        group=ActionGroup.ROOM,
        fits=lambda room: _exists(room) and not room.is_active,
        for_many=True,
    ),
    "make_default": RowAction(
        _("Add new members automatically"),
        calling(services.set_default, _of_room, is_default=True),
        _("Everyone who registers joins this room."),
        group=ActionGroup.ROOM,
        fits=_can_be_default,
        for_many=True,
    ),
    "make_ordinary": RowAction(
        _("Stop adding new members automatically"),
        calling(services.set_default, _of_room, is_default=False),
        group=ActionGroup.ROOM,
        fits=lambda room: _exists(room) and room.is_default,
        for_many=True,
    ),
    "take_away": RowAction(
        _("Delete room"),
        calling(services.delete_room, _of_room, find=room_within_reach),
        _("It disappears for everyone, immediately, and is purged after 30 days."),
        group=ActionGroup.ROOM,
        fits=_exists,
        for_many=True,
        is_dangerous=True,
    ),
    "purge": RowAction(
        _("Purge room"),
        calling(services.purge_room, _of_room),
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
        calling(moderation.unmute_member, _of_member, find=room_within_reach),
        form=LiftForm,
        fits=lambda member: bool(member.is_muted),
    ),
    "unban": RowAction(
        _("Unban"),
        calling(moderation.unban_from_room, _of_member, find=room_within_reach),
        form=LiftForm,
        fits=lambda member: bool(member.is_banned),
    ),
    "mute": RowAction(
        _("Mute in this room"),
        calling(moderation.mute_member, _of_member, find=room_within_reach),
        _("They can read this room but can't write in it."),
        TermForm,
        group=ActionGroup.RESTRICT,
        fits=_is_member,
    ),
    "remove": RowAction(
        _("Remove from room"),
        calling(moderation.remove_member, _of_member, find=room_within_reach),
        _("Their membership ends. Unless the room is private or you ban them, they can join again."),
        ReasonForm,
        group=ActionGroup.RESTRICT,
        fits=_is_member,
        is_dangerous=True,
    ),
    "ban": RowAction(
        _("Ban from room"),
        calling(moderation.ban_from_room, _of_member, find=room_within_reach),
        _("Their membership ends. They can neither read nor join the room until the ban ends."),
        TermForm,
        group=ActionGroup.RESTRICT,
        is_dangerous=True,
    ),
}
