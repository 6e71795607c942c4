"""What a report of a direct message hands over, because no one else may look into the room."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReportedMessage(models.Model):
    """A message as it was when a report about it, or about one near it in a direct room, was filed."""

    report = models.ForeignKey("messaging.Report", models.CASCADE, related_name="handed_over")
    seq = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reported_messages"
        verbose_name = _("reported message")
        verbose_name_plural = _("reported messages")

    def __str__(self) -> str:
        return gettext("message {seq} of a direct room").format(seq=self.seq)
