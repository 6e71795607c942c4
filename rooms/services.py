"""Everything that changes rooms and memberships."""

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, System
from accounts.models import User
from accounts.moderation.log import LoggedRoom, changes, record
from accounts.moderation.models import Action
from accounts.restrictions import require_not_banned, require_not_muted
from chatsite.contract.errors import Conflict, NotFound, RoomClosed
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import enqueue
from chatsite.limits.window import limited
from rooms import broadcasts, limits, purging
from rooms.models import Membership, Room, RoomCounter, rewound
from rooms.policies import Standing, require, require_admittance, require_own_voice
from rooms.queries import room_for, standing_in

Role = Membership.Role


def enter(room_id: int, by: User) -> tuple[Room, Standing]:
    """Lock the room's counter for a change of ``by``; return the room and what they are in it.

    Every change of a room starts here, so whatever is read after it stays true until the transaction ends.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is banned from the whole site.
    """
    require_not_banned(by)
    counter = RoomCounter.objects.lock(room_id)
    room = room_for(by, room_id)
    room.counter = counter
    return room, standing_in(room_id, by)


def _enter_to_manage(room_id: int, by: User | System, refusal: Sentence) -> Room:
    """Lock a room as :func:`enter` does, for its owner, an administrator or the system.

    Raises:
        NotFound: there is no such room.
        NotAllowed: with ``refusal``.
    """
    if by is SYSTEM:
        return locked_room(room_id)
    room, standing = enter(room_id, by)
    require(standing.may_manage, refusal)
    return room


def locked_room(room_id: int) -> Room:
    """Return a room that is not deleted, locked for a change by the system.

    Raises:
        NotFound: there is no such room.
    """
    counter = RoomCounter.objects.lock(room_id)
    room = Room.objects.standing().with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    room.counter = counter
    return room


def logged(room: Room, seq: int | None = None) -> LoggedRoom:
    """Return the room, or a message in it, as the moderation log names it."""
    return LoggedRoom(room.pk, room.name, seq)


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
            room=room, user=owner, role=Role.OWNER, joined_version=version, version=version
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
    room = _enter_to_manage(room_id, by, _("Only the room's owner and administrators can close it."))
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
    room = _enter_to_manage(room_id, by, _("Only the room's owner and administrators can reopen it."))
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
    room = _enter_to_manage(room_id, by, _("Only the room's owner and administrators can delete it."))
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


@limited(limits.MEMBERSHIPS)
def join_room(*, room_id: int, by: User) -> Room:
    """Make ``by`` a member, who has read everything so far. Joining again changes nothing.

    Raises:
        RoomClosed: the room is read-only, and ``by`` no member yet.
        NotAllowed: ``by`` is banned from it.
        RateLimited: too much joined and left.
    """
    return _join(room_id, by)


@in_transaction
def _join(room_id: int, by: User) -> Room:
    room, standing = enter(room_id, by)
    if not standing.is_member:
        require_admittance(room_id, by)
        if not room.is_active:
            raise RoomClosed(_("This room is closed. You can't join it."))
        _admit(room.counter, by)
    return room


@in_transaction
def join_default_rooms(user: User) -> None:
    """Make a new person a member of the rooms that everyone starts in."""
    for room_id in Room.objects.active().filter(is_default=True).order_by("pk").values_list("pk", flat=True):
        _join(room_id, user)


@limited(limits.MEMBERSHIPS)
@in_transaction
def leave_room(*, room_id: int, by: User, new_owner_id: int | None = None) -> None:
    """End the membership of ``by``. Leaving again changes nothing.

    An owner's room passes to ``new_owner_id``, else to the longest-standing moderator, else member; the last one out
    leaves it to the administrators.

    Raises:
        NotFound: the new owner is no member.
        NotAllowed: a new owner is named by someone who does not own the room.
        Conflict: the new owner is ``by``.
    """
    room, standing = enter(room_id, by)
    if standing.membership is None:
        return
    if new_owner_id is not None:
        require(standing.membership.role == Role.OWNER, _("Only the room's owner can hand it over."))
        if new_owner_id == by.pk:
            raise Conflict(_("Hand the room over to another member first."))
        _make_owner(room, _current_member(room, new_owner_id), by=by)
        standing.membership.refresh_from_db(fields=["role", "version"])
    end_membership(room.counter, standing.membership)


def end_membership(counter: RoomCounter, membership: Membership) -> None:
    """End a current membership under the room's lock; an owner's room passes on."""
    was_owner = membership.role == Role.OWNER
    _dismiss(counter, membership)
    if was_owner:
        _pass_on(counter)


def withdraw(user: User) -> Iterator[int]:
    """End every membership of a person whose account ends; yield 1 for each, which is a transaction of its own."""
    room_ids = list(Membership.objects.current().filter(user=user).order_by("room").values_list("room", flat=True))
    for room_id in room_ids:
        yield _withdraw_from(room_id, user)


@in_transaction
def _withdraw_from(room_id: int, user: User) -> int:
    counter = RoomCounter.objects.lock(room_id)
    membership = Membership.objects.current().filter(room=room_id, user=user).select_related("user").first()
    if membership:
        end_membership(counter, membership)
    return 1


@limited(limits.ROLES)
@in_transaction
def set_role(*, room_id: int, by: User, user_id: int, role: str) -> Membership:
    """Make a member a moderator, a plain member, or the owner, whom the former owner then serves as a moderator.

    The same role again changes nothing.

    Raises:
        NotFound: that person is no member.
        NotAllowed: ``by`` is neither the room's owner nor an administrator.
        Conflict: an owner can only hand the room over.
    """
    room, standing = enter(room_id, by)
    # Someone who has handed the room over and repeats it, for want of an answer, is a moderator by now.
    is_repeated = standing.may_moderate and _has_role(room, user_id, role)
    require(standing.may_manage or is_repeated, _("Only the room's owner and administrators can change roles."))
    membership = _current_member(room, user_id)
    if membership.role == role:
        return membership
    if membership.role == Role.OWNER:
        raise Conflict(_("Hand the room over to another member first."))
    if role == Role.OWNER:
        return _make_owner(room, membership, by=by)
    return _appoint(room, membership, role, by=by)


def _has_role(room: Room, user_id: int, role: str) -> bool:
    return Membership.objects.current().filter(room=room, user=user_id, role=role).exists()


def _current_member(room: Room, user_id: int) -> Membership:
    membership = Membership.objects.current().filter(room=room, user=user_id).select_related("user").first()
    if membership is None:
        raise NotFound
    return membership


def _make_owner(room: Room, membership: Membership, *, by: User) -> Membership:
    """Hand the room over to a member; its former owner becomes a moderator."""
    for former in Membership.objects.current().filter(room=room, role=Role.OWNER).select_related("user"):
        if former.pk != membership.pk:
            _give_role(room.counter, former, Role.MODERATOR)
    return _appoint(room, membership, Role.OWNER, by=by)


def _appoint(room: Room, membership: Membership, role: str, *, by: User) -> Membership:
    _give_role(room.counter, membership, role)
    record(Action.ROLE_GIVEN, by=by, whom=membership.user, room=logged(room), detail=role)
    return membership


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


def _admit(counter: RoomCounter, user: User) -> None:
    counter.member_count += 1
    version = counter.advance()
    membership, _ = Membership.objects.update_or_create(
        room_id=counter.pk,
        user=user,
        defaults={
            "role": Role.MEMBER,
            "joined_at": timezone.now(),
            "left_at": None,
            "joined_version": version,
            "version": version,
            "last_read_seq": counter.last_message_seq,
        },
    )
    broadcasts.member_changed(membership, counter)


def _dismiss(counter: RoomCounter, membership: Membership) -> None:
    counter.member_count -= 1
    membership.version = counter.advance()
    membership.left_at = timezone.now()
    membership.role = Role.MEMBER
    membership.save(update_fields=["version", "left_at", "role"])
    broadcasts.member_left(membership, counter)


def _pass_on(counter: RoomCounter) -> None:
    """Give the room to the next in line."""
    members = Membership.objects.current().filter(room=counter.pk, user__is_active=True)
    heir = members.by_seniority().select_related("user").first()
    if heir:
        _give_role(counter, heir, Role.OWNER)


def _give_role(counter: RoomCounter, membership: Membership, role: str) -> None:
    membership.version = counter.advance()
    membership.role = role
    membership.save(update_fields=["version", "role"])
    broadcasts.member_changed(membership, counter)


def rewind_all(registry: Apps) -> None:
    """After a restore: let every client that knew a later state of a room load it anew."""
    counters = registry.get_model("rooms", "RoomCounter")._base_manager
    for pk, version, rewinds in counters.values_list("pk", "version", "rewinds"):
        version, rewinds = rewound(version, rewinds)
        counters.filter(pk=pk).update(version=version, rewinds=rewinds)
