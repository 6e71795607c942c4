"""Outgoing webhooks, how far each has come in each room, and what became of what they sent."""

import uuid
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rooms.models import Room

MAX_NAME_CHARS = 60
MAX_URL_CHARS = 1_000
MAX_ERROR_CHARS = 60


class OutgoingWebhookQuerySet(models.QuerySet["OutgoingWebhook"]):
    """Names which webhooks are meant."""

    def with_payload(self) -> Self:
        """Fetch what a webhook's payload shows along with it."""
        return self.select_related("room", "keeper")

    def idle(self, now: datetime) -> Self:
        """Keep the active ones that no process works on, and that are not to be left alone for a while."""
        return self.filter(Q(held_until=None) | Q(held_until__lte=now), is_active=True)

    def due(self, now: datetime) -> Self:
        """Keep the idle ones with something to send, or with a room that they do not follow yet."""
        behind = WebhookPosition.objects.behind(now).filter(webhook=OuterRef("pk"))
        followed = WebhookPosition.objects.filter(webhook=OuterRef(OuterRef("pk")), room=OuterRef("pk"))
        new = Room.objects.standing().filter(~Exists(followed), visibility=Room.Visibility.PUBLIC)
        return self.idle(now).filter(Exists(behind) | Q(Exists(new), room=None)).order_by("held_until", "pk")


class OutgoingWebhook(models.Model):
    """An address to which the events of ``room`` are posted; without a room those of all public rooms.

    It acts with the rights of ``keeper``, who made it or changed it last. ``namespace`` is what its deliveries' ids are
    made of. ``failing_since`` is when it began to fail
    without a success since, ``off_reason`` why it was switched off, unless a person did that. A process works on it
    while it is its ``holder`` and ``held_until`` is ahead (docs/decisions/outgoing-webhooks-follow-the-log.md).
    """

    class OffReason(models.TextChoices):
        """Why a webhook was switched off by itself."""

        FAILING = "failing", _("Nothing but failures for a week")
        GONE = "gone", _("The receiver answered that it is gone (410)")
        RIGHTS = "rights", _("The person who set it up may no longer do so")
        ROOM = "room", _("The room was deleted")

    room = models.ForeignKey(
        Room, models.CASCADE, null=True, blank=True, related_name="outgoing_webhooks", verbose_name=_("room")
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="outgoing_webhooks", verbose_name=_("set up by")
    )
    name = models.CharField(_("name"), max_length=MAX_NAME_CHARS)
    url = models.TextField()
    events = models.JSONField(_("events"))
    locked_secret = models.TextField()
    namespace = models.UUIDField(default=uuid.uuid4, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    off_reason = models.CharField(max_length=10, choices=OffReason, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    holder = models.UUIDField(null=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)

    objects = OutgoingWebhookQuerySet.as_manager()

    class Meta:
        db_table = "outgoing_webhooks"
        verbose_name = _("outgoing webhook")
        verbose_name_plural = _("outgoing webhooks")

    def __str__(self) -> str:
        return gettext("Outgoing webhook {number}").format(number=self.pk)

    @property
    def host(self) -> str:
        """Return the host that it posts to: the rest of the address may hold a secret."""
        return urlsplit(self.url).netloc


class WebhookPositionQuerySet(models.QuerySet["WebhookPosition"]):
    """Names which positions are meant."""

    def behind(self, now: datetime) -> Self:
        """Keep those whose room has changed since, and that are not to be tried later."""
        return self.filter(Q(next_at=None) | Q(next_at__lte=now), room__counter__version__gt=F("version"))


class WebhookPosition(models.Model):
    """Up to which ``version`` of a room a webhook is done. The change after it has failed ``failures`` times.

    The room's own log is the queue, so nothing is stored for what is still to be sent but this.
    """

    webhook = models.ForeignKey(OutgoingWebhook, models.CASCADE, related_name="positions", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)

    objects = WebhookPositionQuerySet.as_manager()

    class Meta:
        db_table = "outgoing_webhook_positions"
        constraints = [models.UniqueConstraint(fields=["webhook", "room"], name="outgoing_webhook_positions_once")]

    def __str__(self) -> str:
        return f"room {self.room_id} at version {self.version}"


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Names which deliveries are meant."""

    def finished(self) -> Self:
        """Leave out those that are tried again."""
        return self.exclude(status=WebhookDelivery.Status.PENDING)


class WebhookDelivery(models.Model):
    """What became of one change that a webhook sends; a change that arrived at the first attempt has one row too.

    The body is not stored: it is made anew for each attempt, so that what was deleted since does not go out.
    ``reason`` is a word of :mod:`messaging.webhooks.outgoing.reasons`.
    """

    class Status(models.TextChoices):
        """Whether it arrived."""

        PENDING = "pending", _("Being retried")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Replaced by a later change")

    uuid = models.UUIDField(_("identifier"), unique=True)
    webhook = models.ForeignKey(
        OutgoingWebhook, models.CASCADE, related_name="deliveries", verbose_name=_("outgoing webhook")
    )
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", verbose_name=_("room"))
    version = models.PositiveBigIntegerField()
    event = models.CharField(_("event"), max_length=30)
    status = models.CharField(_("state"), max_length=10, choices=Status)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    answer_status = models.PositiveSmallIntegerField(_("answer"), null=True)
    reason = models.CharField(max_length=MAX_ERROR_CHARS, blank=True)
    created_at = models.DateTimeField(_("first attempt"), default=timezone.now)
    tried_at = models.DateTimeField(_("last attempt"), default=timezone.now)

    objects = WebhookDeliveryQuerySet.as_manager()

    in_backups = False  # a restored site begins a new log

    class Meta:
        db_table = "outgoing_webhook_deliveries"
        verbose_name = _("delivery")
        verbose_name_plural = _("webhook deliveries")

    def __str__(self) -> str:
        return str(self.uuid)
