"""A database that cannot be written answers ``unavailable``, is one line in the log, and the process is not ready."""

import errno
import re
import resource
import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, InternalError, OperationalError, connection

from chatsite.contract.errors import Internal
from chatsite.db import outages
from chatsite.db.outages import QUIET_S, Recent, is_outage, log_outage
from messaging.live.refusals import error_payload
from tests.support.server import Server

MYSQL = {
    1040: "Too many connections",
    1203: "User already has more than 'max_user_connections' active connections",
    1290: "The MariaDB server is running with the --read-only option so it cannot execute this statement",
    1836: "Running in read-only mode",
    1317: "Query execution was interrupted",
    1021: "Disk full",
    1114: "The table 'messages' is full",
    1969: "Query execution was interrupted (max_statement_time exceeded)",
    1205: "Lock wait timeout exceeded",
    2013: "Lost connection",
}
SQLITE = [
    "database or disk is full",
    "attempt to write a readonly database",
    "disk I/O error",
    "unable to open database file",
    "database is locked",
]
OUTAGES = {
    "mysql": [kind(*error) for error in MYSQL.items() for kind in (OperationalError, InternalError)],
    "sqlite": [OperationalError(text) for text in SQLITE],
}
ROOM_BYTES = 200_000  # for the write-ahead log, which begins empty
FULL = [OSError(number, "disk") for number in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)]
FAULTS = [DatabaseError("no such column: x"), OperationalError(1054, "Unknown column"), OSError(errno.EISDIR, "x")]


def test_every_outage_is_unavailable_and_every_fault_internal(caplog):
    for error in [*OUTAGES[connection.vendor], *FULL]:
        assert is_outage(error), error
        assert error_payload(error, "send_message")["code"] == "unavailable"
    assert [record for record in caplog.records if record.exc_info] == []
    for error in [*FAULTS, ValueError("x")]:
        assert not is_outage(error), error
        assert error_payload(error, "send_message")["code"] == Internal.code


def test_an_outage_is_one_line_a_minute_however_many_messages_fail(caplog, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(outages, "_recent", Recent(clock=lambda: now))
    error = OUTAGES[connection.vendor][0]
    for _ in range(930):
        log_outage("send_message", error)
    assert len(caplog.records) == 1
    log_outage("send_message", OSError(errno.ENOSPC, "No space left on device"))
    assert len(caplog.records) == 2, "another kind has a line of its own"
    now += QUIET_S
    log_outage("send_message", error)
    assert "929 more like it" in caplog.records[-1].getMessage()


@pytest.mark.slow
def test_a_full_disk_is_unavailable_and_not_ready_until_there_is_room():
    """The limit on the size of files stands for the disk: it needs no rights, and can be lifted."""
    with Server() as server:
        ada = server.register("Ada")
        room = ada.post("/rooms", json={"name": "Full"}).json()["room"]["id"]
        position = server.log_position()
        with closing(sqlite3.connect(server.folder / "data" / "chatsite.sqlite3")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        limit(server, ROOM_BYTES)
        codes = [say(ada, room, "x" * 3_000) for _ in range(ROOM_BYTES // 3_000)]
        assert (codes[0], codes[-1], {*codes}) == (201, 503, {201, 503})
        limit(server, 1)  # for the probe is smaller than a message
        assert ada.get("/readyz").status_code == 503
        log = server.log_since(position)
        assert "Traceback" not in log
        assert " ERROR " not in log
        assert 1 <= len(re.findall("unavailable for", log)) <= 3
        limit(server, resource.RLIM_INFINITY)
        assert say(ada, room, "there is room") == 201
        assert ada.get("/readyz").status_code == 200


def limit(server, size):
    """Let files of the server's process grow to ``size`` bytes and no further."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))


def say(caller, room, content):
    """Write a message and return the answer's status."""
    return caller.post(f"/rooms/{room}/messages", json={"content": content}).status_code
