"""System checks: problems of this installation and how to fix them (docs/checks.md)."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import DatabaseError, connections

Messages = list[CheckMessage]


@register("chatsite")
def check_workers(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Several processes need a database and a channel layer that they can share."""
    messages: Messages = []
    if settings.WORKERS > 1 and connections["default"].vendor == "sqlite":
        messages.append(
            Error(
                f"SQLite supports one server process, but WORKERS is {settings.WORKERS}.",
                hint="Set DATABASE_URL to a MySQL or MariaDB database, or set WORKERS=1.",
                id="chat.E001",
            )
        )
    if settings.WORKERS > 1 and not settings.REDIS_URL:
        messages.append(
            Error(
                f"{settings.WORKERS} workers need Redis to reach each other.",
                hint="Set REDIS_URL, or set WORKERS=1.",
                id="chat.E002",
            )
        )
    return messages


@register("chatsite")
def check_hosts(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """A forged Host header must never reach a link in an email."""
    if settings.DEBUG or not any(host.startswith("*") for host in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "ALLOWED_HOSTS allows every host name.",
            hint="List the host names of this site, such as chat.example.org.",
            id="chat.E003",
        )
    ]


@register("chatsite")
def check_cookies(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Behind TLS, cookies must never travel without it."""
    if settings.SECURE_COOKIES or not any(origin.startswith("https:") for origin in settings.TRUSTED_ORIGINS):
        return []
    return [
        Warning(
            "TRUSTED_ORIGINS has an https origin, but cookies are also sent without TLS.",
            hint="Set SECURE_COOKIES=true.",
            id="chat.W004",
        )
    ]


@register("chatsite")
def check_debug(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Debug pages show code and settings to anyone who causes an error."""
    if not settings.DEBUG:
        return []
    return [
        Warning(
            "DEBUG is on: error pages show code and settings to everyone.",
            hint="Set DEBUG=false on any site that others can reach.",
            id="chat.W005",
        )
    ]


@register("chatsite")
def check_media(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Uploads need a folder that can be written."""
    folder = Path(settings.MEDIA_ROOT)
    if not folder.exists() or os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Uploads can't be stored: {folder} is not writable.",
            hint="Make it writable for the user that runs the server, or set MEDIA_ROOT.",
            id="chat.E006",
        )
    ]


@register("chatsite")
def check_driver(app_configs: Sequence[AppConfig] | None, **_: Any) -> Messages:
    """Point out the slower MySQL driver."""
    if settings.DATABASE_DRIVER != "PyMySQL":
        return []
    return [
        Info(
            "The MySQL driver is PyMySQL, which is slower than mysqlclient.",
            hint="Run pip install -r requirements-mysql.txt (needs a C compiler, pkg-config and libmariadb-dev).",
            id="chat.I007",
        )
    ]


@register(Tags.database)
def check_mysql(app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **_: Any) -> Messages:
    """The order of messages rests on READ COMMITTED, their text on utf8mb4, their durability on InnoDB."""
    messages: Messages = []
    for alias in databases or []:
        if connections[alias].vendor == "mysql":
            try:
                messages += _mysql_messages(alias)
            except DatabaseError as error:
                messages.append(
                    Error(f"The database can't be read: {error}", hint="Check DATABASE_URL.", id="chat.E008")
                )
    return messages


def _mysql_messages(alias: str) -> Messages:
    isolation, charset, engine = _mysql_facts(alias)
    messages: Messages = []
    if isolation != "READ COMMITTED":
        messages.append(
            Error(
                f"MySQL's transaction isolation is {isolation}; the chat needs READ COMMITTED.",
                hint="Remove isolation_level from DATABASE_URL.",
                id="chat.E009",
            )
        )
    if charset != "utf8mb4":
        messages.append(
            Error(
                f"The database's character set is {charset}; emoji and many scripts need utf8mb4.",
                hint="ALTER DATABASE … CHARACTER SET utf8mb4, before the first start.",
                id="chat.E010",
            )
        )
    if engine != "InnoDB":
        messages.append(
            Error(
                f"New tables would use {engine}, which has no transactions.",
                hint="Set default_storage_engine=InnoDB in the server's configuration.",
                id="chat.E011",
            )
        )
    return messages


def _mysql_facts(alias: str) -> tuple[str, str, str]:
    """Return the isolation level of this session, the database's character set, the engine of new tables."""
    connection = connections[alias]
    variable = "tx_isolation" if getattr(connection, "mysql_is_mariadb", False) else "transaction_isolation"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT @@{variable}, @@character_set_database, @@default_storage_engine")
        isolation, charset, engine = cursor.fetchone()
    return str(isolation).replace("-", " "), str(charset), str(engine)
