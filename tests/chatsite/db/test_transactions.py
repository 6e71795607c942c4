"""Whole transactions are tried again when they lost to others or lost their connection, and only then."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction

from accounts.actors import SYSTEM
from chatsite.contract.errors import Unavailable
from chatsite.db.transactions import ATTEMPTS, in_transaction
from rooms.models import Room, RoomCounter
from rooms.services import create_room

pytestmark = pytest.mark.django_db(transaction=True)


def passing_errors() -> list[OperationalError]:
    if connection.vendor == "sqlite":
        return [OperationalError("database is locked"), OperationalError("database table is locked: rooms")]
    return [OperationalError(code, "…") for code in (1205, 1213, 2006, 2013)]


def write_after(failures: list[Exception]) -> Callable[[], str]:
    """Return a transaction that writes a room, and fails with each of ``failures`` before it ends well."""

    @in_transaction
    def write() -> str:
        create_room(by=SYSTEM, name="Kitchen")
        if failures:
            raise failures.pop(0)
        return "done"

    return write


def test_what_passes_is_tried_again_from_the_start():
    assert write_after(passing_errors())() == "done"
    assert Room.objects.count() == 1


def test_what_never_passes_is_unavailable_and_wrote_nothing():
    failures = passing_errors() * ATTEMPTS
    left = len(failures) - ATTEMPTS
    with pytest.raises(Unavailable):
        write_after(failures)()
    assert (len(failures), Room.objects.count()) == (left, 0)


@pytest.mark.parametrize("error", [IntegrityError("no"), ProgrammingError("no"), OperationalError(1054, "no")])
def test_a_fault_of_ours_is_not_tried_again(error):
    failures = [error, AssertionError("tried again")]
    with pytest.raises(type(error)):
        write_after(failures)()
    assert (len(failures), Room.objects.count()) == (1, 0)


def test_part_of_another_transaction_is_not_tried_again_by_itself():
    failures = [passing_errors()[0], AssertionError("tried again")]
    with pytest.raises(OperationalError), transaction.atomic():
        write_after(failures)()
    assert (len(failures), Room.objects.count()) == (1, 0)


def test_two_that_wait_for_each_other_both_get_through():
    """On MariaDB this is a deadlock; SQLite lets only one write at a time."""
    rooms = [create_room(by=SYSTEM, name=name) for name in ("Kitchen", "Garden")]
    both = threading.Barrier(2)

    @in_transaction
    def advance(order: list[Room]) -> None:
        RoomCounter.objects.lock(order[0].pk).advance()
        with suppress(threading.BrokenBarrierError):
            both.wait(0.5)
        RoomCounter.objects.lock(order[1].pk).advance()

    def in_a_thread(order: list[Room]) -> None:
        try:
            advance(order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(in_a_thread, order) for order in (rooms, rooms[::-1])]:
            done.result()
    assert list(RoomCounter.objects.values_list("version", flat=True)) == [3, 3]


@pytest.mark.mysql
def test_a_lost_connection_is_made_anew():
    ours: list[int] = []

    @in_transaction
    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CONNECTION_ID()")
            ours.append(cursor.fetchone()[0])
        if len(ours) == 1:
            with ThreadPoolExecutor(1) as other:
                other.submit(kill, ours[0]).result()
        create_room(by=SYSTEM, name="Kitchen")

    write()
    assert ours[0] != ours[1]
    assert Room.objects.count() == 1


def kill(connection_id: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("KILL %s", [connection_id])
    finally:
        connection.close()
