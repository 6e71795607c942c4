"""Pinned messages."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rooms.models import Room


class Pin(models.Model):
    """That a message is pinned in its room, since when, and by whom."""

    message = models.OneToOneField("messaging.Message", models.CASCADE, primary_key=True, related_name="pin")
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "pins"
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        indexes = [models.Index(fields=["room", "pinned_at"], name="pins_in_room")]

    def __str__(self) -> str:
        return gettext("pin of message {number}").format(number=self.pk)
