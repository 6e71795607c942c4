"""Ending statements that take too long, by the engine itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.utils import OperationalError

# After so many steps SQLite asks whether to go on; that is some tens of microseconds.
STEPS = 10_000
# MariaDB's and MySQL's codes for a statement that was ended: ER_STATEMENT_TIMEOUT, ER_QUERY_TIMEOUT.
_TIMEOUTS = {1969, 3024}


class DeadlinePassed(Exception):
    """A statement was ended since it took too long."""


@contextmanager
def statements_end_within(limit_s: float) -> Iterator[None]:
    """End what is read inside when it takes too long: on SQLite all of it together, elsewhere each statement.

    Raises:
        DeadlinePassed: a statement was ended.
    """
    connection.ensure_connection()
    limited = _progress_handler if connection.vendor == "sqlite" else _session_variable
    with limited(limit_s):
        try:
            yield
        except OperationalError as error:
            if _is_timeout(error):
                raise DeadlinePassed from error
            raise


def _is_timeout(error: OperationalError) -> bool:
    return bool(error.args) and (error.args[0] in _TIMEOUTS or error.args[0] == "interrupted")


@contextmanager
def _progress_handler(limit_s: float) -> Iterator[None]:
    ends_at = time.monotonic() + limit_s
    raw: Any = connection.connection
    raw.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, STEPS)


@contextmanager
def _session_variable(limit_s: float) -> Iterator[None]:
    name, value = "max_statement_time", limit_s
    if not getattr(connection, "mysql_is_mariadb", False):
        name, value = "max_execution_time", max(1, round(limit_s * 1000))
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION {name} = %s", [value])
        try:
            yield
        finally:
            cursor.execute(f"SET SESSION {name} = DEFAULT")
