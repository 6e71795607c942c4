"""Paths as the log has them: without those of their parts that let their holder in."""

import logging
from collections.abc import Mapping

from django.http import HttpRequest

SECRET_PARTS = frozenset({"token", "uidb64", "key", "signature", "secret"})


def path_without_secrets(request: HttpRequest) -> str:
    """Return the request's path with an ellipsis in place of every token."""
    return without_secrets(request.path, request.resolver_match.kwargs if request.resolver_match else {})


def without_secrets(path: str, kwargs: Mapping[str, object]) -> str:
    """Return a path with an ellipsis in place of those of its parts that are tokens."""
    for name, value in kwargs.items():
        if name in SECRET_PARTS:
            path = path.replace(str(value), "…")
    return path


def without_path_secrets(record: logging.LogRecord) -> logging.LogRecord:
    """Leave the tokens out of the path that Django names when it logs a fault or a refusal."""
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        record.msg, record.args = record.getMessage().replace(request.path, path_without_secrets(request)), ()
    return record
