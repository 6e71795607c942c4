"""Tables beside those in use, in the same MySQL database, to be put in their place by one RENAME TABLE."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db import OperationalError, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.utils import timezone

from chatsite.backup.errors import Unfinished
from chatsite.db.outages import is_transient

MIGRATIONS = "django_migrations"
_SIDE = re.compile(r"(restoring|replaced)_[0-9a-f]{6}_.+")


def present() -> set[str]:
    """Return the names of the database's tables."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def endangered() -> set[str]:
    """Return the names of what a restore could take away: tables, and on SQLite, whose file it exchanges, views."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor, include_views=connection.vendor == "sqlite"))


def has_rows(table: str) -> bool:
    """Tell whether there is such a table, with anything in it."""
    if table not in present():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(table)} LIMIT 1")  # noqa: S608 - our own name
        return cursor.fetchone() is not None


def is_left_over(table: str) -> bool:
    """Tell whether only an interrupted restore can have created a table of this name."""
    return _SIDE.fullmatch(table) is not None


def ever_created(loader: MigrationLoader) -> set[str]:
    """Return the names of all tables that this version's migrations create at any time."""
    names, state = {MIGRATIONS}, ProjectState()
    for key in loader.graph.leaf_nodes():
        for migration in loader.graph.forwards_plan(key):
            state = loader.graph.nodes[migration].mutate_state(state, preserve=False)
            for model in state.models.values():
                names |= _tables_of(model)
    return names


def _tables_of(model: ModelState) -> set[str]:
    table = str(model.options.get("db_table") or f"{model.app_label}_{model.name_lower}")
    joins = {f"{table}_{name}" for name, field in model.fields.items() if isinstance(field, models.ManyToManyField)}
    return {table} | joins


class SideTables:
    """All tables of this version under names of their own; ``registry`` has their models."""

    def __init__(self) -> None:
        # Names of constraints are unique in a database and made of the table's: each restore needs another prefix.
        token = secrets.token_hex(3)
        self._new, self._old = f"restoring_{token}_", f"replaced_{token}_"
        loader = MigrationExecutor(connection).loader
        self._migrations = sorted(loader.disk_migrations)
        self.registry: Apps = loader.project_state(loader.graph.leaf_nodes()).apps
        self._models = [
            model
            for model in self.registry.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
        ]
        self._tables = [MIGRATIONS, *(model._meta.db_table for model in self._models)]
        for model in self._models:
            model._meta.db_table = self._new + model._meta.db_table

    def create(self) -> None:
        """Create them, and record that every migration is applied."""
        record = _migration_model(self._new + MIGRATIONS)
        with connection.schema_editor() as editor:
            for model in (record, *self._models):
                if not model._meta.auto_created:  # these come with the models that need them
                    editor.create_model(model)
        record._base_manager.bulk_create([record(app=app, name=name) for app, name in self._migrations])

    def exchange(self) -> None:
        """Put them in the place of those in use, in one statement that the database does whole or not at all.

        Raises:
            Unfinished: the connection was lost while the database answered.
        """
        here = present()
        away = [(table, self._old + table) for table in self._tables if table in here]
        moves = [*away, *((self._new + table, table) for table in self._tables)]
        words = ", ".join(f"{_quoted(before)} TO {_quoted(after)}" for before, after in moves)
        try:
            _execute(f"RENAME TABLE {words}")
        except OperationalError as error:
            if is_transient(error):
                raise Unfinished(f"The database was lost in the exchange: {error.args[-1]}. Run it again.") from error
            raise


@contextmanager
def side_tables() -> Iterator[SideTables]:
    """Yield side tables; what is left of these and of earlier ones is dropped."""
    drop_left_over()
    try:
        yield SideTables()
    finally:
        drop_left_over()


def drop_left_over() -> None:
    """Drop what only an interrupted restore can have left."""
    names = sorted(filter(is_left_over, present()))
    if names:
        connection.disable_constraint_checking()
        _execute(f"DROP TABLE {', '.join(map(_quoted, names))}")
        connection.enable_constraint_checking()


def _migration_model(table: str) -> Any:
    """Return a model of Django's record of migrations under another name."""

    class Meta:
        apps = Apps()
        app_label = "migrations"
        db_table = table

    fields = {
        "app": models.CharField(max_length=255),
        "name": models.CharField(max_length=255),
        "applied": models.DateTimeField(default=timezone.now),
    }
    return type("Migration", (models.Model,), {"__module__": __name__, "Meta": Meta, **fields})


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
