"""What people miss, worked out from the events of a simulation alone: no database, and none of the rules' code."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


@dataclass
class Person:
    """Someone with their choices; ``levels`` are those of rooms, by id."""

    id: int
    email: str
    wants: frozenset[str]
    after: timedelta
    zone: str = "UTC"
    quiet: tuple[time, time] | None = None
    paused_until: datetime | None = None
    levels: dict[int, str] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    mailed_at: list[datetime] = field(default_factory=list)

    def may_be_disturbed(self, now: datetime) -> bool:
        """Tell whether neither quiet hours nor a pause hold anything back."""
        if self.paused_until and now < self.paused_until:
            return False
        if self.quiet is None:
            return True
        clock, (begin, end) = now.astimezone(ZoneInfo(self.zone)).time(), self.quiet
        is_quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
        return not is_quiet


@dataclass(frozen=True)
class Said:
    """A message as it concerns someone since ``version``."""

    word: str
    room_id: int
    version: int
    author: int
    at: datetime


class Missed:
    """What each person has not read and was not mailed."""

    def __init__(self, people: list[Person]):
        self.people = {person.id: person for person in people}
        self.pending: defaultdict[int, dict[str, Said]] = defaultdict(dict)
        self.total = 0

    def said(self, one: Said, room_kind: str, members: set[int], named: set[int], *, calls: bool = False) -> None:
        """Note a message, or an edit that names people, given who is in the room and whom it addresses by name."""
        for user_id in members | named:
            person = self.people[user_id]
            if user_id == one.author or one.author in person.blocked or one.word in self.pending[user_id]:
                continue
            is_named = user_id in named or (calls and user_id in members)
            if self._concerns(person, one.room_id, room_kind, is_named):
                self.pending[user_id][one.word] = one
                self.total += 1

    @staticmethod
    def _concerns(person: Person, room_id: int, room_kind: str, is_named: bool) -> bool:
        level = person.levels.get(room_id, "everything")
        if level == "nothing":
            return False
        if room_kind == "direct" and person.wants & {"direct", "everything"}:
            return True
        if is_named and person.wants & {"mentions", "everything"}:
            return True
        return level == "everything" and "everything" in person.wants

    def read(self, user_id: int, room_id: int, version: int) -> None:
        """Note that someone has read a room up to a version."""
        self._keep(user_id, lambda one: one.room_id != room_id or one.version > version)

    def withdrawn(self, word: str) -> None:
        """Note that a message was deleted."""
        for user_id in list(self.pending):
            self.pending[user_id].pop(word, None)

    def left(self, user_id: int, room_id: int) -> None:
        """Note that someone left a room that is not public."""
        self._keep(user_id, lambda one: one.room_id != room_id)

    def blocked(self, user_id: int, author: int) -> None:
        """Note that someone blocked a person."""
        self.people[user_id].blocked.add(author)
        self._keep(user_id, lambda one: one.author != author)

    def mailed(self, user_id: int, now: datetime) -> None:
        """Note a mail about all of it."""
        self.people[user_id].mailed_at.append(now)
        self.pending[user_id].clear()

    def overdue(self, now: datetime, slack: timedelta) -> list[tuple[str, Said]]:
        """Return who should have been mailed ``slack`` ago at the latest, and about what."""
        return [
            (person.email, oldest)
            for person in self.people.values()
            if (pending := self.pending[person.id])
            and (oldest := min(pending.values(), key=lambda one: one.at)).at + person.after + slack < now
            and not (person.mailed_at and now - person.mailed_at[-1] < HOUR + slack)
            and person.may_be_disturbed(now)
            and person.may_be_disturbed(now - slack)
        ]

    def _keep(self, user_id: int, is_kept) -> None:
        self.pending[user_id] = {word: one for word, one in self.pending[user_id].items() if is_kept(one)}
