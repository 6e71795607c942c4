"""Who people are at the providers by which they sign in, and what was used once."""

import hashlib
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.security.fields import HASH_CHARS
from chatsite.db.fields import KeyField

MAX_PROVIDER_CHARS = 20
MAX_SUBJECT_CHARS = 255
MAX_EMAIL_CHARS = 254


class IdentityQuerySet(models.QuerySet["ExternalIdentity"]):
    """Names which identities are meant."""

    def usable(self) -> Self:
        """Leave out those of providers that are not set up any more."""
        return self.filter(provider__in=[provider.name for provider in settings.OIDC_PROVIDERS])


class ExternalIdentity(models.Model):
    """That ``user`` is the ``subject`` of a provider.

    ``email`` is the address at the provider when they last signed in, for people to recognise it by; nothing is decided
    by it. ``gave_admin`` and ``given_rooms``, pairs of an id and a name, are what their groups at the provider gave
    them: only that is taken away when the groups change.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    provider = KeyField(_("provider"), max_length=MAX_PROVIDER_CHARS)
    subject = KeyField(max_length=MAX_SUBJECT_CHARS)
    email = models.CharField(_("email"), max_length=MAX_EMAIL_CHARS, blank=True)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    gave_admin = models.BooleanField(default=False)
    given_rooms = models.JSONField(default=list)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        db_table = "external_identities"
        verbose_name = _("linked sign-in")
        verbose_name_plural = _("linked sign-ins")
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="external_identities_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the provider's name for people; that of a provider which is not set up any more as it was written."""
        labels = {provider.name: provider.label for provider in settings.OIDC_PROVIDERS}
        return str(labels.get(self.provider, self.provider))


class SpentToken(models.Model):
    """The hash of something that must be used only once: an attempt to sign in, or a provider's notice of a logout."""

    token_hash = KeyField(max_length=HASH_CHARS, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    in_backups = False

    class Meta:
        db_table = "spent_tokens"

    def __str__(self) -> str:
        return f"spent until {self.expires_at}"


def spend(kind: str, token: str, *, until: datetime) -> bool:
    """Use ``token`` up, and tell whether it was unused; of two that try at once, one succeeds."""
    hashed = hashlib.sha256(f"{kind} {token}".encode()).hexdigest()
    try:
        with transaction.atomic():
            SpentToken.objects.create(token_hash=hashed, expires_at=until)
    except IntegrityError:
        return False
    return True
