"""Invitations, and who came by them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.security.fields import HASH_CHARS
from chatsite.db.fields import KeyField
from rooms.models import Room


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Names which invitations are meant."""

    def unended(self) -> Self:
        """Leave out those that were revoked, have expired, or have no uses left."""
        now = timezone.now()
        unexpired = Q(expires_at=None) | Q(expires_at__gt=now)
        return self.filter(unexpired, Q(max_uses=None) | Q(uses__lt=F("max_uses")), revoked_at=None)

    def ended_before(self, moment: object) -> Self:
        """Keep those that were revoked or expired before ``moment``."""
        return self.filter(Q(revoked_at__lt=moment) | Q(expires_at__lt=moment))

    def with_payload(self) -> Self:
        """Fetch what an invitation's payload shows along with it."""
        return self.select_related("room", "inviter")


class Invitation(models.Model):
    """A link by which ``inviter`` invites people to the site, and to ``room`` if there is one.

    Only a hash of its token is kept. ``uses`` counts the people who came by it; without ``max_uses`` any number may.
    """

    token_hash = KeyField(max_length=HASH_CHARS, unique=True)
    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name=_("invited by")
    )
    room = models.ForeignKey(
        Room, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("room")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return gettext("Invitation {number} by {inviter}").format(number=self.pk, inviter=self.inviter)

    @property
    def has_ended(self) -> bool:
        """Tell whether it was revoked or has expired."""
        return self.revoked_at is not None or (self.expires_at is not None and self.expires_at <= timezone.now())

    @property
    def is_used_up(self) -> bool:
        """Tell whether as many people came by it as may."""
        return self.max_uses is not None and self.uses >= self.max_uses


class Arrival(models.Model):
    """That a person came by an invitation: to the site if they ``registered`` by it, otherwise to the room alone.

    The row remembers who invited them when the invitation itself is gone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="arrivals", verbose_name=_("person")
    )
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="arrivals")
    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="+", verbose_name=_("room"))
    registered = models.BooleanField(_("registered"), default=False)
    at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        db_table = "invitation_arrivals"
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [models.UniqueConstraint(fields=["invitation", "user"], name="invitation_arrivals_once")]

    def __str__(self) -> str:
        return gettext("arrival of {user}").format(user=self.user)
