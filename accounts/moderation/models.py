"""The table of the moderation log: who did what to whom, when and why. Entries never change."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_REASON_CHARS = 500
MAX_DETAIL_CHARS = 500
MAX_ROOM_NAME_CHARS = 60


class Action(models.TextChoices):
    """The actions that are logged, in the past tense."""

    WARNED = "warned", _("Warned")
    MUTED = "muted", _("Muted")
    UNMUTED = "unmuted", _("Unmuted")
    REMOVED = "removed", _("Removed from a room")
    BANNED = "banned", _("Banned")
    UNBANNED = "unbanned", _("Unbanned")
    MESSAGE_REMOVED = "message_removed", _("Removed a message")
    MESSAGE_RESTORED = "message_restored", _("Restored a message")
    ROLE_GIVEN = "role_given", _("Changed a role")
    INVITED = "invited", _("Created an invitation")
    INVITATION_REVOKED = "invitation_revoked", _("Revoked an invitation")
    SEAT_TAKEN = "seat_taken", _("Joined a private room")
    OUTGOING_ADDED = "outgoing_added", _("Created an outgoing webhook")
    OUTGOING_CHANGED = "outgoing_changed", _("Changed an outgoing webhook")
    OUTGOING_REMOVED = "outgoing_removed", _("Deleted an outgoing webhook")
    OUTGOING_OFF = "outgoing_off", _("Turned off an outgoing webhook")
    ROOM_CHANGED = "room_changed", _("Changed a room")
    ROOM_CLOSED = "room_closed", _("Closed a room")
    ROOM_REOPENED = "room_reopened", _("Reopened a room")
    ROOM_DELETED = "room_deleted", _("Deleted a room")
    ROOM_PURGED = "room_purged", _("Purged a room")
    REPORT_CLAIMED = "report_claimed", _("Took on a report")
    REPORT_RESOLVED = "report_resolved", _("Resolved a report")
    REPORT_DISMISSED = "report_dismissed", _("Dismissed a report")
    APPROVED = "approved", _("Approved an account")
    REJECTED = "rejected", _("Rejected an account")
    DEACTIVATED = "deactivated", _("Deactivated an account")
    REACTIVATED = "reactivated", _("Reactivated an account")
    PROMOTED = "promoted", _("Made administrator")
    DEMOTED = "demoted", _("Ended administrator access")
    RENAMED = "renamed", _("Renamed")
    SESSIONS_ENDED = "sessions_ended", _("Signed out everywhere")
    LINK_MADE = "link_made", _("Created a password-reset link")
    TWO_FACTOR_OFF = "two_factor_off", _("Turned off two-factor sign-in")
    IDENTITY_LINKED = "identity_linked", _("Linked a sign-in")
    IDENTITY_UNLINKED = "identity_unlinked", _("Unlinked a sign-in")
    SEAT_GIVEN = "seat_given", _("Added to a room by groups")
    SEAT_ENDED = "seat_ended", _("Removed from a room by groups")
    SIGN_IN_LINK = "sign_in_link", _("Created a sign-in link")
    SITE_CHANGED = "site_changed", _("Changed the site's settings")
    UPLOAD_LIMIT_SET = "upload_limit_set", _("Set an upload limit")
    EMAIL_CHANGED = "email_changed", _("Changed an email address")
    ACCOUNT_DELETED = "account_deleted", _("Deleted an account")
    BOT_CREATED = "bot_created", _("Created a bot")
    BOT_DELETED = "bot_deleted", _("Deleted a bot")
    TOKEN_CREATED = "token_created", _("Created an access token")
    TOKEN_REVOKED = "token_revoked", _("Revoked an access token")
    WEBHOOK_CREATED = "webhook_created", _("Created a webhook")
    WEBHOOK_DELETED = "webhook_deleted", _("Deleted a webhook")


# The person concerned is notified of these, and finds them again under “Notices from moderators”.
NOTIFIED = frozenset(
    {
        Action.WARNED,
        Action.MUTED,
        Action.UNMUTED,
        Action.REMOVED,
        Action.BANNED,
        Action.UNBANNED,
        Action.MESSAGE_REMOVED,
    }
)


class EntryIsFinal(TypeError):
    """An entry of the log can't be changed or deleted."""


class EntryQuerySet(models.QuerySet["ModerationEntry"]):
    """Queries for entries, which can only be read."""

    def notices_for(self, user_id: int) -> Self:
        """Return the entries that the person is notified of, newest first."""
        return self.filter(whom_id=user_id, action__in=NOTIFIED).order_by("-pk")

    def reason(self, action: Action, user_id: int, room_id: int | None = None) -> str:
        """Return the reason of the last ``action`` against the person, on the whole site or in one room."""
        last = self.filter(whom_id=user_id, action=action, room_id=room_id).order_by("-pk").first()
        return last.reason if last else ""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal

    def delete(self) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal


class ModerationEntry(models.Model):
    """One moderation action. ``by`` is empty if an operator ran a command.

    ``by_rank`` is the actor's rank in the room at that time (:class:`rooms.policies.Rank`): a lower rank can't undo the
    action. People and rooms are referenced without a constraint, so entries outlive them.
    """

    at = models.DateTimeField(_("date"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    action = models.CharField(_("action"), max_length=20, choices=Action)
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    room_id = models.PositiveBigIntegerField(null=True, db_index=True)
    room_name = models.CharField(max_length=MAX_ROOM_NAME_CHARS, blank=True)
    seq = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=MAX_REASON_CHARS, blank=True)
    until = models.DateTimeField(null=True)
    detail = models.CharField(_("detail"), max_length=MAX_DETAIL_CHARS, blank=True)
    by_rank = models.PositiveSmallIntegerField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "moderation_log"
        verbose_name = _("log entry")
        verbose_name_plural = _("moderation log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"

    def save(self, **kwargs: Any) -> None:
        """Store a new entry.

        Raises:
            EntryIsFinal: it is stored already.
        """
        if not self._state.adding:
            raise EntryIsFinal
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal
