"""Is what is stored true? The checks of ``manage.py check_data``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet

from chatsite.db.transactions import in_transaction

APPS = ("chatsite", "accounts", "rooms", "messaging", "feedback")
ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be, and how to put it right."""

    what: str
    repair: Callable[[], object]


def orphans() -> Iterator[Finding]:
    """Find rows that refer to rows which are gone, as only a damaged or hand-edited database has them."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey) and getattr(field, "db_constraint", True):
                    yield from _orphans_of(model, field)


def _orphans_of(model: type[Model], field: "ForeignKey[Model, Model]") -> Iterator[Finding]:
    there = field.related_model._base_manager.filter(**{field.target_field.attname: OuterRef(field.attname)})
    rows = model._base_manager.filter(**{f"{field.attname}__isnull": False}).exclude(Exists(there))
    count = rows.count()
    if count:
        what = f"{count} rows of {model._meta.db_table} refer to a {field.name} that is gone"
        yield Finding(what, lambda: _part(rows, field))


def _part(rows: "QuerySet[Model]", field: "ForeignKey[Model, Model]") -> None:
    """Have ``rows`` refer to nothing, or remove them where they cannot be without."""
    while ids := list(rows.values_list("pk", flat=True)[:ROWS]):
        _part_some(rows.model._base_manager.filter(pk__in=ids), field)


@in_transaction
def _part_some(rows: "QuerySet[Model]", field: "ForeignKey[Model, Model]") -> None:
    if field.null:
        rows.update(**{field.attname: None})
    else:
        rows._raw_delete(rows.db)
