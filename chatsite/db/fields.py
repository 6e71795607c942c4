"""Model fields shared by the apps."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Exact:
    """A text column that is equal only to exactly the same characters, on every engine.

    MySQL's default collations take "é" for "e" and one emoji for another, which is wrong under a unique index.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Ask MySQL for its binary collation; SQLite compares bytes by default."""
        parameters = super().db_parameters(connection)  # type: ignore[misc]
        if connection.vendor == "mysql":
            parameters["collation"] = "utf8mb4_bin"
        return parameters


class KeyField(Exact, models.CharField):  # type: ignore[type-arg]
    """A key that names are compared by (:func:`chatsite.text.cleaning.name_key`)."""


class ExactTextField(Exact, models.TextField):  # type: ignore[type-arg]
    """A text of which the parts are found as they are."""
