"""Where forwarded messages were said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Forward(models.Model):
    """That a message quotes another one: who wrote that, when, and where; its room may be purged since."""

    message = models.OneToOneField("messaging.Message", models.CASCADE, primary_key=True, related_name="forward")
    from_room = models.PositiveBigIntegerField()
    from_seq = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        db_table = "forwards"
        verbose_name = _("forwarded message")
        verbose_name_plural = _("forwarded messages")

    def __str__(self) -> str:
        return gettext("forwarded message {number}").format(number=self.pk)
