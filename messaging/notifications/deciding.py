"""Whether a message notifies a person, and why not: rules without a database or a clock (docs/notifications.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntFlag, StrEnum
from typing import Literal, NamedTuple, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rooms.models import Membership

MAIL_AFTER = timedelta(minutes=30)
BETWEEN_MAILS = timedelta(hours=1)
FRESH_FOR = timedelta(hours=1)  # older news is not pushed: a server that was down for a day rings no one's phone


class Wanted(IntFlag):
    """What a person is notified of."""

    MENTIONS = 1
    DIRECT = 2
    EVERYTHING = 4

    @classmethod
    def named(cls, names: Iterable[str]) -> Self:
        """Return what ``names``, such as ``["mentions", "direct"]``, ask for."""
        found = cls(0)
        for name in names:
            found |= cls[name.upper()]
        return found

    @property
    def names(self) -> list[str]:
        """Return the names of what is wanted."""
        return [str(one.name).lower() for one in type(self) if one in self]


WANTED_AT_FIRST = Wanted.MENTIONS | Wanted.DIRECT


class To(StrEnum):
    """What a message is to a person; of several, the first."""

    MENTION = "mention"
    REPLY = "reply"
    ROOM = "room"
    MESSAGE = "message"


ADDRESSED = frozenset({To.MENTION, To.REPLY, To.ROOM})


class Reason(StrEnum):
    """Why a message does not notify a person."""

    OWN = "own"
    DELETED = "deleted"
    NO_ACCESS = "no_access"
    BLOCKED = "blocked"
    READ = "read"
    ROOM_SILENT = "room_silent"
    ROOM_MENTIONS_ONLY = "room_mentions_only"
    NOT_WANTED = "not_wanted"
    PAUSED = "paused"
    QUIET_HOURS = "quiet_hours"
    TOO_OLD = "too_old"
    TOO_EARLY = "too_early"
    MAILED_RECENTLY = "mailed_recently"


class Silence(NamedTuple):
    """Why nothing may disturb a person, and until when."""

    reason: Literal[Reason.PAUSED, Reason.QUIET_HOURS]
    until: datetime


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person chose for all rooms and devices. Without ``quiet_from`` and ``quiet_to`` no hours are quiet."""

    push_for: Wanted = WANTED_AT_FIRST
    mail_for: Wanted = WANTED_AT_FIRST
    mail_after: timedelta = MAIL_AFTER
    quiet_from: time | None = None
    quiet_to: time | None = None
    time_zone: str = ""
    paused_until: datetime | None = None

    def silence(self, now: datetime) -> Silence | None:
        """Return why nothing may disturb the person at ``now``, and until when; nothing if it may."""
        if self.paused_until is not None and now < self.paused_until:
            return Silence(Reason.PAUSED, self.paused_until)
        end = self.quiet_until(now)
        return Silence(Reason.QUIET_HOURS, end) if end else None

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return the end of the quiet hours that ``now`` is in, in UTC; nothing outside of them."""
        return next((end for start, end in self._quiet_hours(now) if start <= now < end), None)

    def _quiet_hours(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the quiet hours that begin the day before, today, and the day after, by the person's calendar.

        They are stretches between two moments, not a comparison of clocks: in a night whose clocks go back they end at
        the first time that shows ``quiet_to``, and do not begin again with the hour that comes twice.
        """
        begin, end = self.quiet_from, self.quiet_to
        if begin is None or end is None or begin == end:
            return
        zone = zone_named(self.time_zone)
        today = now.astimezone(zone).date()
        for days in (-1, 0, 1):
            day = today + timedelta(days=days)
            last_day = day if begin < end else day + timedelta(days=1)
            yield (
                datetime.combine(day, begin, zone).astimezone(UTC),
                datetime.combine(last_day, end, zone).astimezone(UTC),
            )


@dataclass(frozen=True, slots=True)
class Place:
    """What a room is to a person: up to ``read_upto`` they have read it; ``may_read`` says that they may at all."""

    is_direct: bool = False
    level: str = Membership.Notify.EVERYTHING
    read_upto: int = 0
    may_read: bool = True


@dataclass(frozen=True, slots=True)
class News:
    """A message, and what it is to a person. ``version`` is that of the edit by which it came to address them."""

    version: int
    at: datetime
    to: To = To.MESSAGE
    is_own: bool = False
    is_deleted: bool = False
    is_by_blocked: bool = False


def concern(news: News, place: Place, wanted: Wanted) -> Reason | None:
    """Return why a message does not concern a person who wants ``wanted``; nothing if it does."""
    if news.is_own:
        return Reason.OWN
    if news.is_deleted:
        return Reason.DELETED
    if not place.may_read:
        return Reason.NO_ACCESS
    if news.is_by_blocked:
        return Reason.BLOCKED
    if news.version <= place.read_upto:
        return Reason.READ
    if place.level == Membership.Notify.NOTHING:
        return Reason.ROOM_SILENT
    if place.level == Membership.Notify.MENTIONS and not (place.is_direct or news.to in ADDRESSED):
        return Reason.ROOM_MENTIONS_ONLY
    return None if wanted & _answered_by(news, place) else Reason.NOT_WANTED


def _answered_by(news: News, place: Place) -> Wanted:
    """Return the wishes each of which a message answers."""
    found = Wanted.EVERYTHING
    if place.is_direct:
        found |= Wanted.DIRECT
    if news.to in ADDRESSED:
        found |= Wanted.MENTIONS
    return found


def why_no_push(news: News, place: Place, wishes: Wishes, now: datetime) -> Reason | None:
    """Return why a message is not pushed to a person's devices at ``now``; nothing if it is."""
    if reason := concern(news, place, wishes.push_for):
        return reason
    if now - news.at >= FRESH_FOR:
        return Reason.TOO_OLD
    silence = wishes.silence(now)
    return silence.reason if silence else None


def why_no_mail(
    news: News, place: Place, wishes: Wishes, now: datetime, *, mailed_at: datetime | None = None
) -> Reason | None:
    """Return why a person gets no mail about a message at ``now``, given when they last got one; nothing if they do."""
    if reason := concern(news, place, wishes.mail_for):
        return reason
    if now - news.at < wishes.mail_after:
        return Reason.TOO_EARLY
    if mailed_at is not None and now - mailed_at < BETWEEN_MAILS:
        return Reason.MAILED_RECENTLY
    silence = wishes.silence(now)
    return silence.reason if silence else None


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; UTC without one, and for one that this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
