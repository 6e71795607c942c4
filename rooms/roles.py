"""Who owns and who moderates a room: every change of a member's role."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from chatsite.contract.errors import Conflict, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from rooms import broadcasts, limits
from rooms.changing import FindRoom, enter, logged
from rooms.models import Membership, Room, RoomCounter
from rooms.policies import require
from rooms.queries import room_for

Role = Membership.Role


@limited(limits.ROLES)
@in_transaction
def set_role(*, room_id: int, by: User, user_id: int, role: str, find: FindRoom = room_for) -> Membership:
    """Make a member a moderator, a plain member, or the owner, whom the former owner then serves as a moderator.

    The same role again changes nothing.

    Raises:
        NotFound: that person is no member.
        NotAllowed: ``by`` is neither the room's owner nor an administrator.
        Conflict: an owner can only hand the room over, and only to a person.
    """
    room, standing = enter(room_id, by, find)
    # Someone who has handed the room over and repeats it, for want of an answer, is a moderator by now.
    is_repeated = standing.may_moderate and _has_role(room, user_id, role)
    require(standing.may_manage or is_repeated, _("Only the room's owner and administrators can change roles."))
    membership = current_member(room, user_id)
    if membership.role == role:
        return membership
    if membership.role == Role.OWNER:
        raise Conflict(_("Hand the room over to another member first."))
    if role == Role.OWNER:
        return make_owner(room, membership, by=by)
    return _appoint(room, membership, role, by=by)


def _has_role(room: Room, user_id: int, role: str) -> bool:
    return Membership.objects.current().filter(room=room, user=user_id, role=role).exists()


def current_member(room: Room, user_id: int) -> Membership:
    membership = Membership.objects.current().filter(room=room, user=user_id).select_related("user").first()
    if membership is None:
        raise NotFound
    return membership


def make_owner(room: Room, membership: Membership, *, by: User) -> Membership:
    """Hand the room over to a member; its former owner becomes a moderator.

    Raises:
        Conflict: the member is a bot, which can look after nothing.
    """
    if membership.user.is_bot:
        raise Conflict(_("A bot can't own a room. Choose a person."))
    for former in Membership.objects.current().filter(room=room, role=Role.OWNER).select_related("user"):
        if former.pk != membership.pk:
            _give_role(room.counter, former, Role.MODERATOR)
    return _appoint(room, membership, Role.OWNER, by=by)


def _appoint(room: Room, membership: Membership, role: str, *, by: User) -> Membership:
    _give_role(room.counter, membership, role)
    record(Action.ROLE_GIVEN, by=by, whom=membership.user, room=logged(room), detail=role)
    return membership


def pass_on(counter: RoomCounter) -> None:
    """Give the room to the next person in line."""
    members = Membership.objects.current().filter(room=counter.pk, user__is_active=True, user__bot_kind="")
    heir = members.by_seniority().select_related("user").first()
    if heir:
        _give_role(counter, heir, Role.OWNER)


def _give_role(counter: RoomCounter, membership: Membership, role: str) -> None:
    membership.version = counter.advance()
    membership.role = role
    membership.save(update_fields=["version", "role"])
    broadcasts.member_changed(membership, counter)
