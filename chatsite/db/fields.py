"""Model fields shared by the apps."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from chatsite.text.cleaning import search_key
from chatsite.text.emails import email_key


class _Exact:
    """A text column that is equal only to exactly the same characters, on every engine.

    MySQL's default collations take "é" for "e" and one emoji for another, which is wrong under a unique index.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Ask MySQL for its binary collation; SQLite compares bytes by default."""
        parameters = super().db_parameters(connection)  # type: ignore[misc]
        if connection.vendor == "mysql":
            parameters["collation"] = "utf8mb4_bin"
        return parameters


class KeyField(_Exact, models.CharField):  # type: ignore[type-arg]
    """A key that names are compared by (:func:`chatsite.text.cleaning.name_key`)."""


class SearchKeyField(KeyField):
    """What parts of another field, a name, are looked for in (:func:`chatsite.text.cleaning.search_key`)."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        """Return what makes the same field again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """Store the key of the name as it is now."""
        key = search_key(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


class EmailKeyField(_Exact, models.EmailField):  # type: ignore[type-arg]
    """An email address, stored and looked up as its key: one mailbox, one person."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the key of ``value``, in lookups too."""
        return None if value is None else email_key(str(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Show the object what is stored."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
