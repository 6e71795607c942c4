"""Everything that changes invitations: making and revoking them, and coming by one.

The invitation's row is locked before any room, so that of many who come at once no more get in than there are uses.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import System
from accounts.models import User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import LoggedRoom, record
from accounts.moderation.models import Action
from accounts.restrictions import require_not_banned
from chatsite.contract.errors import Conflict, RoomClosed
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from rooms import limits
from rooms.changing import enter, logged
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.queries import InvitationGone, invitation_by, invitation_to_revoke, works
from rooms.invitations.tokens import new_token, token_hash
from rooms.memberships import admit
from rooms.models import Membership, Room
from rooms.policies import may_invite, require, require_own_voice

MAX_INVITATIONS = 50


@limited(limits.INVITATIONS)
@in_transaction
def invite(
    *, by: User, room_id: int | None = None, expires_in_s: int | None = None, max_uses: int | None = None
) -> tuple[Invitation, str]:
    """Make an invitation to the site, or to a room of it; return it with its token, which is not stored.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: ``by`` may not invite people there, or is muted.
        RoomClosed: the room is read-only.
        Conflict: too many of their invitations work already.
        RateLimited: too many of them.
    """
    room = None if room_id is None else _room_to_invite_to(room_id, by)
    require(room is not None or by.is_admin, _("Only administrators can invite people to the whole site."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # two at once are counted one after the other
    if Invitation.objects.unended().filter(inviter=by).count() >= MAX_INVITATIONS:
        raise Conflict(_("You have {count} active invitations. Revoke one first.").format(count=MAX_INVITATIONS))
    token, expires_at = new_token(), timezone.now() + timedelta(seconds=expires_in_s) if expires_in_s else None
    invitation = Invitation.objects.create(
        token_hash=token_hash(token), inviter=by, room=room, expires_at=expires_at, max_uses=max_uses
    )
    record(Action.INVITED, by=by, room=logged(room) if room else None, until=expires_at, detail=str(invitation.pk))
    return invitation, token


def _room_to_invite_to(room_id: int, by: User) -> Room:
    room, standing = enter(room_id, by)
    require(may_invite(standing, room), _("You can't invite people to this room."))
    require_own_voice(standing)
    if not room.is_active:
        raise RoomClosed(_("This room is closed. People can't join it."))
    return room


@in_transaction
def revoke(*, invitation_id: int, by: User) -> None:
    """End an invitation. Who came by it stays; revoking it again changes nothing.

    Raises:
        NotFound: there is none of this id that ``by`` may revoke.
    """
    _end(invitation_to_revoke(by, invitation_id), by)


@in_transaction
def revoke_all(inviter: User, *, by: User | System) -> None:
    """End all invitations of a person, for an administrator."""
    require_admin(by)
    for invitation in Invitation.objects.unended().with_payload().filter(inviter=inviter):
        _end(invitation, by)


def _end(invitation: Invitation, by: User | System) -> None:
    ended = Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())
    if ended:
        room = LoggedRoom(invitation.room.pk, invitation.room.name) if invitation.room else None
        detail = str(invitation.pk)
        record(Action.INVITATION_REVOKED, by=by, whom=invitation.inviter, room=room, detail=detail)


@limited(limits.MEMBERSHIPS)
@in_transaction
def accept(*, token: str, by: User) -> int | None:
    """Join the room of an invitation; return its id, or nothing if the invitation is to the site alone.

    A use is counted once for each person. A member of the room already takes none.

    Raises:
        InvitationGone: it does not work.
        RoomClosed: the room is read-only.
        NotAllowed: ``by`` is banned from the site or the room.
    """
    require_not_banned(by)
    invitation = invitation_by(token)
    if invitation is None:
        raise InvitationGone
    room_id = invitation.room_id
    if room_id is None or not Membership.objects.current().filter(room=room_id, user=by).exists():
        invitation = _locked(token, by)
        if room_id is not None:
            admit(room_id, by)
            _take(invitation, by)
    return room_id


@in_transaction
def register_by(token: str, user: User) -> None:
    """Take a use of an invitation for a new account. The room follows when the account takes part (:func:`arrive`).

    Raises:
        InvitationGone: it does not work.
    """
    _take(_locked(token), user, registered=True)


@in_transaction
def arrive(user: User) -> None:
    """Make a new person a member of the room that they were invited to, if it can be joined still."""
    arrival = Arrival.objects.filter(user=user, registered=True).select_related("room").first()
    if arrival and arrival.room and arrival.room.is_active:
        admit(arrival.room.pk, user)


def _locked(token: str, user: User | None = None) -> Invitation:
    locked = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if locked is None or not works(locked, user):
        raise InvitationGone
    return locked


def _take(invitation: Invitation, user: User, *, registered: bool = False) -> None:
    """Count a use of a locked invitation, once for each person."""
    if Arrival.objects.filter(invitation=invitation, user=user).exists():
        return
    invitation.uses += 1
    invitation.save(update_fields=["uses"])
    Arrival.objects.create(
        user=user,
        invitation=invitation,
        inviter_id=invitation.inviter_id,
        room_id=invitation.room_id,
        registered=registered,
    )
