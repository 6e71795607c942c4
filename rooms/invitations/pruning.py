"""Removing invitations that ended long ago; who came by them stays known."""

from datetime import timedelta

from django.utils import timezone

from rooms.invitations.models import Invitation, InvitationQuerySet

KEPT = timedelta(days=30)


def old_invitations() -> InvitationQuerySet:
    """Return the invitations that were revoked or expired long ago."""
    return Invitation.objects.ended_before(timezone.now() - KEPT)


def remove_old_invitations() -> int:
    """Remove them; return how many there were."""
    old = list(old_invitations().values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=old).delete()
    return len(old)
