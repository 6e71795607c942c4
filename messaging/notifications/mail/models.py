"""When a person is to be mailed what they missed, and what they were mailed already."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.notifications.models import ReadsArrivals
from rooms.models import Room

MAX_ERROR_CHARS = 300


class MissedMail(models.Model):
    """When to look for what a person missed: at ``due_at``, if anything new may concern them.

    ``number`` counts the emails that they were sent, and ``failures`` the attempts since the last one that failed.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    due_at = models.DateTimeField(_("next attempt"), null=True, db_index=True)
    mailed_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(_("last error"), max_length=MAX_ERROR_CHARS, blank=True)

    class Meta:
        db_table = "missed_mails"

    def __str__(self) -> str:
        return gettext("mail for person {number}").format(number=self.pk)


class MailedRoom(models.Model):
    """Up to which version of a room a person was mailed what concerns them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()

    class Meta:
        db_table = "mailed_rooms"
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="mailed_rooms_once")]

    def __str__(self) -> str:
        return gettext("mail for person {number}").format(number=self.user_id)


class MailCursor(ReadsArrivals):
    """Up to where people were looked for whom a mail may concern, and when."""

    looked_at = models.DateTimeField()

    class Meta:
        db_table = "mail_cursors"

    def __str__(self) -> str:
        return gettext("mail up to message {number}").format(number=self.message_id)
