"""Who may invite, and whose invitations work."""

from accounts.models import User
from rooms.invitations.models import Invitation
from rooms.models import Membership, Room
from rooms.policies import may_invite
from rooms.queries import standing_in


def may_revoke(user: User, invitation: Invitation) -> bool:
    """Tell whether ``user`` may see and revoke an invitation: their own, and those to rooms that they moderate."""
    if user.is_admin or invitation.inviter_id == user.pk:
        return True
    return invitation.room is not None and standing_in(invitation.room.pk, user).may_moderate


def is_backed(invitation: Invitation) -> bool:
    """Tell whether who made an invitation could make it today (docs/decisions/invitations-need-their-maker.md)."""
    inviter, room = invitation.inviter, invitation.room
    if not inviter.is_active or inviter.is_banned:
        return False
    if room is None:
        return inviter.is_admin
    if Membership.objects.banned().filter(room=room, user=inviter).exists():
        return False
    return Room.objects.visible_to(inviter).filter(pk=room.pk).exists() and may_invite(
        standing_in(room.pk, inviter), room
    )
