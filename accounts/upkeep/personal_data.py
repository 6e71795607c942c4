"""Personal data: each app registers what it stores; ``export_user`` and ``erase_user`` go through all of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from accounts.models import ModerationEntry, Session, User
from accounts.payloads import me_payload, session_payload
from chatsite.registry import Registry
from chatsite.text.times import timestamp

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One kind of thing that people have here.

    ``export`` yields each record as plain data. ``erase(user, words)`` removes the person from the records, one
    transaction at a time, and yields the number of records; with ``words`` it erases their texts too. ``files`` yields
    the files that are exported, open, with their names.
    """

    name: str
    export: Callable[[User], Iterable[Record]]
    erase: Callable[[User, bool], Iterator[int]] | None = None
    files: Callable[[User], Iterator[tuple[str, IO[bytes]]]] | None = None


_kinds: Registry[PersonalData] = Registry()


def register(*kinds: PersonalData) -> None:
    """Have what an app holds of people exported and erased with the rest."""
    for kind in kinds:
        _kinds.add(kind.name, kind)


def kinds() -> list[PersonalData]:
    """Return all kinds of things that people have here."""
    return list(_kinds)


def _account(user: User) -> Iterator[Record]:
    yield {
        **me_payload(user),
        "is_active": user.is_active,
        "last_login": timestamp(user.last_login),
        "last_seen_at": timestamp(user.last_seen_at),
        "muted_until": timestamp(user.muted_until),
        "banned_until": timestamp(user.banned_until),
        "two_factor": user.has_second_factor,
    }


def _sessions(user: User) -> Iterator[Record]:
    for session in Session.objects.of(user).order_by("started_at").iterator():
        yield {**session_payload(session, current=None), "expires_at": timestamp(session.expire_date)}


def _moderation(user: User) -> Iterator[Record]:
    """Yield the notices the person received, and what they did as a moderator; not who acted against them."""
    received = ModerationEntry.objects.notices_for(user.pk).order_by("pk")
    done = ModerationEntry.objects.filter(by=user).order_by("pk")
    for entries, side in ((received, "to"), (done, "by")):
        for entry in entries.iterator():
            yield {
                side: "me",
                "action": entry.action,
                "room": entry.room_name,
                "seq": entry.seq,
                "reason": entry.reason,
                "until": timestamp(entry.until),
                "at": timestamp(entry.at),
            }


register(
    PersonalData("account", _account),
    PersonalData("sessions", _sessions),
    PersonalData("moderation", _moderation),
)
