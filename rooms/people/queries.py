"""Finding people by name."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User, confirms_email
from chatsite.contract.errors import NotFound
from chatsite.text.cleaning import search_key
from rooms.models import Membership, Room
from rooms.queries import is_known_to, room_to_read

MAX_PEOPLE = 20


class Found(NamedTuple):
    """People in the order in which they are offered, which of them are in the room that was asked about, and whether
    there are more.
    """

    users: list[User]
    in_room: list[int]
    has_more: bool


def taking_part() -> "QuerySet[User]":
    """Return the people who can sign in now, and bots, but not the webhooks', which no one can reach."""
    users = User.objects.filter(is_active=True).exclude(bot_kind=User.BotKind.WEBHOOK)
    users = users.exclude(banned_until__gt=timezone.now())
    return users.exclude(email_unconfirmed=True) if confirms_email() else users


def find_people(
    *, user: User, q: str = "", room_id: int | None = None, after: int | None = None, limit: int = MAX_PEOPLE
) -> Found:
    """Return people other than ``user`` with ``q`` anywhere in their name, whatever its accents, case and width.

    Members of the room ``room_id`` come first, then people of the user's rooms, then all others who may read that room;
    among them names that begin with ``q``. With ``after`` it is a page of the directory: everyone by name,
    after a person.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: ``user`` is banned from it.
    """
    if after is not None:
        return _directory(user, search_key(q), after, limit)
    room = None if room_id is None else room_to_read(user, room_id)
    matching = _matching(user, search_key(q))
    if room:
        banned = Membership.objects.banned().filter(room=room)
        matching = matching.exclude(pk__in=banned.values("user"))
    found: dict[int, User] = {}
    members: list[int] = []
    for number, people in enumerate(_circles(user, room, matching)):
        found |= {one.pk: one for one in people.exclude(pk__in=list(found))[: limit + 1 - len(found)]}
        if room and number == 0:
            members = list(found)[:limit]
        if len(found) > limit:
            break
    return Found(list(found.values())[:limit], members, len(found) > limit)


def _directory(user: User, key: str, after: int, limit: int) -> Found:
    """Return people by name, after the one with an id, or from the beginning if there is no such person."""
    people = _others(user, key).order_by("search_key", "pk")
    last = User.objects.filter(pk=after).only("search_key").first()
    if last:
        later = Q(search_key__gt=last.search_key) | Q(search_key=last.search_key, pk__gt=last.pk)
        people = people.filter(later)
    found = list(people[: limit + 1])
    return Found(found[:limit], [], len(found) > limit)


def _others(user: User, key: str) -> "QuerySet[User]":
    return taking_part().exclude(pk=user.pk).filter(search_key__contains=key)


def _matching(user: User, key: str) -> "QuerySet[User]":
    begins = Case(When(search_key__startswith=key, then=Value(0)), default=Value(1))
    return _others(user, key).order_by(begins, "search_key", "pk")


def _circles(user: User, room: Room | None, matching: "QuerySet[User]") -> "Iterator[QuerySet[User]]":
    """Yield the people of a room, those of the user's rooms, and all; of a room that is not public only the first."""
    current = Membership.objects.current()
    if room:
        yield matching.filter(pk__in=current.filter(room=room).values("user"))
    if room is None or room.is_public:
        mine = current.filter(user=user, room__deleted_at=None).values("room")
        yield matching.filter(pk__in=current.filter(room__in=mine).values("user"))
        yield matching


def person(*, user: User, user_id: int) -> User:
    """Return a person who takes part, or whom ``user`` can have met.

    Raises:
        NotFound: there is no such person.
    """
    found = taking_part().filter(pk=user_id).first()
    if found is None:
        found = User.objects.filter(pk=user_id).first()
        if found is None or not (found.pk == user.pk or is_known_to(user, found)):
            raise NotFound
    return found
