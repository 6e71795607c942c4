"""What the terms of a query mean to the one who asks: which people, which rooms, which moments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chatsite.contract.errors import NotFound
from chatsite.text.cleaning import name_key, search_key
from chatsite.text.numbers import parse_number
from messaging.search.folding import Kind, on_one_line
from messaging.search.language import DATES, TEXTS, Term, TermKind, days_meant
from messaging.search.matching import Asked, Period
from rooms.models import Membership, Room, RoomQuerySet
from rooms.people.queries import person

# So many people of one name are looked for; their messages are what is found, not they.
MAX_PEOPLE = 100
ME = "me"


@dataclass(frozen=True, slots=True)
class Understood:
    """A term with the one person or the room that it names, as far as the asker may know of them."""

    term: Term
    user: User | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is asked of messages, in which rooms, whom they mention, and how each term was understood."""

    asked: Asked
    rooms: Collection[int]
    mentioned: list[frozenset[int]]
    not_mentioned: list[frozenset[int]]
    understood: list[Understood]


def understand(terms: Iterable[Term], *, by: User, zone: tzinfo, rooms: RoomQuerySet) -> Meaning:
    """Return what ``terms`` mean to ``by``, who may look in ``rooms`` and in whose time zone days begin and end."""
    reading = _Reading(by, zone, rooms)
    for term in terms:
        reading.read(term)
    return reading.meaning()


class _Named(NamedTuple):
    """A room with the forms in which its name is compared."""

    room: Room
    key: str
    start: str


@dataclass(slots=True)
class _Reading:
    """What the terms so far mean."""

    by: User
    zone: tzinfo
    within: RoomQuerySet
    texts: dict[bool, list[str]] = field(default_factory=lambda: {False: [], True: []})
    periods: dict[bool, list[Period]] = field(default_factory=lambda: {False: [], True: []})
    kinds: dict[bool, Kind] = field(default_factory=lambda: {False: Kind(0), True: Kind(0)})
    authors: dict[bool, list[frozenset[int]]] = field(default_factory=lambda: {False: [], True: []})
    mentioned: dict[bool, list[frozenset[int]]] = field(default_factory=lambda: {False: [], True: []})
    rooms: dict[bool, list[set[int]]] = field(default_factory=lambda: {False: [], True: []})
    understood: list[Understood] = field(default_factory=list)
    named: list[_Named] | None = None

    def read(self, term: Term) -> None:
        """Take in one term."""
        user = room = None
        if term.kind in TEXTS:
            self.texts[term.is_excluded].append(on_one_line(term.text))
        elif term.kind in DATES:
            self.periods[term.is_excluded].append(self._period(term))
        elif term.kind is TermKind.HAS:
            self.kinds[term.is_excluded] |= Kind[term.text.upper()]
        elif term.kind is TermKind.IN:
            room = self._in(term)
        else:
            user = self._people(term)
        self.understood.append(Understood(term, user, room))

    def _period(self, term: Term) -> Period:
        days = days_meant(term.text, timezone.now().astimezone(self.zone).date())
        if days is None:
            raise ValueError(term.text)  # the form lets no other date through
        first, end = self._beginning(days.first), self._beginning(days.end)
        if term.kind is TermKind.BEFORE:
            return Period(until=first)
        return Period(since=end) if term.kind is TermKind.AFTER else Period(first, end)

    def _beginning(self, day: date) -> datetime:
        try:
            return datetime.combine(day, time(), self.zone).astimezone(UTC)
        except OverflowError:
            return datetime.combine(day, time(), UTC)

    def _people(self, term: Term) -> User | None:
        people = people_called(term.text, self.by)
        which = self.authors if term.kind is TermKind.FROM else self.mentioned
        which[term.is_excluded].append(frozenset(one.pk for one in people))
        return _shown(people[0], self.by) if len(people) == 1 else None

    def _in(self, term: Term) -> Room | None:
        rooms = self._rooms_called(term.text.lstrip("#~"))
        self.rooms[term.is_excluded].append({room.pk for room in rooms})
        return rooms[0] if len(rooms) == 1 else None

    def _rooms_called(self, words: str) -> list[Room]:
        """Return the rooms of these words that may be read: by number, the whole name, or where a word of it begins.

        A direct room has no name: it is called as the people in it. A bare number is never a person's.
        """
        if self.named is None:
            rooms = self.within.only("pk", "name", "visibility")
            self.named = [_Named(room, name_key(room.name), f" {search_key(room.name)}") for room in rooms]
        number, key, start = parse_number(words), name_key(words), f" {search_key(words)}"
        numbered = [one.room for one in self.named if one.room.pk == number]
        exact = [one.room for one in self.named if one.key == key and key]
        beginning = [one.room for one in self.named if start.strip() and start in one.start]
        found = numbered or exact or beginning
        return found if found or number is not None else self._direct_rooms_with(words)

    def _direct_rooms_with(self, words: str) -> list[Room]:
        people = [one.pk for one in people_called(words, self.by) if one.pk != self.by.pk]
        rooms = {one.room.pk: one.room for one in self.named or () if one.room.is_direct}
        current = Membership.objects.current().filter(room__in=rooms, user__in=people) if rooms and people else ()
        return [rooms[room_id] for room_id in sorted({one.room_id for one in current})]

    def meaning(self) -> Meaning:
        """Return what all terms mean together."""
        asked = Asked(
            texts=self.texts[False],
            without_texts=self.texts[True],
            authors=frozenset().union(*self.authors[False]) if self.authors[False] else None,
            without_authors=frozenset().union(*self.authors[True]),
            kinds=self.kinds[False],
            without_kinds=self.kinds[True],
            periods=self.periods[False],
            without_periods=self.periods[True],
        )
        return Meaning(asked, self._rooms(), self.mentioned[False], self.mentioned[True], self.understood)

    def _rooms(self) -> Collection[int]:
        found = set(self.within.values_list("pk", flat=True))
        if self.rooms[False]:
            found &= set().union(*self.rooms[False])
        return found - set().union(*self.rooms[True])


def people_called(words: str, by: User) -> list[User]:
    """Return the people whom words name: ``me``, a number, a whole name, or the beginning of a word of the name."""
    words = words.removeprefix("@")
    number = parse_number(words)
    if words.casefold() == ME:
        return [by]
    if number is not None:
        return list(User.objects.filter(pk=number))
    key = search_key(words)
    if not key:
        return []
    exact = list(User.objects.filter(search_key=key)[:MAX_PEOPLE])
    begins = Q(search_key__startswith=key) | Q(search_key__contains=f" {key}")
    return exact or list(User.objects.filter(begins)[:MAX_PEOPLE])


def _shown(user: User, by: User) -> User | None:
    """Return a person if ``by`` may learn their name: otherwise trying names or numbers would tell who exists."""
    try:
        return person(user=by, user_id=user.pk)
    except NotFound:
        return None
