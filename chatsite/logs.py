"""Logs: one line per event, for people (``LOG_FORMAT=text``) or for machines (``json``), with its request or socket.

A record may carry ``extra={"fields": {...}}``: named facts that JSON keeps apart and text appends as ``name=value``.
Nothing secret is logged: no bodies, no query strings, no cookies, and no tokens that are part of a path.
"""

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from redis.exceptions import RedisError

from chatsite.times import timestamp

request_id: ContextVar[str] = ContextVar("request_id", default="-")
socket_id: ContextVar[str] = ContextVar("socket_id", default="-")  # the one that the client knows as its own
_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def choose_request_id(given: str) -> str:
    """Return the id that a caller gave if it is harmless, a new one otherwise."""
    return given if _GOOD_ID.fullmatch(given) else secrets.token_hex(8)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in English whoever is being answered meanwhile."""
        with translation.override(None):
            return self.line(record)

    def line(self, record: logging.LogRecord) -> str:
        """Return the line."""
        raise NotImplementedError

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return the record's fields."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        return fields


class TextFormatter(_Formatter):
    """``2026-11-22T08:15:30.123Z INFO chatsite.http [3f2a…] GET /rooms status=200 ms=12``; a traceback follows it."""

    def line(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = timestamp(datetime.fromtimestamp(record.created, tz=UTC))
        message = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        facts = "".join(f" {name}={value}" for name, value in self.facts(record).items())
        cause = request_id.get() if socket_id.get() == "-" else socket_id.get()
        line = f"{moment} {record.levelname} {record.name} [{cause}] {message}{facts}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(_Formatter):
    """One JSON object per line: ``time``, ``level``, ``logger``, ``message``, ``request_id`` and ``socket_id``
    (``-`` is none), fields, ``exception``.
    """

    def line(self, record: logging.LogRecord) -> str:
        """Return the line."""
        event = self.facts(record) | {
            "time": timestamp(datetime.fromtimestamp(record.created, tz=UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            "socket_id": socket_id.get(),
        }
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


def without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """Leave out where in Django a fault of the caller was noticed: the message says it all."""
    record.exc_info = None
    return record


def in_one_line(record: logging.LogRecord) -> logging.LogRecord:
    """Name a driver's error in the line itself: an outage of Redis repeats it every second."""
    if record.exc_info and isinstance(record.exc_info[1], OSError | RedisError):
        record.msg, record.args = f"{record.getMessage()}: {record.exc_info[1]}", ()
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
    return record


def logging_settings(*, level: str, form: str) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything to standard error."""
    formatter = {"text": TextFormatter, "json": JsonFormatter}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {
            "without_traceback": {"()": lambda: without_traceback},
            "in_one_line": {"()": lambda: in_one_line},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers mail errors and colour lines; one line on standard error is enough.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Every request has its line from chatsite.http; this one would repeat each 4xx.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"filters": ["without_traceback"]},
            "django.db.backends": {"level": "INFO"},
            "channels_redis.pubsub": {"filters": ["in_one_line"]},
            "uvicorn": {"level": "WARNING"},
            "daphne": {"level": "WARNING"},
            "asyncio": {"level": "WARNING"},
        },
    }
