"""Tables as files, sent as they are read: CSV for spreadsheets, JSON lines for programs."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file of one line: what is written is what comes back."""

    def write(self, line: str) -> str:
        """Return ``line``."""
        return line


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, name: str) -> StreamingHttpResponse:
    """Send ``rows`` as ``name.csv``."""
    return _download(_csv_lines(rows, columns), f"{name}.csv", "text/csv; charset=utf-8")


def as_json_lines(rows: Iterable[Mapping[str, Any]], *, name: str) -> StreamingHttpResponse:
    """Send ``rows`` as ``name.jsonl``, one object a line."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return _download(lines, f"{name}.jsonl", "application/x-ndjson; charset=utf-8")


def _csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _download(lines: Iterable[str], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
