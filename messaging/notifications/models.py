"""What people are notified of, the devices that receive it, and how far the notifier has come."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.security.fields import HASH_CHARS
from chatsite.db.fields import KeyField
from messaging.notifications.deciding import MAIL_AFTER, WANTED_AT_FIRST, To, Wanted, Wishes
from messaging.notifications.gaps import Position, Positions
from rooms.models import Room

MAX_ZONE_CHARS = 64
MAX_LABEL_CHARS = 60
MAX_KEY_CHARS = 120
MAX_ERROR_CHARS = 200


class NotificationSettings(models.Model):
    """What a person chose about their notifications; without a row all is as at first.

    ``push_for`` and ``mail_for`` are bits of :class:`Wanted`. Without a ``time_zone`` quiet hours are in UTC.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    push_for = models.PositiveSmallIntegerField(default=int(WANTED_AT_FIRST))
    mail_for = models.PositiveSmallIntegerField(default=int(WANTED_AT_FIRST))
    mail_after_s = models.PositiveIntegerField(default=int(MAIL_AFTER.total_seconds()))
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    time_zone = models.CharField(max_length=MAX_ZONE_CHARS, blank=True)
    sound = models.BooleanField(default=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "notification_settings"
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")

    def __str__(self) -> str:
        return gettext("notification settings of person {number}").format(number=self.pk)

    @property
    def wishes(self) -> Wishes:
        """Return the choices as the rules take them."""
        return Wishes(
            push_for=Wanted(self.push_for),
            mail_for=Wanted(self.mail_for),
            mail_after=timedelta(seconds=self.mail_after_s),
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            time_zone=self.time_zone,
            paused_until=self.paused_until,
        )


class PushSubscription(models.Model):
    """A browser that receives a person's notifications, for as long as its session lasts.

    ``endpoint`` is its address at the push service: a secret, since with it and the keys notifications can be forged.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session_hash = models.CharField(max_length=HASH_CHARS)
    label = models.CharField(max_length=MAX_LABEL_CHARS, blank=True)
    endpoint = models.TextField()
    endpoint_hash = KeyField(max_length=HASH_CHARS, unique=True)
    p256dh = models.CharField(max_length=MAX_KEY_CHARS)
    auth = models.CharField(max_length=MAX_KEY_CHARS)
    created_at = models.DateTimeField(default=timezone.now)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=MAX_ERROR_CHARS, blank=True)

    in_backups = False  # the sessions are in none

    class Meta:
        db_table = "push_subscriptions"
        verbose_name = _("device with notifications")
        verbose_name_plural = _("devices with notifications")

    def __str__(self) -> str:
        return gettext("device {number}").format(number=self.pk)


class PushKeys(models.Model):
    """The key pair by which push services know this installation (VAPID): one row, the private key locked."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    public_key = models.CharField(max_length=MAX_KEY_CHARS)
    locked_private_key = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "push_keys"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="push_keys_are_one_row")]

    def __str__(self) -> str:
        return gettext("keys for push notifications")


class ReadsArrivals(models.Model):
    """Up to which messages and mentions was read: one row at most.

    ``message_gaps`` and ``mention_gaps`` are ranges of ids that were missing below these positions, with when that was
    seen: their transactions may still commit (docs/decisions/finding-what-is-new.md).
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    message_id = models.PositiveBigIntegerField(default=0)
    mention_id = models.PositiveBigIntegerField(default=0)
    message_gaps = models.JSONField(default=list)
    mention_gaps = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def positions(self) -> Positions:
        """Return the positions in both tables."""
        return Positions(
            Position.restored(self.message_id, self.message_gaps), Position.restored(self.mention_id, self.mention_gaps)
        )


class Notifier(ReadsArrivals):
    """Up to where people have been notified, and which process does it until ``leased_until``."""

    step = models.PositiveBigIntegerField(default=0)
    holder = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    in_backups = False

    class Meta:
        db_table = "notifier"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="notifier_is_one_row")]

    def __str__(self) -> str:
        return gettext("notifier at message {number}").format(number=self.message_id)


class Notified(models.Model):
    """What a person's devices show of a room, or are about to: to be closed when it is read anywhere.

    ``version`` is up to where it must be read, ``seq`` the message that is named. What came after ``pushed_version`` is
    pushed once ``pushed_at`` is long enough ago. ``mention_id`` is for people who are no members of the room.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    version = models.PositiveBigIntegerField()
    pushed_version = models.PositiveBigIntegerField(default=0)
    pushed_at = models.DateTimeField(null=True)
    mention_id = models.PositiveBigIntegerField(default=0)
    to = models.CharField(max_length=7, default=To.MESSAGE)

    in_backups = False

    class Meta:
        db_table = "notified"
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="notified_once")]

    def __str__(self) -> str:
        return gettext("what person {number} was notified of").format(number=self.user_id)
