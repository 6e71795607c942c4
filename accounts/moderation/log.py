"""The moderation log: who did what to whom, why and when, by whichever door. It only grows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatsite.text.languages import Sentence, in_house_language

if TYPE_CHECKING:
    from accounts.models import User

MAX_REASON_CHARS = 500
MAX_DETAIL_CHARS = 500
MAX_PLACE_CHARS = 60


class Action(models.TextChoices):
    """What can be done, in the past tense of the log."""

    WARNED = "warned", _("Warned")
    MUTED = "muted", _("Muted")
    UNMUTED = "unmuted", _("Unmuted")
    REMOVED = "removed", _("removed from the room")
    BANNED = "banned", _("Banned")
    UNBANNED = "unbanned", _("Unbanned")
    MESSAGE_REMOVED = "message_removed", _("removed a message")
    MESSAGE_RESTORED = "message_restored", _("restored a message")
    ROLE_GIVEN = "role_given", _("gave a role")
    ROOM_CHANGED = "room_changed", _("changed the room")
    ROOM_CLOSED = "room_closed", _("closed the room")
    ROOM_REOPENED = "room_reopened", _("reopened the room")
    ROOM_DELETED = "room_deleted", _("deleted the room")
    ROOM_PURGED = "room_purged", _("purged the room")
    REPORT_CLAIMED = "report_claimed", _("claimed a report")
    REPORT_RESOLVED = "report_resolved", _("resolved a report")
    REPORT_DISMISSED = "report_dismissed", _("dismissed a report")
    APPROVED = "approved", _("approved the account")
    REJECTED = "rejected", _("rejected the account")
    DEACTIVATED = "deactivated", _("deactivated the account")
    REACTIVATED = "reactivated", _("reactivated the account")
    PROMOTED = "promoted", _("made administrator")
    DEMOTED = "demoted", _("made member")
    RENAMED = "renamed", _("Renamed")
    SESSIONS_ENDED = "sessions_ended", _("ended all sessions")
    LINK_MADE = "link_made", _("made a password link")
    TWO_FACTOR_OFF = "two_factor_off", _("turned two-factor sign-in off")


# What the person it was done to is told, and reads again under their own sanctions.
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
    """Where something was done; the room's name as it was then."""

    room_id: int
    name: str
    seq: int | None = None


class EntryIsFinal(TypeError):
    """Somebody tried to change or delete what was logged."""


class EntryQuerySet(models.QuerySet["ModerationEntry"]):
    """Entries, by what is asked of them; they can only be read."""

    def told_to(self, user: "User") -> Self:
        """Return what ``user`` is told of, newest first."""
        return self.filter(whom=user, action__in=TOLD).order_by("-pk")

    def reason(self, action: Action, user: "User", room_id: int | None = None) -> str:
        """Return why ``action`` was last taken against ``user``, everywhere or in one room."""
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
    """One act of moderation. ``by`` is nobody when the host did it at the command line.

    ``by_rank`` is what they were in the room then (:class:`rooms.policies.Rank`): whoever ranks lower does not undo it.
    People and rooms are named without a constraint: what was logged stays as it was when they are gone.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=20, choices=Action)
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    room_id = models.PositiveBigIntegerField(null=True, db_index=True)
    room_name = models.CharField(max_length=MAX_PLACE_CHARS, blank=True)
    seq = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=MAX_REASON_CHARS, blank=True)
    until = models.DateTimeField(null=True)
    detail = models.CharField(max_length=MAX_DETAIL_CHARS, blank=True)
    by_rank = models.PositiveSmallIntegerField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        db_table = "moderation_log"
        verbose_name = _("entry")
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
    by: "User | None",
    whom: "User | None" = None,
    place: Place | None = None,
    reason: Sentence = "",
    until: datetime | None = None,
    detail: Sentence = "",
    by_rank: int | None = None,
) -> ModerationEntry:
    """Write an entry, in the transaction of what it tells of; sentences of ours in the installation's language."""
    return ModerationEntry.objects.create(
        by=by,
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
    """Return in words what differs: ``name: Kitchen → Garden; slow mode: 0 → 30``."""
    return "; ".join(_difference(name, before[name], value) for name, value in after.items() if value != before[name])


def _difference(name: Sentence, before: object, after: object) -> str:
    return f"{in_house_language(name)}: {before if before != '' else '–'} → {after if after != '' else '–'}"
