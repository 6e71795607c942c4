"""What the accounts app, which knows no rooms, gets of invitations."""

from accounts.hooks import Preview, invitations
from accounts.models import User
from rooms.invitations import services
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.pages import page_of
from rooms.invitations.queries import InvitationGone, working_invitation


class Invitations:
    """Invitations as a way to register."""

    def check(self, token: str) -> None:
        """Go on only if ``token`` opens an invitation that works."""
        working_invitation(token)

    def use(self, token: str, user: User) -> None:
        """Take a use of the invitation for a new account."""
        services.register_by(token, user)

    def preview(self, token: str) -> Preview | None:
        """Return who invites to which room."""
        try:
            invitation = working_invitation(token)
        except InvitationGone:
            return None
        return Preview(invitation.inviter.name, invitation.room.name if invitation.room else "")

    def first_page(self, user: User) -> str:
        """Return the path of the room that a new person was invited to."""
        arrival = Arrival.objects.filter(user=user, registered=True).first()
        return page_of(arrival.room_id if arrival else None)

    def were_made(self) -> bool:
        """Tell whether someone was invited ever."""
        return Invitation.objects.exists() or Arrival.objects.exists()


invitations.provide(Invitations())
