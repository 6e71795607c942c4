"""``icontains`` as its name says, on every engine: what people search is found whatever the case.

Left to the engine, SQLite folds ASCII alone, and MySQL as the column's collation says: addresses and keys not at all.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, lookups
from django.db.models.sql.compiler import SQLCompiler
from django.dispatch import receiver

Sql = tuple[str, Any]


@CharField.register_lookup
@TextField.register_lookup
class IContains(lookups.IContains):
    """Lowers both sides, as text, in every alphabet."""

    def process_lhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, lhs: Any = None) -> Sql:
        """Return the column in lower case."""
        sql, parameters = super().process_lhs(compiler, connection, lhs)
        return f"LOWER({sql})", parameters

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Return what is searched for, in lower case."""
        sql, parameters = super().process_rhs(compiler, connection)
        return f"LOWER({sql})", parameters


@receiver(connection_created)
def lower_every_alphabet(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Teach SQLite's ``LOWER`` more than ASCII."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("LOWER", 1, _lower, deterministic=True)


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text
