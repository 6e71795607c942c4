"""Whole-transaction retry: contention with other writers is the server's business, never the caller's."""

import functools
import logging
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from chatsite.errors import Unavailable

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 6
FIRST_PAUSE_S = 0.01

# MySQL: lock wait timeout, deadlock, server gone away, lost connection, can't connect (socket, TCP), shutdown in
# progress, record changed since last read (MariaDB's snapshot isolation).
_MYSQL_PASSING = frozenset({1205, 1213, 2006, 2013, 2002, 2003, 1053, 1020})
_SQLITE_PASSING = ("database is locked", "database table is locked", "database schema is locked")


def is_passing(error: BaseException) -> bool:
    """Tell whether the same transaction may succeed when it is tried again."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if connection.vendor == "sqlite":
        return isinstance(error, OperationalError) and str(error).startswith(_SQLITE_PASSING)
    return bool(error.args) and error.args[0] in _MYSQL_PASSING


def in_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in one transaction, from its start again when it lost to another writer or to a lost connection.

    Inside another transaction it simply takes part in that one. ``function`` may run several times: it must change
    nothing but the database, and announce only through :func:`chatsite.realtime.announce`, which waits for the commit.

    Raises:
        Unavailable: every attempt failed; nothing was written.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except (DatabaseError, InterfaceError) as error:
                if not is_passing(error):
                    raise
                log.info("transaction of %s failed at attempt %s: %s", function.__qualname__, attempt, error)
                connection.close_if_unusable_or_obsolete()
                if attempt == ATTEMPTS:
                    raise Unavailable from error
                time.sleep(FIRST_PAUSE_S * 2**attempt * random.uniform(0.5, 1))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    return run
