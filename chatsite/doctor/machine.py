"""Checks of the machine itself: configuration, database, Redis, folders, email, limits."""

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
from django.core.mail import get_connection, send_mail
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from chatsite.doctor.findings import Finding, doubtful, fine, wrong
from chatsite.serve import installation
from chatsite.serve.installation import NotReady

OPEN_FILES = 10_000
FREE_BYTES = 2**30
CLOCK_DIFFERENCE_S = 5
SPARE_CONNECTIONS = 12
REDIS_WAIT_S = 3


def configuration() -> Iterator[Finding]:
    """The system checks, those for a public site included."""
    findings = list(_checked(run_checks(include_deployment_checks=not settings.DEBUG)))
    yield from findings or [fine("The configuration is valid.")]


def _checked(messages: Iterable[CheckMessage]) -> Iterator[Finding]:
    for message in messages:
        if message.level >= WARNING and not message.is_silenced():
            judge = wrong if message.is_serious() else doubtful
            yield judge(str(message.msg), str(message.hint or "See docs/checks.md."))


def database() -> Iterator[Finding]:
    """Whether the database responds, is durable and has the schema of this version."""
    try:
        installation.ensure_database()
    except NotReady as error:
        yield wrong(str(error), "Start the database server, or correct DATABASE_URL.")
        return
    try:
        yield fine(f"The database responds: {installation.describe_database()}.")
        yield from _checked(run_checks(tags=[Tags.database], databases=["default"]))
        yield from _mysql() if connection.vendor == "mysql" else _sqlite()
        yield from _schema()
    except DatabaseError as error:
        yield wrong(f"The database can't be read: {error}", "Check the database server's log.")


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [verdict] = cursor.fetchone()
        cursor.execute("PRAGMA synchronous")
        [synchronous] = cursor.fetchone()
    if verdict != "ok":
        yield wrong(f"The SQLite file is damaged: {verdict}", "Restore the last backup (manage.py restore).")
    if synchronous < 2:
        yield doubtful("A power failure can lose the last acknowledged messages.", "Set SQLITE_SYNCHRONOUS=FULL.")
    if sqlite3.sqlite_version_info < (3, 35):
        yield wrong(f"SQLite {sqlite3.sqlite_version} is too old.", "Install Python with SQLite 3.35 or newer.")


def _mysql() -> Iterator[Finding]:
    facts = _mysql_facts()
    if facts["innodb_flush_log_at_trx_commit"] != 1:
        yield wrong(
            "The database acknowledges commits before they are on disk: a crash can lose acknowledged messages.",
            "Set innodb_flush_log_at_trx_commit=1 in the server's configuration.",
        )
    if facts["log_bin"] and facts["sync_binlog"] != 1:
        yield doubtful(
            "The binary log is not synced at each commit: replicas can differ after a crash.",
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
            "Synchronize the clocks of both machines with NTP (systemd-timesyncd or chrony).",
        )


def _schema() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    newer = installation.unknown_migrations(executor.loader)
    if newer:
        yield wrong(f"The database was created by a newer version (it has {newer[0]}).", "Install that version again.")
    elif missing:
        yield wrong(f"{len(missing)} migrations are missing.", "Run manage.py prepare; serve runs it too.")
    else:
        yield fine("The database schema is up to date.")


def redis_server() -> Iterator[Finding]:
    """Whether Redis responds, with the right time and enough memory."""
    if not settings.REDIS_URL:
        yield fine("Redis is not used (single process).")
        return
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_WAIT_S, socket_timeout=REDIS_WAIT_S
        ) as client:
            seconds, microseconds = client.time()
            memory = client.info("memory")
    except redis.RedisError as error:
        yield wrong(f"Redis doesn't respond: {error}", "Start Redis, or correct REDIS_URL and its password.")
        return
    yield fine("Redis responds.")
    yield from clock("Redis server", seconds + microseconds / 1e6)
    limit = memory.get("maxmemory") or 0
    if limit and memory["used_memory"] > 0.9 * limit:
        yield wrong("Redis uses more than 90% of its memory limit.", "Raise maxmemory in its configuration.")


def folders() -> Iterator[Finding]:
    """Whether the folders are writable and have free space."""
    for name in ("DATA_DIR", "MEDIA_ROOT"):
        folder = Path(getattr(settings, name))
        if not folder.is_dir():
            yield wrong(f"The folder {folder} doesn't exist.", f"Create it, or set {name}; serve creates it too.")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield wrong(f"The folder {folder} is not writable.", f"Make it writable for this user, or set {name}.")
        elif shutil.disk_usage(folder).free < FREE_BYTES:
            yield wrong(f"Less than 1 GB of disk space is free at {folder}.", "Free some space before writes fail.")
        else:
            yield fine(f"{folder} is writable.")


def mail() -> Iterator[Finding]:
    """Whether the mail server accepts the login."""
    if "smtp" not in settings.EMAIL_BACKEND:
        yield doubtful(
            "Email is not configured: you have to create links for lost passwords.", "Set EMAIL_URL to an SMTP server."
        )
        return
    if not settings.ADMIN_EMAILS:
        yield doubtful(
            "ADMIN_EMAILS is not set: feedback is emailed to the administrators' accounts.", "Set ADMIN_EMAILS."
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield wrong("Emails have a sender that can't receive replies.", "Set DEFAULT_FROM_EMAIL.")
    mailer = get_connection(timeout=settings.EMAIL_TIMEOUT)
    try:
        mailer.open()
        mailer.close()
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            f"The mail server can't be used: {error}", "Correct EMAIL_URL. Queued emails are sent once it works."
        )
    else:
        yield fine("The mail server accepts the login.")


def send_test_mail(address: str) -> Iterator[Finding]:
    """Whether the mail server takes a test email to ``address``."""
    if "smtp" not in settings.EMAIL_BACKEND:
        yield wrong("No test email was sent: email is not configured.", "Set EMAIL_URL to an SMTP server.")
        return
    try:
        send_mail("Chatsite test email", "Email from your chat arrives.", None, [address])
    except OSError as error:  # smtplib's exceptions are OSErrors
        yield wrong(f"The test email to {address} was not sent: {error}", "Correct EMAIL_URL or the address.")
    else:
        yield fine(f"Sent a test email to {address}.")


def limits() -> Iterator[Finding]:
    """Whether the machine's limits suffice."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OPEN_FILES:
        yield doubtful(
            f"A process can open {hard} files, which limits the number of connections.",
            f"Raise the limit: LimitNOFILE={OPEN_FILES} in the systemd unit, or ulimit -n.",
        )
    cores = os.cpu_count() or 1
    if 2 * cores < settings.WORKERS:
        yield doubtful(
            f"{settings.WORKERS} workers share {cores} CPU cores.", f"Set WORKERS to {cores} or {2 * cores}."
        )
