"""Rows as lines of JSON, the same from every engine: one snapshot of all tables, and their way back."""

import base64
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.models import BinaryField, CharField, Field, IntegerField, JSONField, Model, TextField

from chatsite.backup.archive import DigestingFile

BATCH = 500


@contextmanager
def snapshot() -> Iterator[None]:
    """Show every table as it is at one moment, without holding up anyone who writes."""
    begin = ["BEGIN DEFERRED", "SELECT COUNT(*) FROM django_migrations"]  # SQLite's snapshot begins with the first read
    if connection.vendor == "mysql":
        begin = [
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
        ]
    with connection.cursor() as cursor:
        for statement in begin:
            cursor.execute(statement)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def kept_models(registry: Apps = apps) -> list[type[Model]]:
    """Return the models whose rows belong into a backup.

    A model leaves itself out with ``in_backups = False``: what lets someone in must not come back with a restore.
    """
    found = registry.get_models(include_auto_created=True)
    return [
        model
        for model in sorted(found, key=lambda model: model._meta.label_lower)
        if model._meta.managed and not model._meta.proxy and getattr(model, "in_backups", True)
    ]


def columns(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the model's fields that are stored."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def dump(model: type[Model], target: DigestingFile) -> int:
    """Write the names of the columns, then a line for each row in the order of the primary key; return how many."""
    names = [field.attname for field in columns(model)]
    target.write(_line(names))
    count = 0
    for row in _rows(model, names):
        target.write(_line(row))
        count += 1
    return count


def _rows(model: type[Model], names: list[str]) -> Iterator[Sequence[Any]]:
    """Yield rows in steps by key: a driver would fetch the whole table at once."""
    pk = model._meta.pk.attname
    place = names.index(pk)
    query = model._base_manager.order_by("pk").values_list(*names)
    batch = list(query[:BATCH])
    while batch:
        yield from batch
        batch = list(query.filter(pk__gt=batch[-1][place])[:BATCH])


def load(model: type[Model], source: IO[bytes]) -> None:
    """Insert the rows that :func:`dump` wrote, into an empty table.

    It goes past the models: to build one for each row took most of the time.
    """
    lines = map(json.loads, source)
    fields = {field.attname: field for field in columns(model)}
    chosen = [fields[name] for name in next(lines)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in chosen)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(_placeholder(field) for field in chosen)
    insert = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - our own names
    stored = [_storing(field) for field in chosen]
    with connection.cursor() as cursor:
        while batch := [
            [store(value) for store, value in zip(stored, row, strict=True)] for row in itertools.islice(lines, BATCH)
        ]:
            cursor.executemany(insert, batch)


def empty(model: type[Model]) -> None:
    """Delete all rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own name


def _placeholder(field: "Field[Any, Any]") -> str:
    return "_binary %s" if connection.vendor == "mysql" and isinstance(field, BinaryField) else "%s"


def _storing(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    """Return what makes of a value in a line one for the database's driver."""
    if isinstance(field, CharField | TextField | IntegerField):
        return lambda value: value
    return lambda value: None if value is None else field.get_db_prep_save(_value(field, value), connection)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)


def _line(values: Sequence[Any]) -> bytes:
    return json.dumps(values, default=_plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a backup")
