"""What can be seen from the machine itself: configuration, database, Redis, folders, mail, limits."""

import os
import resource
import shutil
import smtplib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import redis
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Tags, run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from chatsite.doctor.findings import Finding, doubtful, fine, wrong
from chatsite.serve import installation
from chatsite.serve.installation import NotReady

OPEN_FILES = 10_000
FREE_BYTES = 2**30
CLOCK_DIFFERENCE_S = 5
SPARE_CONNECTIONS = 5
REDIS_WAIT_S = 3


def configuration() -> Iterator[Finding]:
    """The system checks, those for a public site included."""
    findings = list(_checked(run_checks(include_deployment_checks=not settings.DEBUG)))
    yield from findings or [fine("The configuration is sound.")]


def _checked(messages: Iterable[CheckMessage]) -> Iterator[Finding]:
    for message in messages:
        if message.level >= WARNING and not message.is_silenced():
            judge = wrong if message.is_serious() else doubtful
            yield judge(str(message.msg), str(message.hint or "See docs/checks.md."))


def database() -> Iterator[Finding]:
    """Whether the database answers, keeps its promises and has the schema of this version."""
    try:
        installation.ensure_database()
    except NotReady as error:
        yield wrong(str(error), "Start the database server, or correct DATABASE_URL.")
        return
    try:
        yield fine(f"The database answers: {installation.describe_database()}.")
        yield from _checked(run_checks(tags=[Tags.database], databases=["default"]))
        yield from _mysql() if connection.vendor == "mysql" else _sqlite()
        yield from _schema()
    except DatabaseError as error:
        yield wrong(f"The database cannot be read: {error}", "Look at the database server's log.")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [verdict] = cursor.fetchone()
        cursor.execute("PRAGMA synchronous")
        [synchronous] = cursor.fetchone()
    if verdict != "ok":
        yield wrong(f"The SQLite file is damaged: {verdict}", "Restore the last backup (manage.py restore).")
    if synchronous < 2:
        yield doubtful("A power cut may lose the last acknowledged messages.", "Set SQLITE_SYNCHRONOUS=FULL.")
    if sqlite3.sqlite_version_info < (3, 35):
        yield wrong(f"SQLite {sqlite3.sqlite_version} is too old.", "Install Python with SQLite 3.35 or newer.")


def _mysql() -> Iterator[Finding]:
    facts = _mysql_facts()
    if facts["innodb_flush_log_at_trx_commit"] != 1:
        yield wrong(
            "The database acknowledges commits that are not on disk: a crash may lose acknowledged messages.",
            "Set innodb_flush_log_at_trx_commit=1 in the server's configuration.",
        )
    if facts["log_bin"] and facts["sync_binlog"] != 1:
        yield doubtful(
            "The binary log is not synced at each commit: after a crash replicas may differ.",
            "Set sync_binlog=1 in the server's configuration.",
        )
    needed = (settings.WORKERS + 1) * (settings.HTTP_THREADS + settings.DATABASE_THREADS + SPARE_CONNECTIONS)
    if facts["max_connections"] < needed:
        yield wrong(
            f"The database allows {facts['max_connections']:.0f} connections; the workers may need {needed} "
            "(one worker more during a reload).",
            f"Set max_connections={needed} or more, or lower HTTP_THREADS and DATABASE_THREADS.",
        )
    yield from clock("database", facts["now"])


def _mysql_facts() -> dict[str, float]:
    names = ["innodb_flush_log_at_trx_commit", "log_bin", "sync_binlog", "max_connections"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'@@{name}' for name in names)}, UNIX_TIMESTAMP(NOW(6))")
        return dict(zip([*names, "now"], map(float, cursor.fetchone()), strict=True))


def clock(whose: str, theirs: float) -> Iterator[Finding]:
    """Compare a clock (seconds since 1970) with this machine's."""
    difference = theirs - time.time()
    if abs(difference) > CLOCK_DIFFERENCE_S:
        yield wrong(
            f"The clock of the {whose} is {abs(difference):.0f} s {'ahead' if difference > 0 else 'behind'}.",
            "Let both machines keep their time by NTP (systemd-timesyncd or chrony).",
        )


def _schema() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    newer = installation.unknown_migrations(executor.loader)
    if newer:
        yield wrong(f"The database was made by a newer version (it has {newer[0]}).", "Install that version again.")
    elif missing:
        yield wrong(f"The schema lacks {len(missing)} migrations.", "Run manage.py prepare; serve does so by itself.")
    else:
        yield fine("The schema is that of this version.")


def redis_server() -> Iterator[Finding]:
    """Whether Redis answers, in time and with enough memory."""
    if not settings.REDIS_URL:
        yield fine("Everything runs in one process, without Redis.")
        return
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_WAIT_S, socket_timeout=REDIS_WAIT_S
        ) as client:
            seconds, microseconds = client.time()
            memory = client.info("memory")
    except redis.RedisError as error:
        yield wrong(f"Redis does not answer: {error}", "Start Redis, or correct REDIS_URL and its password.")
        return
    yield fine("Redis answers.")
    yield from clock("Redis server", seconds + microseconds / 1e6)
    limit = memory.get("maxmemory") or 0
    if limit and memory["used_memory"] > 0.9 * limit:
        yield wrong("Redis has used 90 % of the memory it may.", "Raise maxmemory in its configuration.")


def folders() -> Iterator[Finding]:
    """Whether what must be written can be, and has room to grow."""
    for name in ("DATA_DIR", "MEDIA_ROOT"):
        folder = Path(getattr(settings, name))
        if not folder.is_dir():
            yield wrong(f"The folder {folder} is not there.", f"Create it, or set {name}; serve creates it by itself.")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield wrong(f"The folder {folder} cannot be written.", f"Give this user the right to, or set {name}.")
        elif shutil.disk_usage(folder).free < FREE_BYTES:
            yield wrong(f"Less than 1 GB is free where {folder} lies.", "Make room before uploads and commits fail.")
        else:
            yield fine(f"{folder} can be written.")


def mail() -> Iterator[Finding]:
    """Whether the mail server lets us in."""
    if "smtp" not in settings.EMAIL_BACKEND:
        yield doubtful("No mail is sent: lost passwords need a link made by you.", "Set EMAIL_URL to an SMTP server.")
        return
    if not settings.ADMIN_EMAILS:
        yield doubtful("Nobody is told of feedback by mail.", "Set ADMIN_EMAILS.")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield wrong("Mail would come from an address nobody can answer.", "Set DEFAULT_FROM_EMAIL.")
    mailer = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        mailer.open()
        mailer.close()
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(f"The mail server cannot be used: {error}", "Correct EMAIL_URL; feedback and links wait for it.")
    else:
        yield fine("The mail server lets us in.")


def limits() -> Iterator[Finding]:
    """Whether the machine lets the processes do their work."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OPEN_FILES:
        yield doubtful(
            f"A process may open {hard} files, and so serve fewer connections than that.",
            f"Raise the limit: LimitNOFILE={OPEN_FILES} in the systemd unit, or ulimit -n.",
        )
    cores = os.cpu_count() or 1
    if 2 * cores < settings.WORKERS:
        yield doubtful(
            f"{settings.WORKERS} workers share {cores} processor cores.", f"Set WORKERS to {cores} or {2 * cores}."
        )
