"""The page of an invitation: who invites whom where, before one signs up or in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts.admin_faces import face
from accounts.models import User
from accounts.security import limits
from accounts.security.links import INVITATION_PAGE
from chatsite.contract.errors import NotAllowed
from chatsite.limits.subjects import subject
from chatsite.web.addresses import client_address
from rooms.invitations.models import Invitation
from rooms.invitations.queries import InvitationGone, invitation_by, works
from rooms.models import Membership
from rooms.policies import require_admittance

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def show(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show an invitation, or go on to its room if there is nothing to decide; of one that does not work, say so."""
    response = _answer(request, token.strip("/"))
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponseBase:
    user = request.user if isinstance(request.user, User) else None
    try:
        with limits.INVITATION_GUESSES.attempt(subject(client_address(request))):
            invitation = _invitation(token, user)
    except InvitationGone:
        return render(request, "accounts/invitation_gone.html", status=InvitationGone.status)
    if user and user.must_verify_email:
        return redirect("verify-email")
    if user and (invitation.room is None or _is_member(user, invitation)):
        return redirect(page_of(invitation.room_id))
    return _card(request, invitation, token, user)


def page_of(room_id: int | None) -> str:
    """Return the path of a room's page in the chat."""
    return settings.LOGIN_REDIRECT_URL if room_id is None else f"/?room={room_id}"


def _invitation(token: str, user: User | None) -> Invitation:
    invitation = invitation_by(token)
    if invitation is None:
        raise InvitationGone
    is_inside = user is not None and _is_member(user, invitation)
    if not is_inside and not works(invitation, user):
        raise InvitationGone
    return invitation


def _is_member(user: User, invitation: Invitation) -> bool:
    room_id = invitation.room_id
    return room_id is not None and Membership.objects.current().filter(room=room_id, user=user).exists()


def _card(request: HttpRequest, invitation: Invitation, token: str, user: User | None) -> HttpResponse:
    context = {
        "invitation": invitation,
        "room": invitation.room,
        "face": face(invitation.inviter),
        "token": token,
        "here": f"{INVITATION_PAGE}{token}/",
        "next": page_of(invitation.room_id),
        "registers": settings.REGISTRATION != "closed",
        "refusal": _refusal(invitation, user),
    }
    return render(request, "accounts/invitation.html", context)


def _refusal(invitation: Invitation, user: User | None) -> str:
    """Return why ``user`` can't join the room, banned people as elsewhere; empty if they can."""
    room = invitation.room
    if room is None:
        return ""
    if not room.is_active:
        return str(_("This room is closed. You can't join it."))
    try:
        if user:
            require_admittance(room.pk, user)
    except NotAllowed as error:
        return str(error)
    return ""
