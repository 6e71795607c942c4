"""Incoming webhooks."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import MAX_NAME_CHARS, User
from accounts.security.fields import HASH_CHARS
from chatsite.db.fields import KeyField
from rooms.models import Membership, Room


class IncomingWebhookQuerySet(models.QuerySet["IncomingWebhook"]):
    """Names which webhooks are meant."""

    def working(self) -> Self:
        """Leave out those whose maker is banned, from the site or the room (docs/decisions/incoming-webhooks.md)."""
        banned = Membership.objects.banned().filter(room=OuterRef("room"), user=OuterRef("created_by"))
        return self.exclude(created_by__banned_until__gt=timezone.now()).exclude(Exists(banned))


class IncomingWebhook(models.Model):
    """An address by which programs post messages to ``room``; only a hash of its secret part is kept.

    ``bot`` is the author of the messages, and goes by the webhook's name. ``last_used_at`` is rounded down.
    """

    secret_hash = KeyField(max_length=HASH_CHARS, unique=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", verbose_name=_("room"))
    name = models.CharField(_("name"), max_length=MAX_NAME_CHARS)
    bot = models.OneToOneField(User, models.CASCADE, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects = IncomingWebhookQuerySet.as_manager()

    class Meta:
        db_table = "incoming_webhooks"
        verbose_name = _("incoming webhook")
        verbose_name_plural = _("incoming webhooks")

    def __str__(self) -> str:
        return self.name
