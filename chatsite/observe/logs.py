"""Logs: one line per event, for people (``LOG_FORMAT=text``) or for machines (``json``), with its request or socket.

A record may carry ``extra={"fields": {...}}``: named facts that JSON keeps apart and text appends as ``name=value``.
Nothing secret is logged: no bodies, no query strings, no cookies, and no tokens that are part of a path.
"""

import json
import logging
import re
import secrets
import unicodedata
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.utils import translation
from redis.exceptions import RedisError

from chatsite.observe.paths import without_path_secrets
from chatsite.text.times import timestamp

request_id: ContextVar[str] = ContextVar("request_id", default="-")
socket_id: ContextVar[str] = ContextVar("socket_id", default="-")  # the one that the client knows as its own
_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Controls move a terminal's cursor, formatting characters turn the reading direction, separators end a line.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FIELD_AHEAD = re.compile(r" (?=[\w.-]+=)")
_PLAIN_VALUE = re.compile(r'[^\s"=]+')


def choose_request_id(given: str) -> str:
    """Return the id that a caller gave if it is harmless, a new one otherwise."""
    return given if _GOOD_ID.fullmatch(given) else secrets.token_hex(8)


def printable(text: str) -> str:
    """Return ``text`` on one line, with an escape in place of each character that could deceive its reader."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if unicodedata.category(char) in _UNSAFE_CATEGORIES else char for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode() if not "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}"


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in English, whatever the language of the request."""
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
    """``2026-11-22T08:15:30.123Z INFO chatsite.web [3f2a…] GET /rooms status=200 ms=12``; a traceback follows it.

    A message that came from outside forges neither a field (its space is escaped) nor a line: a traceback is indented.
    """

    def line(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = timestamp(datetime.fromtimestamp(record.created, tz=UTC))
        message = _FIELD_AHEAD.sub(r"\\x20", printable(record.getMessage()))
        facts = "".join(f" {name}={_value(value)}" for name, value in self.facts(record).items())
        cause = request_id.get() if socket_id.get() == "-" else socket_id.get()
        line = f"{moment} {record.levelname} {record.name} [{cause}] {message}{facts}"
        return f"{line}\n{self._traceback(record.exc_info)}" if record.exc_info else line

    def _traceback(self, exc_info: Any) -> str:
        return "\n".join(f"  {printable(line)}" for line in self.formatException(exc_info).split("\n"))


def _value(value: object) -> str:
    text = printable(str(value))
    return text if _PLAIN_VALUE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


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
        return json.dumps(event, default=str)


def without_traceback(record: logging.LogRecord) -> logging.LogRecord:
    """Leave out where in Django a fault of the caller was noticed: the message says it all."""
    if record.name.startswith("django.security."):
        record.exc_info = None
    return record


def without_source(record: logging.LogRecord) -> logging.LogRecord:
    """Keep the first line of a Python warning: the second quotes the source code."""
    record.msg, record.args = record.getMessage().strip().splitlines()[0], ()
    return record


def in_one_line(record: logging.LogRecord) -> logging.LogRecord:
    """Name a driver's error in the line itself: an outage of Redis repeats it every second."""
    if record.exc_info and isinstance(record.exc_info[1], OSError | RedisError):
        record.msg, record.args = f"{record.getMessage()}: {record.exc_info[1]}", ()
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
    return record


def is_fault(record: logging.LogRecord) -> bool:
    """Leave out what Django says of an answer that was chosen: an outage has a line of its own, once a minute."""
    return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


def logging_settings(*, level: str, form: str) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything to standard error, Python's own warnings too."""
    logging.captureWarnings(capture=True)
    formatter = {"text": TextFormatter, "json": JsonFormatter}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {
            "without_traceback": {"()": lambda: without_traceback},
            "without_path_secrets": {"()": lambda: without_path_secrets},
            "in_one_line": {"()": lambda: in_one_line},
            "one_line_warnings": {"()": lambda: without_source},
            "faults": {"()": lambda: is_fault},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["without_traceback", "without_path_secrets"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers mail errors and colour lines; one line on standard error is enough.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Every request has its line from chatsite.web.wsgi_bridge; this one would repeat each 4xx.
            "django.request": {"level": "ERROR", "filters": ["faults"]},
            "django.db.backends": {"level": "INFO"},
            "channels_redis.pubsub": {"filters": ["in_one_line"]},
            "uvicorn": {"level": "WARNING"},
            "daphne": {"level": "WARNING"},
            "asyncio": {"level": "WARNING"},
            "py.warnings": {"filters": ["one_line_warnings"]},
        },
    }
