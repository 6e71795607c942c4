"""Everything that changes a room itself; its members change in ``memberships.py``, their roles in ``roles.py``."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, System
from accounts.models import User
from accounts.moderation.log import changes, record
from accounts.moderation.models import Action
from accounts.restrictions import require_not_muted
from chatsite.contract.errors import Conflict, RoomClosed
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import enqueue
from chatsite.limits.window import limited
from rooms import broadcasts, limits, purging
from rooms.changing import enter, enter_to_manage, logged
from rooms.models import Membership, Room, RoomCounter
from rooms.policies import require, require_own_voice


@limited(limits.creations)
@in_transaction
def create_room(*, by: User | System, name: str, description: str = "", is_default: bool = False) -> Room:
    """Create a public room, with ``by`` as its owner and first member; the system's room has no owner.

    Raises:
        Conflict: an active room has that name.
        NotAllowed: ``by`` is muted everywhere, or only administrators create rooms (``ROOM_CREATION``).
        RateLimited: too many rooms today.
    """
    owner = None if by is SYSTEM else by
    if owner:
        require(owner.may_create_rooms, _("Only administrators can create rooms here."))
        require_not_muted(owner)
    room = Room(creator=owner, description=description, is_default=is_default, version=1)
    room.rename(name)
    _save_named(room)
    room.counter = RoomCounter.objects.create(room=room, version=1, member_count=1 if owner else 0)
    broadcasts.room_changed(room)
    if owner:
        version = room.counter.advance()
        membership = Membership.objects.create(
            room=room, user=owner, role=Membership.Role.OWNER, joined_version=version, version=version
        )
        broadcasts.member_changed(membership, room.counter)
    return room


@limited(limits.CHANGES)
@in_transaction
def update_room(
    *,
    room_id: int,
    by: User,
    name: str | None = None,
    description: str | None = None,
    slow_mode_s: int | None = None,
) -> Room:
    """Rename or describe a room, or set its slow mode. What is already so changes nothing.

    Raises:
        NotAllowed: ``by`` is neither its owner or a moderator nor an administrator, or muted.
        RoomClosed: the room is read-only.
        Conflict: another active room has that name.
    """
    room, standing = enter(room_id, by)
    require(standing.may_moderate, _("Only the room's owner, moderators and administrators can change it."))
    require_own_voice(standing)
    if not room.is_active:
        raise RoomClosed
    before = _settings(room)
    if name is not None:
        room.rename(name)
    if description is not None:
        room.description = description
    if slow_mode_s is not None:
        room.slow_mode_s = slow_mode_s
    if changed := changes(before, _settings(room)):
        _save_change(room)
        record(Action.ROOM_CHANGED, by=by, room=logged(room), detail=changed)
    return room


def _settings(room: Room) -> dict[Sentence, object]:
    return {_("name"): room.name, _("description"): room.description, _("slow mode, s"): room.slow_mode_s}


@limited(limits.OPENINGS)
@in_transaction
def close_room(*, room_id: int, by: User | System) -> Room:
    """Make a room read-only for everyone. Closing a closed room changes nothing.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can close it."))
    if room.is_active:
        room.close()
        _save_change(room)
        record(Action.ROOM_CLOSED, by=by, room=logged(room))
    return room


@limited(limits.OPENINGS)
@in_transaction
def reopen_room(*, room_id: int, by: User | System) -> Room:
    """Make a closed room writable again. Reopening an active room changes nothing.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
        Conflict: an active room took the name meanwhile.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can reopen it."))
    if not room.is_active:
        room.reopen()
        _save_change(room)
        record(Action.ROOM_REOPENED, by=by, room=logged(room))
    return room


@limited(limits.OPENINGS)
@in_transaction
def delete_room(*, room_id: int, by: User | System) -> None:
    """Take a room away from everyone at once; ``manage.py purge_rooms`` removes the rows later.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can delete it."))
    room.delete_softly()
    _save_change(room)
    record(Action.ROOM_DELETED, by=by, room=logged(room))


@in_transaction
def set_default(*, room_id: int, by: User, is_default: bool) -> None:
    """Let new people start in a room, or not. What is already so changes nothing.

    Raises:
        NotAllowed: ``by`` is no administrator.
    """
    room, _standing = enter(room_id, by)
    require(by.is_admin, _("Only administrators can choose the rooms that new members join."))
    if room.is_default != is_default:
        room.is_default = is_default
        room.save(update_fields=["is_default"])
        detail = _("new people start here: True") if is_default else _("new people start here: False")
        record(Action.ROOM_CHANGED, by=by, room=logged(room), detail=detail)


@in_transaction
def purge_room(*, room_id: int, by: User) -> None:
    """Have a deleted room removed for good, with all it holds, in the background.

    Raises:
        NotFound: there is no such room.
        NotAllowed: ``by`` is no administrator.
        Conflict: it is not deleted.
    """
    require(by.is_admin, _("Only administrators can purge rooms."))
    RoomCounter.objects.lock(room_id)
    room = Room.objects.get(pk=room_id)
    if room.deleted_at is None:
        raise Conflict(_("Delete the room first."))
    record(Action.ROOM_PURGED, by=by, room=logged(room))
    enqueue(purging.purge, room_id=room_id)


def _save_named(room: Room) -> None:
    """Store the room unless its name is taken; the index decides, since another room's lock is not held."""
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError:
        if not Room.objects.filter(active_name_key=room.active_name_key).exclude(pk=room.pk).exists():
            raise
        message = _("A room with this name already exists.")
        raise Conflict(message, fields={"name": [message]}) from None


def _save_change(room: Room) -> None:
    room.version = room.counter.advance()
    _save_named(room)
    broadcasts.room_changed(room)
