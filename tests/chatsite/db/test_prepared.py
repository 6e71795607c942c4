"""Queries that are put together once."""

import pytest
from django.db import connection
from django.db.models import CharField, F, Model, Q
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext

from chatsite.db.prepared import Prepared, PreparedRows
from rooms.models import Membership, Room
from rooms.services import create_room

pytestmark = pytest.mark.django_db


def memberships_of(users: list[int], rooms: list[int]):
    return (
        Membership.objects.filter(user__in=users, room__in=rooms)
        .select_related("room", "user")
        .only("role", "room__name", "user__name")
    )


@pytest.fixture
def rooms(alice, bob) -> list[Room]:
    return [create_room(by=owner, name=f"Room {n} of {owner.name}") for n in range(3) for owner in (alice, bob)]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_it_returns_what_the_orm_would(count: int, rooms: list[Room], alice, bob) -> None:
    prepared = Prepared(memberships_of)
    for wanted in (rooms[:count], rooms[-count:]):
        ids = [room.pk for room in wanted]
        with CaptureQueriesContext(connection) as queries:
            found = prepared([alice.pk, bob.pk], ids)
            shown = {(one.pk, one.role, one.room.name, one.user.name) for one in found}
        expected = memberships_of([alice.pk, bob.pk], ids)
        assert shown == {(one.pk, one.role, one.room.name, one.user.name) for one in expected}
        assert len(queries) == 1


def test_values_become_what_the_fields_hold(rooms: list[Room]) -> None:
    [found] = Prepared(lambda ids: Room.objects.filter(pk__in=ids))([rooms[0].pk])
    assert (found.created_at, found.is_default, found.closed_at) == (rooms[0].created_at, False, None)
    assert not found._state.adding


def test_rows_are_those_of_the_orm(rooms: list[Room]) -> None:
    def names(ids: list[int]):
        return (
            Room.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "created_at", "creator__name", "closed_at")
        )

    ids = [room.pk for room in rooms]
    assert PreparedRows(names)(ids) == list(names(ids))


def test_an_instance_holds_what_the_orm_puts_into_it(rooms: list[Room]) -> None:
    def with_people(ids: list[int]):
        rows = Membership.objects.filter(room__in=ids).select_related("room__creator", "user")
        return rows.defer("role", "user__password").order_by("pk")

    Room.objects.filter(pk=rooms[0].pk).update(creator=None)
    ids = [room.pk for room in rooms]
    assert [held(one) for one in Prepared(with_people)(ids)] == [held(one) for one in with_people(ids)]


def held(one: Model | None) -> object:
    """Return the columns of an instance, its state, and the same of what is related to it."""
    if one is None:
        return None
    columns = {name: value for name, value in vars(one).items() if name != "_state"}
    related = {name: held(other) for name, other in one._state.fields_cache.items()}
    return type(one), columns, one._state.adding, one._state.db, related


def test_the_statement_is_put_together_once_for_lists_of_about_a_length(rooms: list[Room]) -> None:
    built: list[int] = []

    def rooms_of(ids: list[int]):
        built.append(len(ids))
        return Room.objects.filter(pk__in=ids)

    prepared = Prepared(rooms_of)
    for count in (1, 1, 3, 4, 3, 5, 6):
        assert len(prepared([room.pk for room in rooms[:count]])) == count
    assert built == [1, 4, 8]


class Shouted(CharField):
    """Holds what it says, in capitals, and says so when it holds nothing."""

    def from_db_value(self, value: str | None, *_: object) -> str:
        return value.upper() if value else "NOTHING"


def test_fields_may_convert_what_is_null(rooms: list[Room]) -> None:
    def keys(ids: list[int]):
        shouted = Cast("direct_key", Shouted(max_length=50))
        return Room.objects.filter(pk__in=ids).values_list(shouted, Cast("name", Shouted(max_length=50)), "closed_at")

    assert PreparedRows(keys)([rooms[0].pk]) == [("NOTHING", rooms[0].name.upper(), None)]


def test_lists_keep_their_order_so_that_two_can_be_pairs(rooms: list[Room], alice, bob) -> None:
    def memberships_at(users: list[int], room_ids: list[int]):
        pairs = (Q(user=user_id, room=room_id) for user_id, room_id in zip(users, room_ids, strict=True))
        return Membership.objects.filter(Q(*pairs, _connector=Q.OR))

    wanted = [(room.creator_id, room.pk) for room in reversed(rooms[:3])]
    found = Prepared(memberships_at)(*zip(*wanted, strict=True))
    assert {(one.user_id, one.room_id) for one in found} == set(wanted)


def test_of_nothing_there_is_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert Prepared(memberships_of)([], [1]) == []


def test_a_query_that_ignores_an_id_is_refused() -> None:
    with pytest.raises(LookupError):
        Prepared(lambda ids, more: Room.objects.filter(pk__in=ids, version=F("version")))([1], [2])
