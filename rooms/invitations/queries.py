"""What is read of invitations."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry, User
from accounts.moderation.models import Action
from chatsite.contract.errors import NotFound
from rooms.invitations.models import Arrival, Invitation, InvitationQuerySet
from rooms.invitations.policies import is_backed, may_revoke
from rooms.invitations.tokens import token_hash
from rooms.models import Membership, Room

PAGE = 50


class InvitationGone(NotFound):
    """The invitation was used up or revoked, has expired, or never was."""

    message = _("This invitation no longer works. Ask for a new one.")


def invitation_by(token: str) -> Invitation | None:
    """Return the invitation that ``token`` opens, whatever became of it."""
    return Invitation.objects.with_payload().filter(token_hash=token_hash(token)).first()


def working_invitation(token: str, *, user: User | None = None) -> Invitation:
    """Return the invitation that ``token`` opens; of one without uses left, ``user`` may have had one.

    Raises:
        InvitationGone: it does not work.
    """
    invitation = invitation_by(token)
    if invitation is None or not works(invitation, user):
        raise InvitationGone
    return invitation


def works(invitation: Invitation, user: User | None = None) -> bool:
    """Tell whether a person can come by an invitation now, ``user`` if they are known."""
    if invitation.has_ended or not is_backed(invitation) or _is_of_deleted_room(invitation):
        return False
    if user is None:
        return not invitation.is_used_up
    if was_removed_since(invitation, user):
        return False
    return not invitation.is_used_up or Arrival.objects.filter(invitation=invitation, user=user).exists()


def _is_of_deleted_room(invitation: Invitation) -> bool:
    return invitation.room is not None and invitation.room.deleted_at is not None


def was_removed_since(invitation: Invitation, user: User) -> bool:
    """Tell whether ``user`` was taken out of the invitation's private room after it was made: it does not undo that."""
    room = invitation.room
    if room is None or room.visibility == Room.Visibility.PUBLIC:
        return False
    removals = ModerationEntry.objects.filter(whom=user, room_id=room.pk, at__gte=invitation.created_at)
    return removals.filter(action__in=[Action.REMOVED, Action.BANNED]).exists()


def listed_invitations(
    *, user: User, room_id: int | None = None, before: int | None = None, limit: int = PAGE
) -> tuple[list[Invitation], bool]:
    """Return the working invitations that ``user`` may revoke, newest first, and whether more follow."""
    found = _revocable_by(user).unended()
    if room_id is not None:
        found = found.filter(room=room_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found.with_payload().order_by("-pk")[: limit + 1])
    return page[:limit], len(page) > limit


def _revocable_by(user: User) -> InvitationQuerySet:
    seen = Q(room=None) | Q(room__in=Room.objects.visible_to(user))
    if user.is_admin:
        return Invitation.objects.filter(seen)
    roles = [Membership.Role.OWNER, Membership.Role.MODERATOR]
    moderated = Membership.objects.current().filter(user=user, role__in=roles).values("room")
    return Invitation.objects.filter(seen).filter(Q(inviter=user) | Q(room__in=moderated))


def invitation_to_revoke(user: User, invitation_id: int) -> Invitation:
    """Return an invitation that ``user`` may revoke.

    Raises:
        NotFound: there is none of this id that they may.
    """
    invitation = Invitation.objects.with_payload().filter(pk=invitation_id).first()
    if invitation is None or not may_revoke(user, invitation):
        raise NotFound
    return invitation
