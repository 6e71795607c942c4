"""Many rows at once, several times as fast as ``bulk_create``: no instance of the model, no binding of each value."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, Model, UUIDField


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows`` into the table of ``model``; ``names`` are the fields that the values belong to, in their order.

    Values are stored as they are: nothing is validated, defaulted or announced.
    """
    fields = [field for name in names for field in model._meta.fields if field.name == name]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(_bound(rows, fields)))


def _bound(rows: Iterable[Sequence[Any]], fields: "Sequence[Field[Any, Any]]") -> Iterator[list[Any]]:
    """Yield ``rows`` with the values that engines store differently in the engine's form."""
    differing = [(place, field) for place, field in enumerate(fields) if isinstance(field, DateTimeField | UUIDField)]
    for row in rows:
        values = list(row)
        for place, field in differing:
            if values[place] is not None:
                values[place] = field.get_db_prep_value(values[place], connection, prepared=True)
        yield values
