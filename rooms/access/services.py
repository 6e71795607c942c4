"""Adding people to a room. Taking them out is moderation (``rooms/moderation/``): it needs a reason."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import InvalidInput, RoomClosed
from chatsite.contract.sentences import Sentence
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from rooms.access import limits
from rooms.changing import enter
from rooms.memberships import seat
from rooms.models import Membership
from rooms.people.queries import taking_part
from rooms.policies import may_invite, require, require_own_voice


@limited(limits.ADDITIONS)
@in_transaction
def add_members(*, room_id: int, by: User, user_ids: Sequence[int]) -> list[Membership]:
    """Make people members of a room, all or none; return their memberships. Who is in it already stays as they are.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` may not add people here (to a direct room no one may), or is muted.
        RoomClosed: the room is read-only.
        InvalidInput: someone is unknown, cannot sign in, or is banned from the room.
        RateLimited: too much added.
    """
    room, standing = enter(room_id, by)
    require(may_invite(standing, room), _("Only the room's owner, moderators and administrators can add people."))
    require_own_voice(standing)
    if not room.is_active:
        raise RoomClosed
    rows = {row.user_id: row for row in Membership.objects.filter(room=room, user__in=user_ids)}
    people = _admissible(user_ids, rows)
    for user_id in user_ids:
        row = rows.get(user_id)
        if row is None or row.left_at is not None:
            rows[user_id] = seat(room.counter, people[user_id])
        rows[user_id].user = people[user_id]
    return [rows[user_id] for user_id in user_ids]


def _admissible(user_ids: Sequence[int], rows: dict[int, Membership]) -> dict[int, User]:
    people = taking_part().in_bulk(user_ids)
    missing = [user_id for user_id in user_ids if user_id not in people]
    if missing:
        raise _refused(_("There is no one with the number {number} who can sign in.").format(number=missing[0]))
    banned = [people[user_id].name for user_id in user_ids if user_id in rows and rows[user_id].is_banned]
    if banned:
        raise _refused(_("{name} is banned from this room.").format(name=banned[0]))
    return people


def _refused(sentence: Sentence) -> InvalidInput:
    return InvalidInput(fields={"user_ids": [sentence]})
