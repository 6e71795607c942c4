"""What a room's moderators, its owner and administrators do against people in it (docs/moderation.md).

Who acts must outrank the other: administrator, owner, moderator, member. A sanction is a time on the membership, which
outlives leaving, and an entry in the log.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation_log import Action, record
from accounts.sanctions import require_reason, told
from chatsite.errors import NotFound
from chatsite.transactions import in_transaction
from rooms import broadcasts
from rooms.models import Membership, Room
from rooms.policies import Standing, require
from rooms.queries import standing_in
from rooms.services import end_membership, enter, place


@in_transaction
def mute_member(*, room_id: int, by: User, user_id: int, until: datetime, reason: str) -> Membership:
    """Let a member only read in this room until then. A later mute takes the place of an earlier one.

    Raises:
        NotFound: that person is no member, or ``by`` may not see the room.
        NotAllowed: ``by`` does not moderate the room, or does not outrank them.
        InvalidInput: no reason is given.
    """
    room, other = _confront(room_id, by, user_id, reason)
    membership = _member(other)
    _store(membership, muted_until=until)
    told(record(Action.MUTED, by=by, whom=other.user, place=place(room), reason=reason, until=until))
    return membership


@in_transaction
def unmute_member(*, room_id: int, by: User, user_id: int, reason: str = "") -> None:
    """Let a member write again. Who is not muted here stays so.

    Raises:
        NotFound, NotAllowed: as for :func:`mute_member`.
    """
    room, other = _face(room_id, by, user_id)
    row = Membership.objects.filter(room=room, user=other.user).first()
    if row and row.is_muted:
        _store(row, muted_until=None)
        told(record(Action.UNMUTED, by=by, whom=other.user, place=place(room), reason=reason))


@in_transaction
def remove_member(*, room_id: int, by: User, user_id: int, reason: str) -> None:
    """End somebody's membership; they may join again.

    Raises:
        NotFound, NotAllowed, InvalidInput: as for :func:`mute_member`.
    """
    room, other = _confront(room_id, by, user_id, reason)
    end_membership(room.counter, _member(other))
    told(record(Action.REMOVED, by=by, whom=other.user, place=place(room), reason=reason))


@in_transaction
def ban_from_room(*, room_id: int, by: User, user_id: int, until: datetime, reason: str) -> None:
    """Keep a person, member or not, out of this room until then: they can neither join it nor read in it.

    Raises:
        NotFound, NotAllowed, InvalidInput: as for :func:`mute_member`.
    """
    room, other = _confront(room_id, by, user_id, reason)
    if other.membership:
        end_membership(room.counter, other.membership)
    _store(_row(room, other.user), banned_until=until)
    told(record(Action.BANNED, by=by, whom=other.user, place=place(room), reason=reason, until=until))


@in_transaction
def unban_from_room(*, room_id: int, by: User, user_id: int, reason: str = "") -> None:
    """Let a banned person come in again. Who is not banned stays so.

    Raises:
        NotFound, NotAllowed: as for :func:`mute_member`.
    """
    room, other = _face(room_id, by, user_id)
    row = Membership.objects.filter(room=room, user=other.user).first()
    if row and row.is_banned:
        _store(row, banned_until=None)
        told(record(Action.UNBANNED, by=by, whom=other.user, place=place(room), reason=reason))


def sanctioned_in(*, room: Room) -> list[Membership]:
    """Return who is muted in a room or banned from it now, by name."""
    found = Membership.objects.filter(room=room).sanctioned().select_related("user")
    return list(found.order_by("user__name", "user"))


def _confront(room_id: int, by: User, user_id: int, reason: str) -> tuple[Room, Standing]:
    room, other = _face(room_id, by, user_id)
    require_reason(reason)
    return room, other


def _face(room_id: int, by: User, user_id: int) -> tuple[Room, Standing]:
    """Lock the room and return it with the other person's standing, if ``by`` may act against them."""
    room, standing = enter(room_id, by)
    require(standing.may_moderate, _("Only the room's owner, its moderators and administrators may do that."))
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    other = standing_in(room_id, user)
    require(standing.outranks(other), format_lazy(_("You cannot do that to {name}."), name=user.name))
    return room, other


def _member(standing: Standing) -> Membership:
    if standing.membership is None:
        raise NotFound
    return standing.membership


def _row(room: Room, user: User) -> Membership:
    """Return the row of a person who is no member now; one who never was gets one, as if they had left."""
    row = Membership.objects.filter(room=room, user=user).select_related("user").first()
    if row is None:
        version = room.counter.advance()
        row = Membership.objects.create(
            room=room, user=user, joined_version=version, version=version, left_at=timezone.now()
        )
        broadcasts.member_left(row, room.counter)
    return row


def _store(membership: Membership, **until: datetime | None) -> None:
    for name, value in until.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(until))
