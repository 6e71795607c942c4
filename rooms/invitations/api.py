"""The HTTP endpoints of invitations."""

from http import HTTPStatus
from typing import Any

from accounts.requests import SignedInRequest
from accounts.security import limits
from chatsite.contract.answers import AcceptedAnswer, InvitationAnswer, InvitationsAnswer
from chatsite.limits.subjects import subject
from chatsite.web.addresses import client_address, site_origin
from chatsite.web.api import Action, Answer, Endpoint
from rooms.invitations import services
from rooms.invitations.forms import AcceptForm, InviteForm, ListInvitationsForm
from rooms.invitations.payloads import invitation_payload
from rooms.invitations.queries import listed_invitations
from rooms.invitations.tokens import link_to
from rooms.queries import my_room

Data = dict[str, Any]


def list_invitations(request: SignedInRequest, data: Data) -> Answer:
    """Return the working invitations that the caller may revoke, newest first; without their links."""
    found, has_more = listed_invitations(user=request.user, **data)
    return {"invitations": [invitation_payload(one) for one in found], "has_more": has_more}


def invite(request: SignedInRequest, data: Data) -> Answer:
    """Make an invitation; its link is shown only now."""
    invitation, token = services.invite(by=request.user, **data)
    return {"invitation": invitation_payload(invitation, url=link_to(token, origin=site_origin(request)))}


def revoke(request: SignedInRequest, data: Data, invitation_id: int) -> Answer:
    """End an invitation."""
    services.revoke(invitation_id=invitation_id, by=request.user)
    return None


def accept(request: SignedInRequest, data: Data) -> Answer:
    """Join the room of an invitation."""
    with limits.INVITATION_GUESSES.attempt(subject(client_address(request))):
        room_id = services.accept(token=data["token"], by=request.user)
    return {"room": None if room_id is None else my_room(request.user, room_id)}


invitations = Endpoint(
    GET=Action(list_invitations, form=ListInvitationsForm, answer=InvitationsAnswer),
    POST=Action(invite, form=InviteForm, answer=InvitationAnswer, status=HTTPStatus.CREATED),
)
invitation = Endpoint(DELETE=Action(revoke))
acceptance = Endpoint(POST=Action(accept, form=AcceptForm, answer=AcceptedAnswer))
