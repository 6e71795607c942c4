"""Columns by which people are found: keys that follow from what is shown."""

from typing import Any

from django.db import models

from chatsite.db.fields import Exact, KeyField
from chatsite.text.cleaning import search_key
from chatsite.text.emails import email_key


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


class EmailKeyField(Exact, models.EmailField):  # type: ignore[type-arg]
    """An email address, stored and looked up as its key: one mailbox, one person."""

    def get_prep_value(self, value: Any) -> Any:
        """Return the key of ``value``, in lookups too."""
        return None if value is None else email_key(str(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Show the object what is stored."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
