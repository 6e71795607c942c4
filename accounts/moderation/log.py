"""The moderation log: who did what to whom, when and why, through any entry point. Entries never change."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, System
from chatsite.contract.sentences import Sentence
from chatsite.text.languages import in_house_language

if TYPE_CHECKING:
    from accounts.models import User

MAX_REASON_CHARS = 500
MAX_DETAIL_CHARS = 500
MAX_PLACE_CHARS = 60


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


# The person concerned is notified of these, and finds them again under “Notices from moderators”.
TOLD = frozenset(
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


class Place(NamedTuple):
    """The room of an entry, with its name at that time; ``seq`` is the message's position in it."""

    room_id: int
    name: str
    seq: int | None = None


class EntryIsFinal(TypeError):
    """An entry of the log can't be changed or deleted."""


class EntryQuerySet(models.QuerySet["ModerationEntry"]):
    """Queries for entries, which can only be read."""

    def told_to(self, user: "User") -> Self:
        """Return the entries that ``user`` is notified of, newest first."""
        return self.filter(whom=user, action__in=TOLD).order_by("-pk")

    def reason(self, action: Action, user: "User", room_id: int | None = None) -> str:
        """Return the reason of the last ``action`` against ``user``, on the whole site or in one room."""
        last = self.filter(whom=user, action=action, room_id=room_id).order_by("-pk").first()
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
    room_name = models.CharField(max_length=MAX_PLACE_CHARS, blank=True)
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


def record(
    action: Action,
    *,
    by: "User | System",
    whom: "User | None" = None,
    place: Place | None = None,
    reason: Sentence = "",
    until: datetime | None = None,
    detail: Sentence = "",
    by_rank: int | None = None,
) -> ModerationEntry:
    """Write an entry in the transaction of the change it records; our own sentences in the installation's language."""
    return ModerationEntry.objects.create(
        by=None if by is SYSTEM else by,
        action=action,
        whom=whom,
        room_id=place.room_id if place else None,
        room_name=place.name if place else "",
        seq=place.seq if place else None,
        reason=in_house_language(reason),
        until=until,
        detail=in_house_language(detail)[:MAX_DETAIL_CHARS],
        by_rank=by_rank,
    )


def changes(before: dict[Sentence, object], after: dict[Sentence, object]) -> str:
    """Return the differences as text: ``name: Kitchen → Garden; slow mode: 0 → 30``."""
    return "; ".join(_difference(name, before[name], value) for name, value in after.items() if value != before[name])


def _difference(name: Sentence, before: object, after: object) -> str:
    return f"{in_house_language(name)}: {before if before != '' else '–'} → {after if after != '' else '–'}"
