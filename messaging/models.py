"""Messages."""

from datetime import datetime
from enum import IntFlag
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry
from chatsite.site.identity import identity
from messaging import markup
from messaging.markup.mentions import Names
from messaging.markup.plain import plain_text
from rooms.models import Room

MAX_CONTENT_CHARS = 4_000
# What one answer holds: of a conversation unless asked otherwise, and at most; and of what changed in a room.
PAGE_MESSAGES, MAX_PAGE_MESSAGES, MAX_CHANGES = 50, 100, 200
EXCERPT_CHARS = 100
# The beginning of a message's HTML that is sure to hold its excerpt, but for one of hardly anything else than markup.
EXCERPT_HTML_CHARS = 2_000
MAX_NOTE_CHARS = 1_000
# What stands for a message without a text: it has files.
FILE_MARK = "📎"


class Feature(IntFlag):
    """What may hang on a message; stored in ``Message.features``."""

    REACTIONS = 1
    PINS = 2
    MENTIONS = 4
    FORWARDS = 8
    ATTACHMENTS = 16


def excerpt_of(content: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(content[: 2 * EXCERPT_CHARS].split())
    return line if len(line) <= EXCERPT_CHARS else line[: EXCERPT_CHARS - 1] + "…"


class MessageQuerySet(models.QuerySet["Message"]):
    """Names which messages are meant."""

    def with_payload(self) -> Self:
        """Fetch what a message's payload shows along with it."""
        return self.select_related("author", "reply_to__author")

    def with_content(self) -> Self:
        """Keep those whose text or files are there, deleted ones included."""
        return self.exclude(content="", features=F("features").bitand(~Feature.ATTACHMENTS))

    def changed(self, *, since: int, upto: int) -> Self:
        """Keep those whose last change is after ``since`` and not after ``upto``, in version order."""
        return self.filter(version__gt=since, version__lte=upto).order_by("version")

    def first_since(self, moment: datetime, order: str = "pk") -> int:
        """Return the position by ``order`` of the first that was written at ``moment`` or later, or one after the last.

        Ids and positions are in order of time, so halving finds it in two dozen look-ups; an index on the time would
        cost every message that is written.
        """
        low, high = 0, int(self.aggregate(last=Max(order))["last"] or 0) + 1
        first = high
        while low < high:
            middle = (low + high) // 2
            found = self.filter(**{f"{order}__gte": middle}).order_by(order).values_list(order, "created_at").first()
            if found is not None and found[1] < moment:
                low = found[0] + 1
            else:
                high = middle
                first = found[0] if found else first
        return first


class Message(models.Model):
    """What someone said in a room.

    ``seq`` is the room's version at which it was written: its position in the conversation. ``version`` is that
    of its last change. A deleted message keeps its content here, so that a moderator can restore it; no one sees it.
    ``removal`` is the entry in the moderation log, if it was not the author who deleted it: there is who, and why.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveBigIntegerField()
    version = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(null=True, blank=True)
    content = models.TextField()
    html = models.TextField()
    render_version = models.PositiveSmallIntegerField(default=0)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replies")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    features = models.PositiveSmallIntegerField(default=0, db_default=0)  # bits of Feature
    removal = models.ForeignKey(
        ModerationEntry, models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )

    objects = MessageQuerySet.as_manager()

    # What hangs on it, by feature, once that was read (messaging.features).
    shown_parts: dict[str, Any] | None = None

    class Meta:
        db_table = "messages"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="messages_one_order"),
            models.UniqueConstraint(fields=["room", "author", "client_id"], name="messages_once"),
            models.CheckConstraint(condition=Q(version__gte=F("seq")), name="messages_change_after_they_are_written"),
        ]
        indexes = [models.Index(fields=["room", "version"], name="messages_changed")]

    def __str__(self) -> str:
        return gettext("message {seq} in room {room}").format(seq=self.seq, room=self.room_id)

    @property
    def is_deleted(self) -> bool:
        """Tell whether only a tombstone is shown."""
        return self.deleted_at is not None

    @property
    def is_erased(self) -> bool:
        """Tell whether text and files were removed for good: restoring it would show nothing."""
        return not self.content and not self.has_attachments

    @property
    def has_attachments(self) -> bool:
        """Tell whether files hang on it."""
        return bool(self.features & Feature.ATTACHMENTS)

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text on one line, as a reply quotes it; nothing of a deleted message."""
        if self.is_deleted:
            return ""
        return excerpt_of(plain_text(self.html[:EXCERPT_HTML_CHARS]) or self.content) or FILE_MARK

    def write(self, content: str, names: Names | None = None) -> None:
        """Give the message its text, which may mention ``names``."""
        self.content = content
        self.html = markup.render(content, names)
        self.render_version = markup.RENDER_VERSION


class EarlierText(models.Model):
    """What a message said from ``written_at`` until it was edited."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="earlier_texts")
    content = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "earlier_texts"
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")

    def __str__(self) -> str:
        return excerpt_of(self.content)


class ReportQuerySet(models.QuerySet["Report"]):
    """Names which reports are meant."""

    def pending(self) -> Self:
        """Keep open reports."""
        return self.filter(status__in=[Report.Status.OPEN, Report.Status.CLAIMED])

    def like(self, report: "Report") -> Self:
        """Keep those about the same message, or the same person without one."""
        return self.filter(room=report.room_id, seq=report.seq, person=report.person_id)


class Report(models.Model):
    """A report about a message or a person, which administrators resolve.

    ``seq`` is the position of the message in its room, ``content`` its text when it was reported.
    ``answer`` is for the reporter.
    """

    class Reason(models.TextChoices):
        """What is wrong."""

        SPAM = "spam", _("Spam or advertising")
        HARASSMENT = "harassment", _("Harassment or insults")
        HATE = "hate", _("Hate speech")
        VIOLENCE = "violence", _("Threats or violence")
        SEXUAL = "sexual", _("Unwanted sexual content")
        PRIVATE = "private", _("Someone's private information")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Open")
        CLAIMED = "claimed", _("In progress")
        RESOLVED = "resolved", _("Resolved")
        DISMISSED = "dismissed", _("Dismissed")

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports", verbose_name=_("reported by")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports_about", verbose_name=_("about")
    )
    room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="+", verbose_name=_("room"))
    seq = models.PositiveBigIntegerField(null=True)
    content = models.TextField(blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.CharField(max_length=MAX_NOTE_CHARS, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("assignee")
    )
    answer = models.CharField(max_length=MAX_NOTE_CHARS, blank=True)
    created_at = models.DateTimeField(_("date"), default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        db_table = "reports"
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["status", "created_at"], name="reports_queue")]

    def __str__(self) -> str:
        return gettext("Report {number}").format(number=self.pk)

    @property
    def is_pending(self) -> bool:
        """Return whether the report is open."""
        return self.status in {Report.Status.OPEN, Report.Status.CLAIMED}

    @property
    def about(self) -> str:
        """Return the subject of the report on one line."""
        name = self.person.name if self.person else identity().name
        return f"{name}: {excerpt_of(self.content)}" if self.content else name


from messaging.attachments.models import Attachment as Attachment  # noqa: E402 - a feature's models belong to the app
from messaging.attachments.models import StoredFile as StoredFile  # noqa: E402 - a feature's models belong to the app
from messaging.attachments.models import Upload as Upload  # noqa: E402 - a feature's models belong to the app
from messaging.bookmarks.models import Bookmark as Bookmark  # noqa: E402 - a feature's models belong to the app
from messaging.forwarding.models import Forward as Forward  # noqa: E402 - a feature's models belong to the app
from messaging.mentions.models import InboxPosition as InboxPosition  # noqa: E402 - a feature's models belong to the app
from messaging.mentions.models import Mention as Mention  # noqa: E402 - a feature's models belong to the app
from messaging.moderation.models import ReportedMessage as ReportedMessage  # noqa: E402 - a feature's models
from messaging.notifications.mail.models import MailCursor as MailCursor  # noqa: E402 - a feature's models
from messaging.notifications.mail.models import MailedRoom as MailedRoom  # noqa: E402 - a feature's models
from messaging.notifications.mail.models import MissedMail as MissedMail  # noqa: E402 - a feature's models
from messaging.notifications.models import NotificationSettings as NotificationSettings  # noqa: E402 - a feature's models
from messaging.notifications.models import Notified as Notified  # noqa: E402 - a feature's models
from messaging.notifications.models import Notifier as Notifier  # noqa: E402 - a feature's models
from messaging.notifications.models import PushKeys as PushKeys  # noqa: E402 - a feature's models
from messaging.notifications.models import PushSubscription as PushSubscription  # noqa: E402 - a feature's models
from messaging.pins.models import Pin as Pin  # noqa: E402 - a feature's models belong to the app
from messaging.reactions.models import Reaction as Reaction  # noqa: E402 - a feature's models belong to the app
from messaging.search.index.models import Block as Block  # noqa: E402 - a feature's models belong to the app
from messaging.search.index.models import Page as Page  # noqa: E402 - a feature's models belong to the app
from messaging.search.index.models import RecentText as RecentText  # noqa: E402 - a feature's models
from messaging.webhooks.incoming.models import IncomingWebhook as IncomingWebhook  # noqa: E402 - a feature's models
from messaging.webhooks.outgoing.models import OutgoingWebhook as OutgoingWebhook  # noqa: E402 - a feature's models
from messaging.webhooks.outgoing.models import WebhookDelivery as WebhookDelivery  # noqa: E402 - a feature's models
from messaging.webhooks.outgoing.models import WebhookPosition as WebhookPosition  # noqa: E402 - a feature's models
