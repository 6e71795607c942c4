"""Reactions to messages."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatsite.db.fields import KeyField
from messaging.reactions.emoji import MAX_EMOJI_CHARS


class Reaction(models.Model):
    """A person's emoji under a message; the ids are in the order in which people reacted."""

    message = models.ForeignKey("messaging.Message", models.CASCADE, related_name="reactions", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    emoji = KeyField(max_length=MAX_EMOJI_CHARS)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "reactions"
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["message", "emoji", "user"], name="reactions_once")]

    def __str__(self) -> str:
        return f"{self.emoji} {self.message_id}"
