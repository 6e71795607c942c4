"""Everything that changes a room itself; its members change in ``memberships.py``, their roles in ``roles.py``."""

from copy import copy

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
from rooms.changing import FindRoom, enter, enter_to_manage, logged
from rooms.models import Membership, Room, RoomCounter
from rooms.policies import require, require_own_voice
from rooms.queries import room_for


@limited(limits.creations)
@in_transaction
def create_room(
    *,
    by: User | System,
    name: str,
    description: str = "",
    is_default: bool = False,
    visibility: str = Room.Visibility.PUBLIC,
    who_may_write: str = Room.Writers.MEMBERS,
    members_may_invite: bool = False,
) -> Room:
    """Create a room, with ``by`` as its owner and first member; the system's room has no owner.

    Raises:
        Conflict: it is public, and an active public room has that name.
        NotAllowed: ``by`` is muted everywhere, or only administrators create rooms (``ROOM_CREATION``).
        RateLimited: too many rooms today.
    """
    owner = None if by is SYSTEM else by
    if owner:
        require(owner.may_create_rooms, _("Only administrators can create rooms here."))
        require_not_muted(owner)
    room = Room(
        creator=owner,
        description=description,
        is_default=is_default,
        visibility=visibility,
        who_may_write=who_may_write,
        members_may_invite=members_may_invite,
        version=1,
    )
    room.rename(name)
    _save_named(room)
    room.counter = RoomCounter.objects.create(room=room, version=1, member_count=1 if owner else 0)
    membership = _seat_owner(room.counter, owner) if owner else None
    broadcasts.room_changed(room)
    if membership:
        broadcasts.member_changed(membership, room.counter)
    return room


def _seat_owner(counter: RoomCounter, owner: User) -> Membership:
    version = counter.advance()
    return Membership.objects.create(
        room_id=counter.pk, user=owner, role=Membership.Role.OWNER, joined_version=version, version=version
    )


@limited(limits.CHANGES)
@in_transaction
def update_room(
    *,
    room_id: int,
    by: User,
    name: str | None = None,
    description: str | None = None,
    slow_mode_s: int | None = None,
    visibility: str | None = None,
    who_may_write: str | None = None,
    members_may_invite: bool | None = None,
) -> Room:
    """Change what is given of a room. What is already so changes nothing.

    A room that goes private keeps its members, and new people no longer start in it.

    Raises:
        NotAllowed: ``by`` is neither its owner or a moderator nor an administrator, or muted; of the visibility, only
            the owner and administrators decide.
        RoomClosed: the room is read-only.
        Conflict: another active public room has that name, or it is a direct room.
    """
    room, standing = enter(room_id, by)
    require(standing.may_moderate, _("Only the room's owner, moderators and administrators can change it."))
    require_own_voice(standing)
    if not room.is_active:
        raise RoomClosed
    before = copy(room)
    if visibility not in (None, room.visibility):
        require(standing.may_manage, _("Only the room's owner and administrators can make it public or private."))
        _show_to(room, visibility)
    room.description = room.description if description is None else description
    room.slow_mode_s = room.slow_mode_s if slow_mode_s is None else slow_mode_s
    room.who_may_write = who_may_write or room.who_may_write
    room.members_may_invite = room.members_may_invite if members_may_invite is None else members_may_invite
    room.rename(room.name if name is None else name)
    changed = _difference(before, room)
    if changed:
        _save_change(room)
        record(Action.ROOM_CHANGED, by=by, room=logged(room), detail=changed)
    return room


def _difference(before: Room, room: Room) -> str:
    """Return what the log says of a change; administrators outside a private room do not read its topic there."""
    found = [changes(_settings(before), _settings(room))]
    if before.description != room.description:
        in_public = before.is_public and room.is_public
        topics: list[dict[Sentence, object]] = [{_("description"): one.description} for one in (before, room)]
        found.append(changes(*topics) if in_public else str(_("description changed")))
    return "; ".join(filter(None, found))


def _show_to(room: Room, visibility: str) -> None:
    if room.visibility == Room.Visibility.DIRECT:
        raise Conflict(_("A direct conversation stays between its people."))
    room.visibility = visibility
    room.is_default = room.is_default and room.is_public


def _settings(room: Room) -> dict[Sentence, object]:
    return {
        _("name"): room.name,
        _("slow mode, s"): room.slow_mode_s,
        _("visibility"): room.get_visibility_display(),
        _("who can write"): room.get_who_may_write_display(),
        _("members can invite"): room.members_may_invite,
    }


@limited(limits.OPENINGS)
@in_transaction
def close_room(*, room_id: int, by: User | System, find: FindRoom = room_for) -> Room:
    """Make a room read-only for everyone. Closing a closed room changes nothing.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can close it."), find)
    if room.is_active:
        room.close()
        _save_change(room)
        record(Action.ROOM_CLOSED, by=by, room=logged(room))
    return room


@limited(limits.OPENINGS)
@in_transaction
def reopen_room(*, room_id: int, by: User | System, find: FindRoom = room_for) -> Room:
    """Make a closed room writable again. Reopening an active room changes nothing.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
        Conflict: an active room took the name meanwhile.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can reopen it."), find)
    if not room.is_active:
        room.reopen()
        _save_change(room)
        record(Action.ROOM_REOPENED, by=by, room=logged(room))
    return room


@limited(limits.OPENINGS)
@in_transaction
def delete_room(*, room_id: int, by: User | System, find: FindRoom = room_for) -> None:
    """Take a room away from everyone at once; ``manage.py purge_rooms`` removes the rows later.

    Raises:
        NotAllowed: ``by`` is neither its owner nor an administrator.
    """
    room = enter_to_manage(room_id, by, _("Only the room's owner and administrators can delete it."), find)
    room.delete_softly()
    _save_change(room)
    record(Action.ROOM_DELETED, by=by, room=logged(room))


@in_transaction
def set_default(*, room_id: int, by: User, is_default: bool) -> None:
    """Let new people start in a room, or not. What is already so changes nothing.

    Raises:
        NotAllowed: ``by`` is no administrator.
        Conflict: the room is not public.
    """
    room, _standing = enter(room_id, by)
    require(by.is_admin, _("Only administrators can choose the rooms that new members join."))
    if is_default and not room.is_public:
        raise Conflict(_("New members can only start in public rooms."))
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
