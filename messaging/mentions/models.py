"""Whom messages address."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rooms.models import Room


class Mention(models.Model):
    """That a message addresses ``user``, or without one everyone in its room.

    ``version`` is the room's version at which it came to do so: the message's ``seq``, or that of the edit that added
    it. What is after a reader's pointer is unread, so that an edit of an old message reaches them too.
    """

    class Kind(models.TextChoices):
        """How it addresses them; of several, the first."""

        MENTION = "mention", _("Mention")
        REPLY = "reply", _("Reply")
        ROOM = "room", _("Everyone in the room")

    message = models.ForeignKey("messaging.Message", models.CASCADE, related_name="mentions", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)

    class Meta:
        db_table = "mentions"
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mentions_once")]
        indexes = [
            models.Index(fields=["user", "room", "version"], name="mentions_of_person"),
            models.Index(fields=["user", "id"], name="mentions_newest_of_person"),
            models.Index(fields=["room", "version"], name="mentions_in_room"),
        ]

    def __str__(self) -> str:
        return gettext("mention in message {number}").format(number=self.message_id)


class InboxPosition(models.Model):
    """Up to which of their mentions a person has seen those in rooms that they are no member of."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    seen = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "inbox_positions"

    def __str__(self) -> str:
        return gettext("inbox of person {number}").format(number=self.pk)
