"""The table of access tokens."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.security.fields import HASH_CHARS
from chatsite.db.fields import KeyField

MAX_TOKEN_NAME_CHARS = 60


class AccessToken(models.Model):
    """A secret with which a program acts as ``user``; only its hash is stored. A deleted row is a revoked token.

    ``last_used_at`` is rounded to minutes.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=MAX_TOKEN_NAME_CHARS)
    secret_hash = KeyField(max_length=HASH_CHARS, unique=True, editable=False)
    may_read = models.BooleanField(_("can read"))
    may_write = models.BooleanField(_("can write"))
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        db_table = "access_tokens"
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(may_read=True) | models.Q(may_write=True), name="tokens_have_a_scope"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def connection_name(self) -> str:
        """Return what its live connections go by, where those of a session go by the session's hash."""
        return f"{CONNECTION_PREFIX}{self.pk}"

    @property
    def is_expired(self) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


CONNECTION_PREFIX = "token:"  # no hash has a colon
