"""Messages that people keep for themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MAX_NOTE_CHARS = 500


class Bookmark(models.Model):
    """That a person keeps a message, with a note of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.ForeignKey("messaging.Message", models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=MAX_NOTE_CHARS, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "bookmarks"
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["user", "message"], name="bookmarks_once")]
        indexes = [models.Index(fields=["user", "id"], name="bookmarks_newest_of_person")]

    def __str__(self) -> str:
        return gettext("bookmark of message {number}").format(number=self.message_id)
