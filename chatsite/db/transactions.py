"""Whole-transaction retry: contention with other writers is the server's business, never the caller's."""

import functools
import itertools
import logging
import random
import time
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Model
from django.utils.functional import LazyObject

from chatsite.contract.errors import Unavailable
from chatsite.db import write_marks
from chatsite.db.outages import is_transient

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 6
FIRST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 1.0
# How long a caller waits for a database that went away while it was answering COMMIT: longer than one takes to start.
UNKNOWN_PATIENCE_S = 20.0


def in_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in one transaction, from its start again when it lost to another writer or to a lost connection.

    It is committed at most once: when the connection dies while COMMIT is answered, the database is asked whether that
    attempt is in it (chatsite.db.write_marks); if so, its result is returned and its announcements leave.

    Inside another transaction it simply takes part in that one. ``function`` may run several times: it must change
    nothing but the database and the rows that it is given, and announce only through
    :func:`chatsite.realtime.announce`, which waits for the commit.

    Raises:
        Unavailable: every attempt failed and nothing was written; or the database stayed away, and it may have been.
    """
    return _retried(function, is_marked=True)


def in_repeatable_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` as :func:`in_transaction` does, but without a mark: done twice, it is as if done once.

    A retry after an unanswered COMMIT runs on what the first attempt may have written.
    """
    return _retried(function, is_marked=False)


def _retried(function: Callable[P, R], *, is_marked: bool) -> Callable[P, R]:
    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        call = functools.partial(function, *args, **kwargs)
        arguments = _Arguments([*args, *kwargs.values()])
        for number in range(1, ATTEMPTS + 1):
            attempt = _Attempt(call)
            try:
                return attempt.run(is_marked=is_marked)
            except (DatabaseError, InterfaceError) as error:
                if attempt.was_committed():
                    log.info(
                        "transaction of %s was committed, but the reply was lost: %s", function.__qualname__, error
                    )
                    return attempt.conclude()
                if not is_transient(error):
                    raise
                log.info("transaction of %s failed at attempt %s: %s", function.__qualname__, number, error)
                connection.close_if_unusable_or_obsolete()
                if number == ATTEMPTS:
                    raise Unavailable from error
                arguments.restore()
                _pause(number)
        raise AssertionError("unreachable")

    return run


def _pause(number: int) -> None:
    time.sleep(min(FIRST_PAUSE_S * 2**number, LONGEST_PAUSE_S) * random.uniform(0.5, 1))  # noqa: S311 - no secret


class _Arguments:
    """The rows that a transaction is called with, as they were before it changed them in memory.

    Otherwise a retry would find a new name there already, and take it for stored.
    """

    def __init__(self, values: Iterable[object]):
        rows = [_unwrapped(value) for value in values if isinstance(value, Model)]
        self._rows = [(row, _copied(vars(row))) for row in rows]

    def restore(self) -> None:
        """Make them so again."""
        for row, attributes in self._rows:
            vars(row).clear()
            vars(row).update(_copied(attributes))


def _unwrapped(row: Model) -> Model:
    """Return the row itself: a request's user is fetched when first looked at."""
    return cast("Model", row._wrapped) if isinstance(row, LazyObject) else row


def _copied(attributes: Mapping[str, Any]) -> dict[str, Any]:
    state = copy(attributes["_state"])
    state.fields_cache = dict(state.fields_cache)
    return {**attributes, "_state": state}


@dataclass(slots=True)
class _Attempt(Generic[R]):
    """One run of a transaction, and what is needed to finish it if it was committed unnoticed.

    ``is_committing`` is set when all that is left is COMMIT: what fails before that was certainly not committed.
    """

    call: Callable[[], R]
    is_committing: bool = False
    mark: UUID | None = None
    result: list[R] = field(default_factory=list)
    on_commit: list[Any] = field(default_factory=list)

    def run(self, *, is_marked: bool) -> R:
        with transaction.atomic():
            result = self.call()
            self.mark = write_marks.leave() if is_marked else None
            self.result = [result]
            self.on_commit = connection.run_on_commit
            self.is_committing = True
        return result

    def was_committed(self) -> bool:
        """Tell whether the attempt is in the database although it failed; wait for a database that starts again.

        Raises:
            Unavailable: it stayed away.
        """
        if self.mark is None or not self.is_committing:
            return False
        deadline = time.monotonic() + UNKNOWN_PATIENCE_S
        for number in itertools.count(1):
            connection.close()
            try:
                return write_marks.is_committed(self.mark)
            except (DatabaseError, InterfaceError) as error:
                if not is_transient(error) or time.monotonic() > deadline:
                    log.error("could not find out whether a transaction was committed: %s", error)
                    raise Unavailable from error
            _pause(number)
        raise AssertionError("unreachable")

    def conclude(self) -> R:
        """Return the result, and run what was to follow the commit: Django dropped that with the connection."""
        for _savepoints, function, is_robust in self.on_commit:
            transaction.on_commit(function, robust=is_robust)
        return self.result[0]
