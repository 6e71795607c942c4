"""A database or a disk that cannot serve just now: what counts as that, and one line in the log for each kind."""

import errno
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)

QUIET_S = 60.0
# MySQL: lock wait timeout, deadlock, server gone away, lost connection, can't connect (socket, TCP), shutdown in
# progress, record changed since last read (MariaDB's snapshot isolation), query killed, too many
# connections.
_MYSQL_PASSING = frozenset({1205, 1213, 2006, 2013, 2002, 2003, 1053, 1020, 1317, 1040})
_SQLITE_PASSING = ("database is locked", "database table is locked", "database schema is locked")
# MySQL and MariaDB: too many connections (all, of one account), an account's limit, the server is read-only (option,
# mode, transaction), a full disk (temporary file, table, write, log), a query or a connection ended by an
# administrator or by max_statement_time, an error while committing or from the storage engine, access denied.
_MYSQL_OUTAGES = frozenset(
    {1040, 1203, 1226, 1290, 1836, 1792, 1021, 1114, 3, 28, 1026, 1317, 1927, 1969, 1180, 1030, 1044, 1045, 1049}
)
_SQLITE_OUTAGES = (
    "database or disk is full",
    "attempt to write a readonly database",
    "disk I/O error",
    "unable to open database file",
)
_DISK_OUTAGES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE})


def is_transient(error: BaseException) -> bool:
    """Tell whether the same transaction may succeed when it is tried again."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if connection.vendor == "sqlite":
        return isinstance(error, OperationalError) and str(error).startswith(_SQLITE_PASSING)
    return bool(error.args) and error.args[0] in _MYSQL_PASSING


def is_outage(error: BaseException) -> bool:
    """Tell whether it is no fault of the product: the same call may succeed once the database or disk is well again."""
    if isinstance(error, DatabaseError | InterfaceError):
        if connection.vendor == "sqlite":
            return is_transient(error) or str(error).startswith(_SQLITE_OUTAGES)
        return is_transient(error) or (bool(error.args) and error.args[0] in _MYSQL_OUTAGES)
    return isinstance(error, OSError) and error.errno in _DISK_OUTAGES


def log_outage(doing: str, error: BaseException) -> None:
    """Log what could not be done: the first of its kind, then one line in :data:`QUIET_S` with how many there were."""
    suppressed = _recent.count(_kind(error))
    if suppressed is not None:
        log.warning("unavailable for %s: %s%s", doing, error, f" ({suppressed} more like it)" if suppressed else "")


def noted_since(moment: float) -> bool:
    """Tell whether there was an outage after a moment of the monotonic clock."""
    return _recent.noted_at > moment


def _kind(error: BaseException) -> str:
    return f"{type(error).__name__} {error.args[0] if error.args else ''}"


@dataclass(slots=True)
class Recent:
    """What was logged lately; the clock is passed in."""

    clock: Callable[[], float] = time.monotonic
    noted_at: float = float("-inf")
    _seen: dict[str, tuple[float, int]] = field(default_factory=dict)  # kind: (when logged, how often since)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, kind: str) -> int | None:
        """Return how many of ``kind`` went unlogged since the last line, when a line is due; otherwise count one."""
        now = self.clock()
        with self._lock:
            self.noted_at = now
            logged_at, suppressed = self._seen.get(kind, (now - QUIET_S, 0))
            if now - logged_at < QUIET_S:
                self._seen[kind] = (logged_at, suppressed + 1)
                return None
            self._seen = {other: seen for other, seen in self._seen.items() if now - seen[0] < QUIET_S}
            self._seen[kind] = (now, 0)
            return suppressed


_recent = Recent()
