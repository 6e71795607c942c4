"""How the product uses its database: the same promises on SQLite and on MySQL or MariaDB."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, connections

CONNECTION_AGE_S = 600
SQLITE_TIMEOUT_S = 10
MYSQL_CONNECT_TIMEOUT_S = 5


def with_promises(database: dict[str, Any], *, sqlite_synchronous: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of ``database`` with the options that the product relies on.

    A relative SQLite file lies in ``folder``.
    """
    kept: dict[str, Any] = {"CONN_MAX_AGE": CONNECTION_AGE_S, "CONN_HEALTH_CHECKS": True, "OPTIONS": {}} | database
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = database["NAME"]
        kept["NAME"] = name if name == ":memory:" else str(folder / name)
        kept["OPTIONS"] = _sqlite_options(sqlite_synchronous)
    else:
        kept["OPTIONS"] = _mysql_options() | kept["OPTIONS"]
        kept["TEST"] = {"CHARSET": "utf8mb4"}
        if use_mysql_driver() == "PyMySQL" and "unix_socket" in kept["OPTIONS"]:
            kept["OPTIONS"]["ssl_disabled"] = True  # encrypting a local socket made each connection 20 ms slower
    return kept


def _sqlite_options(synchronous: str) -> dict[str, Any]:
    """Write-ahead log, write locks taken at the start of a transaction, and commits that survive a power cut."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": SQLITE_TIMEOUT_S,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
    }


def create_private_file(path: Path) -> None:
    """Create an SQLite file that its owner alone may read, as are then its write-ahead log and index.

    One that is there already loses the right of others to read it.
    """
    if path.exists():
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if file.exists():
                file.chmod(file.stat().st_mode & ~0o007)
    else:
        path.touch(mode=0o600)


def _mysql_options() -> dict[str, Any]:
    return {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "connect_timeout": MYSQL_CONNECT_TIMEOUT_S,
        "init_command": "SET sql_mode='STRICT_TRANS_TABLES', innodb_lock_wait_timeout=5",
    }


def give_up_on_silence(seconds: int) -> None:
    """Let a MySQL that says nothing for so long count as lost, in this process's connections from now on.

    Behind a line that was cut, an answer would be awaited for as long as TCP has patience: many minutes, or until the
    next retransmission after the mending. Only what serves has this bound: a migration may take its time.
    """
    for database in connections.settings.values():
        if database["ENGINE"] == "django.db.backends.mysql":
            database["OPTIONS"] |= {"read_timeout": seconds, "write_timeout": seconds}


def others_connected() -> set[str]:
    """Return from where anyone else is connected to this database; a server is, as long as it runs."""
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("SELECT CONNECTION_ID(), DATABASE()")
            own_id, name = cursor.fetchone()
            cursor.execute("SHOW PROCESSLIST")
            places = [place for id_, _, place, used, *_ in cursor if used == name and id_ != own_id]
            return {place.rpartition(":")[0] or place for place in places}
        try:
            cursor.execute("PRAGMA journal_mode=DELETE")  # only the sole connection may leave the write-ahead log
            cursor.execute("PRAGMA journal_mode=WAL")
        except OperationalError:
            return {"this machine"}
        return set()


def use_mysql_driver() -> str:
    """Return the name of the driver that Django will use: mysqlclient, or PyMySQL in its place.

    Raises:
        ImproperlyConfigured: neither is installed.
    """
    try:
        import MySQLdb
    except ImportError:
        MySQLdb = None  # noqa: N806
    if MySQLdb is not None:
        return "PyMySQL" if MySQLdb.__name__ == "pymysql" else "mysqlclient"
    try:
        import pymysql
    except ImportError:
        raise ImproperlyConfigured(
            "DATABASE_URL asks for MySQL, but no driver is installed: pip install -r requirements-mysql.txt"
        ) from None
    pymysql.install_as_MySQLdb()
    return "PyMySQL"
