"""Times in the admin: in the reader's zone, with the same time in UTC as a tooltip."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.utils import dateformat, timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chatsite.backoffice.cells import named
from chatsite.contract.sentences import Sentence
from chatsite.text.times import FOREVER


def moment(value: datetime | None, written: str = "") -> str:
    """Return ``value`` as an HTML element, in the format ``written`` or else the language's usual one."""
    if value is None:
        return ""
    shape = written or get_format("DATETIME_FORMAT")
    exact = value.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        exact.isoformat(timespec="seconds"),
        dateformat.format(exact, get_format("DATETIME_FORMAT")),
        dateformat.format(timezone.localtime(value), shape),
    )


def named_moment(title: Sentence, value: datetime | None) -> str:
    """Return a time, and its name for where no head of a column says what it is."""
    return "" if value is None else named(title, moment(value))


def local_end(until: datetime) -> Sentence:
    """Return ``permanently``, or until when in the reader's zone, as plain text."""
    if until >= FOREVER:
        return _("permanently")
    return _("until {moment}").format(moment=date_format(timezone.localtime(until), "DATETIME_FORMAT"))


def moment_column(field: str, title: Sentence) -> Callable[[Any], str]:
    """Return a column of a list, or a line of a page, that shows the time in ``field``.

    On a phone, where a row is a card without heads of columns, the time is named.
    """

    @admin.display(description=title, ordering=field)
    def column(row: Any) -> str:
        return named_moment(title, getattr(row, field))

    column.__name__ = field
    return column
