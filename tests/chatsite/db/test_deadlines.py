"""The engine itself ends what takes too long, and only there."""

import time

import pytest
from django.db import OperationalError, connection

from chatsite.db.deadlines import DeadlinePassed, statements_end_within

LONG_S = 20.0


def take_long(seconds: float) -> None:
    """Run a statement that takes so long, and is not ended by anything but the engine."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _count(cursor, seconds)
        else:
            cursor.execute("SELECT SLEEP(%s) FROM (SELECT 1 AS one) AS rows_of_one", [seconds])
            cursor.fetchall()


def _count(cursor, seconds: float) -> None:
    ends_at, numbers = time.monotonic() + seconds, 10_000
    while time.monotonic() < ends_at:
        numbers *= 10
        cursor.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < %s) SELECT COUNT(*) FROM n",
            [numbers],
        )
        cursor.fetchall()


def test_what_takes_too_long_is_ended(db):
    started = time.monotonic()
    with pytest.raises(DeadlinePassed), statements_end_within(0.1):
        take_long(LONG_S)
    assert time.monotonic() - started < LONG_S / 2


def test_afterwards_statements_take_as_long_as_they_need(db):
    with pytest.raises(DeadlinePassed), statements_end_within(0.1):
        take_long(LONG_S)
    take_long(0.3)
    with statements_end_within(0.05):
        pass
    take_long(0.3)


def test_other_errors_stay_what_they_are(db):
    with pytest.raises(OperationalError, match="other"), statements_end_within(1):
        raise OperationalError("other")
