"""What in a room calls for a member's attention: personal, so it takes no version and the room does not learn of it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import NotAllowed
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import limited
from rooms import broadcasts, limits
from rooms.models import Membership
from rooms.queries import room_for, standing_in


@limited(limits.ATTENTION)
@in_repeatable_transaction
def set_attention(*, room_id: int, by: User, notify: str | None = None, is_favourite: bool | None = None) -> Membership:
    """Choose what in a room calls for one's attention, on all devices. What is already so changes nothing.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` is no member.
        RateLimited: done too often.
    """
    room, membership = room_for(by, room_id), standing_in(room_id, by).membership
    if membership is None:
        raise NotAllowed(_("Join the room first."))
    membership.room = room
    wanted = {"notify": notify, "is_favourite": is_favourite}
    changed = {name: value for name, value in wanted.items() if value not in (None, getattr(membership, name))}
    if changed:
        Membership.objects.filter(pk=membership.pk).update(**changed)
        for name, value in changed.items():
            setattr(membership, name, value)
        broadcasts.own_membership_changed(membership)
    return membership
