"""A prepared installation, made once by each process of a test run: servers that need not be new begin as its copy.

Preparing takes more than half of the CPU of a first start: migrations, static files and their compressed forms.
"""

import atexit
import shutil
from contextlib import closing
from functools import cache
from urllib.parse import urlsplit

from tests.support.server import Server, mysql_connection

# What else an installation is prepared by: a server with a value of its own prepares itself.
PREPARED_BY = {"DATABASE_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "LANGUAGE_CODE", "LOCALE_DIR", "SECRET_KEY"}


def begin_prepared(server: Server, *, database_url: str, own: set[str]) -> Server:
    """Give ``server``, which was not started yet, what ``manage.py prepare`` writes; return it.

    ``own`` are the names of the settings that it has for itself.
    """
    if not own & PREPARED_BY:
        template = _template(database_url)
        shutil.copytree(template.folder / "data" / "static", server.folder / "data" / "static")
        if database_url:
            _copy_tables(template.env["DATABASE_URL"], server.env["DATABASE_URL"])
        else:
            name = "chatsite.sqlite3"
            shutil.copy(template.folder / "data" / name, server.folder / "data" / name)
    return server


@cache
def _template(database_url: str) -> Server:
    template = Server(database_url=database_url)
    atexit.register(template.discard)
    template.manage("prepare")
    return template


def _copy_tables(source_url: str, target_url: str) -> None:
    """Copy all tables of a database into an empty one of the same MariaDB."""
    source = urlsplit(source_url).path[1:]
    with closing(mysql_connection(target_url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"USE `{urlsplit(target_url).path[1:]}`")
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        cursor.execute(
            "SELECT table_name, GROUP_CONCAT(CONCAT('`', column_name, '`')) FROM information_schema.columns"
            " WHERE table_schema = %s AND extra NOT LIKE '%%GENERATED%%' GROUP BY table_name",
            [source],
        )
        for table, columns in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE `{source}`.`{table}`")
            cursor.execute(cursor.fetchone()[1])
            cursor.execute(f"INSERT INTO `{table}` ({columns}) SELECT {columns} FROM `{source}`.`{table}`")
        connection.commit()
