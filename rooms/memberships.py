"""How memberships begin and end: joining, leaving, and what happens to the room of someone who goes."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from chatsite.contract.errors import Conflict, RoomClosed
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import Lane, enqueue, handler
from chatsite.limits.window import limited
from rooms import broadcasts, limits
from rooms.changing import enter, locked_room, logged
from rooms.models import Membership, Room, RoomCounter
from rooms.policies import require, require_admittance
from rooms.queries import room_within_reach, standing_in
from rooms.roles import current_member, make_owner, pass_on

Role = Membership.Role


@limited(limits.MEMBERSHIPS)
def join_room(*, room_id: int, by: User) -> Room:
    """Make ``by`` a member, who has read everything so far. Joining again changes nothing.

    An administrator who joins a private room takes a seat in it: its members see it, and the log keeps it.

    Raises:
        NotFound: there is no such room, or it is private and ``by`` no administrator.
        RoomClosed: the room is read-only, and ``by`` no member yet.
        NotAllowed: ``by`` is banned from it.
        RateLimited: too much joined and left.
    """
    return _join(room_id, by)


@in_transaction
def _join(room_id: int, by: User) -> Room:
    room, standing = enter(room_id, by, room_within_reach)
    if not standing.is_member:
        require_admittance(room_id, by)
        if not room.is_active:
            raise RoomClosed(_("This room is closed. You can't join it."))
        seat(room.counter, by)
        if not room.is_public:
            record(Action.SEAT_TAKEN, by=by, room=logged(room))
    return room


@in_transaction
def join_default_rooms(user: User) -> None:
    """Make a new person a member of the rooms that everyone starts in."""
    rooms = Room.objects.active().filter(is_default=True, visibility=Room.Visibility.PUBLIC)
    for room_id in rooms.order_by("pk").values_list("pk", flat=True):
        _join(room_id, user)


@in_transaction
def admit(room_id: int, user: User) -> None:
    """Make an invited person a member, also of a room that they could not see. A member stays one.

    Raises:
        NotFound: there is no such room.
        RoomClosed: the room is read-only.
        NotAllowed: ``user`` is banned from it, or it is a direct room.
    """
    room = locked_room(room_id)
    if not standing_in(room_id, user).is_member:
        require(not room.is_direct, _("A direct conversation stays between its people."))
        require_admittance(room_id, user)
        if not room.is_active:
            raise RoomClosed(_("This room is closed. You can't join it."))
        seat(room.counter, user)


def seat(counter: RoomCounter, user: User) -> Membership:
    """Make ``user``, who is none, a member of a locked room; they have read everything so far."""
    counter.member_count += 1
    version = counter.advance()
    membership, _created = Membership.objects.update_or_create(
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
    return membership


@limited(limits.MEMBERSHIPS)
@in_transaction
def leave_room(*, room_id: int, by: User, new_owner_id: int | None = None) -> None:
    """End the membership of ``by``. Leaving again changes nothing.

    An owner's room passes to ``new_owner_id``, else to the longest-standing moderator, else member; the last one out
    leaves it to the administrators.

    Raises:
        NotFound: the new owner is no member.
        NotAllowed: a new owner is named by someone who does not own the room.
        Conflict: the new owner is ``by``, or it is a direct room of two people or one.
    """
    room, standing = enter(room_id, by)
    if standing.membership is None:
        return
    if room.is_direct:
        _dissolve_group(room)
    if new_owner_id is not None:
        require(standing.membership.role == Role.OWNER, _("Only the room's owner can hand it over."))
        if new_owner_id == by.pk:
            raise Conflict(_("Hand the room over to another member first."))
        make_owner(room, current_member(room, new_owner_id), by=by)
        standing.membership.refresh_from_db(fields=["role", "version"])
    end_membership(room.counter, standing.membership)
    if room.is_direct:
        _left_group(room)


def _dissolve_group(room: Room) -> None:
    """Let go of a direct room's set of people, which changes: a new room may be opened for it.

    Raises:
        Conflict: there never were more than two.
    """
    if Membership.objects.filter(room=room).count() <= 2:
        raise Conflict(_("You can't leave this conversation. Hide it instead."))
    room.direct_key, room.shown_members = None, None
    room.save(update_fields=["direct_key"])


def _left_group(room: Room) -> None:
    if room.counter.member_count == 0:
        room.delete_softly()  # to be purged: no one can read it any more
        room.save(update_fields=["deleted_at", "active_name_key"])
    else:
        broadcasts.direct_room_left(room)


def end_membership(counter: RoomCounter, membership: Membership) -> None:
    """End a current membership under the room's lock; an owner's room passes on."""
    was_owner = membership.role == Role.OWNER
    _dismiss(counter, membership)
    if was_owner:
        pass_on(counter)


def _dismiss(counter: RoomCounter, membership: Membership) -> None:
    counter.member_count -= 1
    membership.version = counter.advance()
    membership.left_at = timezone.now()
    membership.role = Role.MEMBER
    membership.save(update_fields=["version", "left_at", "role"])
    broadcasts.member_left(membership, counter)


def withdraw(user: User) -> Iterator[int]:
    """End every membership of a person whose account ends; yield 1 for each, which is a transaction of its own.

    In direct rooms they stay, without a name, so that the others know whom they talked with.
    """
    current = Membership.objects.current().filter(user=user).exclude(room__visibility=Room.Visibility.DIRECT)
    room_ids = list(current.order_by("room").values_list("room", flat=True))
    for room_id in room_ids:
        yield _withdraw_from(room_id, user)


@handler("leave_rooms", lane=Lane.LONG)
def leave_rooms(user_id: int) -> Iterator[int]:
    """End the memberships of a deleted bot."""
    for bot in User.objects.filter(pk=user_id, is_active=False):
        yield from withdraw(bot)


def withdraw_soon(bot: User) -> None:
    """Have the memberships of a deleted bot end in the background."""
    enqueue(leave_rooms, user_id=bot.pk)


@in_transaction
def _withdraw_from(room_id: int, user: User) -> int:
    counter = RoomCounter.objects.lock(room_id)
    membership = Membership.objects.current().filter(room=room_id, user=user).select_related("user").first()
    if membership:
        end_membership(counter, membership)
    return 1
