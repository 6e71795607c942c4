"""What in a room calls for a member's attention: personal, so it takes no version and the room does not learn of it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import limited
from rooms import broadcasts, limits
from rooms.models import Membership
from rooms.queries import room_for, standing_in


@limited(limits.ATTENTION)
@in_repeatable_transaction
def set_attention(
    *,
    room_id: int,
    by: User,
    notify: str | None = None,
    is_favourite: bool | None = None,
    is_hidden: bool | None = None,
) -> Membership:
    """Choose what in a room calls for one's attention, on all devices. What is already so changes nothing.

    A direct room that is hidden comes back with the next message.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is no member.
        Conflict: a room that is not direct is to be hidden.
        RateLimited: done too often.
    """
    room, membership = room_for(by, room_id), standing_in(room_id, by).membership
    if membership is None:
        raise NotAllowed(_("Join the room first."))
    membership.room = room
    wanted = {"notify": notify, "is_favourite": is_favourite}
    differs = {name: value for name, value in wanted.items() if value not in (None, getattr(membership, name))}
    changed: dict[str, object] = dict(differs)
    if is_hidden is not None:
        changed |= _hiding(membership, is_hidden=is_hidden)
    if changed:
        Membership.objects.filter(pk=membership.pk).update(**changed)
        for name, value in changed.items():
            setattr(membership, name, value)
        broadcasts.own_membership_changed(membership)
    return membership


def _hiding(membership: Membership, *, is_hidden: bool) -> dict[str, int | None]:
    """Return what hides a room until something new is written in it, or shows it again; nothing if it is so already."""
    if not membership.room.is_direct:
        raise Conflict(_("Only direct messages can be hidden."))
    newest = membership.room.counter.last_message_seq
    if membership.is_hidden(newest) == is_hidden:
        return {}
    return {"hidden_upto": newest if is_hidden else None}
