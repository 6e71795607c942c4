"""The language of the search box: words, "phrases", -exclusions and operators such as ``from:`` (docs/search.md).

Every text means something: what is no operator is a word, and a quotation mark that is never closed ends with the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from messaging.search.folding import Kind, fold

MAX_CHARS: Final = 256
MAX_TERMS: Final = 8


class TermKind(StrEnum):
    """What a term asks for."""

    WORD = "word"
    PHRASE = "phrase"
    FROM = "from"
    IN = "in"
    BEFORE = "before"
    AFTER = "after"
    ON = "on"
    HAS = "has"
    MENTIONS = "mentions"


TEXTS: Final = frozenset({TermKind.WORD, TermKind.PHRASE})
DATES: Final = frozenset({TermKind.BEFORE, TermKind.AFTER, TermKind.ON})


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for, or with a minus before it is not wanted; ``text`` is as typed, without its marks."""

    kind: TermKind
    text: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """From the beginning of ``first`` to the beginning of ``end``."""

    first: date
    end: date


# Marks as keyboards with full-width characters write them, one for one, so that positions stay.
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("−"): ord("-")}
# Which marks end a quotation; one that also begins it ends it only before a blank.
_CLOSING: Final = {'"': '"', "“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』"}
_OPERATOR: Final = re.compile(
    f"(?P<name>{'|'.join(kind for kind in TermKind if kind not in TEXTS)}):(?P<gap>\\s*)", re.IGNORECASE
)
_BLANK: Final = re.compile(r"\s*")
_WORD: Final = re.compile(r"\S+")
_EXCLUSION: Final = re.compile(r'-(?![->\s])(?=["“”„«»「『]|\S*?(?:[^\W_]|[^\x00-\x7f]))')
_AT_END: Final = re.compile(r"[,.;:!?]*(?=\s|$)")
_DAY: Final = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
# Other chats find the beginnings of words by "rea*"; here words are parts of words anyway.
_WILDCARD: Final = re.compile(r"[^\W_]{2,}\*")


def parse(query: str) -> list[Term]:
    """Return what a query asks for, each thing once."""
    return list(dict.fromkeys(term for term in _terms(query) if _says_something(term)))


def days_meant(text: str, today: date) -> Days | None:
    """Return the days that ``2026-11-29``, ``29.11.2026``, ``2026-11``, ``2026``, ``today`` or ``yesterday`` is.

    With slashes the day or the month may come first, so such a date means nothing unless the year does.
    """
    word = text.translate(_HALF_WIDTH).casefold()
    if word in {"today", "yesterday"}:
        first = today - timedelta(days=word == "yesterday")
        return Days(first, first + timedelta(days=1))
    found, day_first = _DAY.fullmatch(word), _DAY_FIRST.fullmatch(word)
    try:
        if day_first:
            return _span(*day_first.group(3, 2, 1))
        return _span(*found.groups()) if found else None
    except (ValueError, OverflowError):
        return None


def _span(year: str, month: str | None, day: str | None) -> Days:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return Days(first, first + timedelta(days=1))
    if month:
        return Days(first, date(first.year + first.month // 12, first.month % 12 + 1, 1))
    return Days(first, date(first.year + 1, 1, 1))


def _says_something(term: Term) -> bool:
    return bool(fold(term.text).strip())


def _terms(query: str) -> Iterator[Term]:
    shape = query.translate(_HALF_WIDTH)
    position = 0
    while (position := _after(_BLANK, shape, position)) < len(shape):
        term, position = _term(query, shape, position)
        yield term


def _after(pattern: re.Pattern[str], shape: str, position: int) -> int:
    found = pattern.match(shape, position)
    return found.end() if found else position


def _term(query: str, shape: str, start: int) -> tuple[Term, int]:
    """Return the term that begins at ``start``, and where it ends."""
    position = _after(_EXCLUSION, shape, start)
    is_excluded = position > start
    operator = _OPERATOR.match(shape, position)
    if operator and operator.end() < len(shape):
        kind = TermKind(operator["name"].translate({ord("ı"): "i", ord("İ"): "i", ord("ſ"): "s"}).lower())
        text, _is_quoted, end = _value(query, shape, operator.end())
        if _is_meant(kind, text, is_apart=bool(operator["gap"])):
            return Term(kind, text, is_excluded), end
    text, is_quoted, end = _value(query, shape, position)
    return Term(TermKind.PHRASE if is_quoted else TermKind.WORD, text, is_excluded), end


def _is_meant(kind: TermKind, value: str, *, is_apart: bool) -> bool:
    """Tell whether a value makes what precedes it an operator; after a blank, a date only if it is one."""
    if kind is TermKind.HAS:
        return value.upper() in Kind.__members__
    if kind in DATES and is_apart:
        return days_meant(value, date(2000, 1, 2)) is not None
    return _says_something(Term(kind, value))


def _value(query: str, shape: str, start: int) -> tuple[str, bool, int]:
    """Return the word or the quotation that begins at ``start``, which of both it is, and where it ends."""
    if shape[start] not in _CLOSING:
        end = _after(_WORD, shape, start)
        return query[start : end - bool(_WILDCARD.fullmatch(shape, start, end))], False, end
    closing = _closing(shape, start)
    text = " ".join(query[start + 1 : closing].split())
    return text, True, _after(_AT_END, shape, closing + 1)


def _closing(shape: str, start: int) -> int:
    """Return where the mark is that ends a quotation, those inside it skipped; without one the end of the text."""
    opening, depth = shape[start], 1
    closers = _CLOSING[opening]
    for position in range(start + 1, len(shape)):
        mark = shape[position]
        if mark != opening and mark not in closers:
            continue
        if mark == opening and (mark not in closers or _opens(shape, position)):
            depth += 1
        elif mark != opening or _AT_END.match(shape, position + 1):
            depth -= 1
        if not depth:
            return position
    return len(shape)


def _opens(shape: str, position: int) -> bool:
    """Tell whether a mark that opens and closes alike follows a blank and begins a word."""
    following = shape[position + 1 : position + 2]
    return shape[position - 1].isspace() and bool(following) and not following.isspace()
