"""Queries that the ORM puts together once: afterwards only their ids change.

Putting a statement together takes the ORM many times as long as SQLite takes to run it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
R = TypeVar("R")

# What stands for the ids while a statement is put together, and is found again among its values.
_FIRST_STAND_IN = 2_000_000_000


class _Prepared(ABC, Generic[R]):
    """A query for lists of ids, which ``build`` makes.

    Nothing but the ids may differ from one call to the next: no moment, no person, no setting.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]):
        self._build = build

    def __call__(self, *lists: Collection[int]) -> list[R]:
        """Return what is found for these lists of ids, in their order; of an empty list there is nothing."""
        if not all(lists):
            return []
        padded = [_padded(list(ids)) for ids in lists]
        connection = connections[DEFAULT_DB_ALIAS]
        plans = vars(connection).setdefault("prepared_plans", {})
        key = (self, *map(len, padded))
        if key not in plans:
            plans[key] = _Plan(self._build, [len(ids) for ids in padded], connection, self._reader)
        plan: _Plan[R] = plans[key]
        return plan.run(list(chain.from_iterable(padded)))

    @abstractmethod
    def _reader(self, compiler: Any, alias: str) -> Callable[[Sequence[Any]], R]:
        """Return what makes something of a row."""


class PreparedRows(_Prepared[Sequence[Any]]):
    """One for rows, such as ``lambda rooms: Room.objects.filter(pk__in=rooms).values_list("pk", "name")``."""

    def _reader(self, compiler: Any, alias: str) -> Callable[[Sequence[Any]], Sequence[Any]]:
        return tuple


class Prepared(_Prepared[M]):
    """One for instances, such as ``lambda rooms: Room.objects.filter(pk__in=rooms)``."""

    def __init__(self, build: Callable[..., "QuerySet[M]"]):
        super().__init__(build)

    def _reader(self, compiler: Any, alias: str) -> Callable[[Sequence[Any]], M]:
        shown = compiler.klass_info
        first, last = shown["select_fields"][0], shown["select_fields"][-1]
        names = [column[0].target.attname for column in compiler.select[first : last + 1]]
        populators: Any = get_related_populators  # its stubs are of a later Django
        related = populators(shown, compiler.select, alias)
        columns: _Columns[M] = _Columns(shown["model"], slice(first, last + 1), names, related, alias)
        return columns.instance


def _padded(ids: Sequence[int]) -> Sequence[int]:
    """Return ``ids`` with the last one repeated up to a power of two: so there are few statements."""
    length = 1 << (len(ids) - 1).bit_length()
    return [*ids, *[ids[-1]] * (length - len(ids))]


class _Plan(Generic[R]):
    """A statement for lists of certain lengths, on one connection, and what its rows become."""

    def __init__(
        self,
        build: Callable[..., Any],
        lengths: list[int],
        connection: BaseDatabaseWrapper,
        reader: Callable[[Any, str], Callable[[Sequence[Any]], R]],
    ):
        stand_ins = iter(range(_FIRST_STAND_IN, _FIRST_STAND_IN + sum(lengths)))
        query: Any = build(*[[next(stand_ins) for _ in range(length)] for length in lengths]).query
        self._connection = connection
        compiler = query.get_compiler(connection=connection)
        self._statement, self._values = compiler.as_sql()
        if len({value for value in self._values if _stands_in(value)}) != sum(lengths):
            raise LookupError(self._statement)  # an id that the query drops
        self._converters = _converters(compiler)
        self._read = reader(compiler, connection.alias)

    def run(self, ids: list[int]) -> list[R]:
        values = [ids[value - _FIRST_STAND_IN] if _stands_in(value) else value for value in self._values]
        with self._connection.cursor() as cursor:
            cursor.execute(self._statement, values)
            rows = cursor.fetchall()
        return [self._read(self._converted(list(row))) for row in rows]

    def _converted(self, row: list[Any]) -> list[Any]:
        """Put values of Python in the place of those of the database."""
        for place, expression, convert, skips_none in self._converters:
            value = row[place]
            if value is not None or not skips_none:
                row[place] = convert(value, expression, self._connection)
        return row


class _Converter(NamedTuple):
    """What a column's values go through."""

    place: int
    expression: Any
    convert: Callable[[Any, Any, BaseDatabaseWrapper], Any]
    skips_none: bool


def _converters(compiler: Any) -> list[_Converter]:
    """Return what the ORM sends rows through; those of the database's backend leave None as it is.

    Most columns that have one are moments, and most of these are empty.
    """
    connection = compiler.connection
    found = []
    for place, (expression, *_) in enumerate(compiler.select):
        by_backend, by_field = connection.ops.get_db_converters(expression), expression.get_db_converters(connection)
        found += [_Converter(place, expression, convert, skips_none=True) for convert in by_backend]
        found += [_Converter(place, expression, convert, skips_none=False) for convert in by_field]
    return found


class _Columns(Generic[M]):
    """The columns of a row that are one instance, and those of the instances related to it.

    The instance equals that of ``from_db``, which spends most of the time of reading a row on the descriptor of each
    field and on signals without receivers.
    """

    def __init__(self, model: type[M], columns: slice, names: Sequence[str], related: Sequence[Any], alias: str):
        self._model, self._columns, self._names, self._alias = model, columns, names, alias
        self._related = [(one, _columns_of(one, alias)) for one in related]

    def instance(self, row: Sequence[Any]) -> M:
        instance = self._model.__new__(self._model)
        instance._state = ModelState()
        instance._state.adding, instance._state.db = False, self._alias
        vars(instance).update(zip(self._names, row[self._columns], strict=True))
        for populator, columns in self._related:
            is_there = row[populator.cols_start + populator.pk_idx] is not None
            other = columns.instance(row) if is_there else None
            populator.local_setter(instance, other)
            if other:
                populator.remote_setter(other, instance)
        return instance


def _columns_of(populator: Any, alias: str) -> "_Columns[Any]":
    columns = slice(populator.cols_start, populator.cols_end)
    return _Columns(populator.model_cls, columns, populator.init_list, populator.related_populators, alias)


def _stands_in(value: object) -> bool:
    return isinstance(value, int) and value >= _FIRST_STAND_IN
