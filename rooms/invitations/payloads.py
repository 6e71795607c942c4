"""What the outside sees of invitations."""

import segno

from accounts.payloads import user_payload
from chatsite.contract.payloads import InvitationPayload
from chatsite.text.times import timestamp
from rooms.invitations.models import Invitation


def invitation_payload(invitation: Invitation, *, url: str | None = None) -> InvitationPayload:
    """Return an invitation; ``url``, which holds the token, is known only while it is made."""
    room = invitation.room
    return {
        "id": invitation.pk,
        "url": url,
        "qr_svg": _picture(url) if url else None,
        "room": {"id": room.pk, "name": room.name} if room else None,
        "by": user_payload(invitation.inviter),
        "created_at": timestamp(invitation.created_at),
        "expires_at": timestamp(invitation.expires_at),
        "max_uses": invitation.max_uses,
        "uses": invitation.uses,
    }


def _picture(url: str) -> str:
    """Return a QR code as a ``data:`` URI, on white with a quiet zone of four modules: readable on dark pages too."""
    return segno.make(url, micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
