"""What a room's moderators, its owner and administrators do against people in it (docs/moderation.md).

Who acts must outrank the other: administrator, owner, moderator, member. A sanction is a time on the membership, which
outlives leaving, and an entry in the log. Nothing can be done to people who never were in the room: anyone may make
a room, and its sanctions would reach every stranger's screen.
"""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from accounts.moderation.sanctions import notify, require_reason
from chatsite.contract.errors import NotFound
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from rooms.changing import FindRoom, enter, logged, logged_for
from rooms.limits import SANCTIONS, SANCTIONS_OF_ONE
from rooms.memberships import end_membership
from rooms.models import Membership, Room
from rooms.policies import Standing, require, require_own_voice
from rooms.queries import room_for

NEVER_IN = _("This person has never been in this room.")


@limited(SANCTIONS)
@limited(SANCTIONS_OF_ONE, each="user_id")
@in_transaction
def mute_member(
    *, room_id: int, by: User, user_id: int, until: datetime, reason: str, find: FindRoom = room_for
) -> Membership:
    """Let a member only read in this room until then. A later mute takes the place of an earlier one.

    Raises:
        NotFound: that person is no member, or ``by`` may not see the room.
        NotAllowed: ``by`` does not moderate the room, does not outrank them, or is muted.
        InvalidInput: no reason is given.
        RateLimited: too many sanctions, or against this person.
    """
    room, other, _ = _confront(room_id, by, user_id, reason, find)
    membership = _member(other)
    _store(membership, muted_until=until)
    notify(record(Action.MUTED, by=by, whom=other.user, room=logged(room), reason=reason, until=until))
    return membership


@limited(SANCTIONS)
@limited(SANCTIONS_OF_ONE, each="user_id")
@in_transaction
def unmute_member(*, room_id: int, by: User, user_id: int, reason: str = "", find: FindRoom = room_for) -> None:
    """Let a member write again. Who is not muted here stays so.

    Raises:
        NotFound, NotAllowed: as for :func:`mute_member`.
    """
    room, _, row = _face(room_id, by, user_id, find)
    if row.is_muted:
        _store(row, muted_until=None)
        _lifted(Action.UNMUTED, room, row, by, reason)


@limited(SANCTIONS)
@limited(SANCTIONS_OF_ONE, each="user_id")
@in_transaction
def remove_member(*, room_id: int, by: User, user_id: int, reason: str, find: FindRoom = room_for) -> None:
    """End someone's membership; they may join again.

    Raises:
        NotFound, NotAllowed, InvalidInput: as for :func:`mute_member`.
    """
    room, other, _ = _confront(room_id, by, user_id, reason, find)
    end_membership(room.counter, _member(other))
    notify(record(Action.REMOVED, by=by, whom=other.user, room=logged(room), reason=reason))


@limited(SANCTIONS)
@limited(SANCTIONS_OF_ONE, each="user_id")
@in_transaction
def ban_from_room(
    *, room_id: int, by: User, user_id: int, until: datetime, reason: str, find: FindRoom = room_for
) -> None:
    """Keep someone who is or was a member out of this room until then: they can neither join it nor read in it.

    Raises:
        NotFound: that person was never a member, or ``by`` may not see the room.
        NotAllowed, InvalidInput: as for :func:`mute_member`.
    """
    room, other, row = _confront(room_id, by, user_id, reason, find)
    if other.membership:
        end_membership(room.counter, other.membership)
        row.refresh_from_db(fields=["left_at", "role", "version"])
    _store(row, banned_until=until)
    notify(record(Action.BANNED, by=by, whom=other.user, room=logged_for(other, room), reason=reason, until=until))


@limited(SANCTIONS)
@limited(SANCTIONS_OF_ONE, each="user_id")
@in_transaction
def unban_from_room(*, room_id: int, by: User, user_id: int, reason: str = "", find: FindRoom = room_for) -> None:
    """Let a banned person come in again. Who is not banned stays so.

    Raises:
        NotFound, NotAllowed: as for :func:`mute_member`.
    """
    room, _, row = _face(room_id, by, user_id, find)
    if row.is_banned:
        _store(row, banned_until=None)
        _lifted(Action.UNBANNED, room, row, by, reason)


def sanctioned_in(*, room: Room) -> list[Membership]:
    """Return who is muted in a room or banned from it now, by name."""
    found = Membership.objects.filter(room=room).sanctioned().select_related("user")
    return list(found.order_by("user__name", "user"))


def _confront(room_id: int, by: User, user_id: int, reason: str, find: FindRoom) -> tuple[Room, Standing, Membership]:
    room, other, row = _face(room_id, by, user_id, find)
    if not row.has_been_in:
        raise NotFound(NEVER_IN)
    require_reason(reason)
    return room, other, row


def _face(room_id: int, by: User, user_id: int, find: FindRoom) -> tuple[Room, Standing, Membership]:
    """Lock the room and return it with the other person's standing and row, if ``by`` may act against them."""
    room, standing = enter(room_id, by, find)
    require(standing.may_moderate, _("Only the room's owner, moderators and administrators can do that."))
    require_own_voice(standing)
    row = Membership.objects.filter(room=room, user=user_id).select_related("user").first()
    if row is None:
        raise NotFound(NEVER_IN)
    other = Standing(row.user, row if row.left_at is None else None)
    require(standing.outranks(other), format_lazy(_("You can't do that to {name}."), name=row.user.name))
    return room, other, row


def _lifted(action: Action, room: Room, row: Membership, by: User, reason: str) -> None:
    standing = Standing(row.user, row if row.left_at is None else None)
    entry = record(action, by=by, whom=row.user, room=logged_for(standing, room), reason=reason)
    if row.has_been_in:
        notify(entry)


def _member(standing: Standing) -> Membership:
    if standing.membership is None:
        raise NotFound
    return standing.membership


def _store(membership: Membership, **until: datetime | None) -> None:
    for name, value in until.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(until))
