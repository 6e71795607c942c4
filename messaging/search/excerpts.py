"""The part of a message around its first hit, as HTML with every hit in ``<mark>``.

It is plain text as in quotes, without markup, unless the hit is in the markup itself: then it is as it was typed.

Hits are found in the folded text, where "ß" is two letters and a decomposed "é" is one. So the text is folded grapheme
by grapheme, and each knows where its folded form is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Final

from chatsite.text.graphemes import graphemes
from messaging.markup.mentions import MENTION
from messaging.markup.plain import plain_text
from messaging.models import FILE_MARK
from messaging.search.folding import fold

EXCERPT_CHARS: Final = 200
CHARS_BEFORE: Final = 60
LONGEST_WORD: Final = 20
# What can be taken as it is, and what has to be read grapheme by grapheme, with a letter before it that it may change.
_RUN: Final = re.compile(r"([\x00-\x7f]+(?![^\x00-\x7f]))|[\x00-\x7f]?[^\x00-\x7f]+")
_MENTION_HTML: Final = re.compile(r'<a class="mention" data-user="(room|[0-9]+)"[^>]*>[^<]*</a>')


@dataclass(frozen=True, slots=True)
class Excerpted:
    """What an excerpt is made of: a text as it was typed and as HTML, and names of files.

    ``name_of("12")`` is the name of the person that ``<@12>`` mentions.
    """

    content: str
    html: str
    files: Sequence[str] = ()
    name_of: Callable[[str], str] = str


def excerpt_html(message: Excerpted, texts: Sequence[str]) -> str:
    """Return about 200 characters of a message around the first of ``texts``, which are folded."""
    line = _line(plain_text(_MENTION_HTML.sub(r"&lt;@\1&gt;", message.html)).strip(), message)
    if not all(text in line.folded for text in texts):
        line = _line(message.content, message)
    return _window(line, line.hits(texts))


def _line(text: str, message: Excerpted) -> "_Line":
    line = _Line()
    position = 0
    for mention in MENTION.finditer(text):
        line.write(text[position : mention.start()])
        line.mention(f"@{message.name_of(mention[1])}")
        position = mention.end()
    line.write(text[position:])
    for name in message.files:
        line.file(name)
    return line


@dataclass(slots=True)
class _Line:
    """A text on one line: what each grapheme shows, and where its folded form begins."""

    shown: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    folded: str = ""

    def write(self, text: str) -> None:
        for run in _RUN.finditer(text):
            self._write_ascii(run[0]) if run[1] else self._write(run[0])

    def _write_ascii(self, text: str) -> None:
        line = " ".join(f"x{text}x".split())[1:-1]
        if line.startswith(" ") and self.folded.endswith(" "):
            if self.shown[-1:] != [" "]:  # after a name
                self.shown.append(" ")
                self.starts.append(len(self.folded))
            line = line[1:]
        self.shown += line
        self.starts += range(len(self.folded), len(self.folded) + len(line))
        self.folded += line.lower()

    def _write(self, text: str) -> None:
        parts: list[str] = []
        end, is_blank = len(self.folded), self.folded.endswith(" ")
        for shown in graphemes(text):
            form = _on_one_line(_folded(shown), after_blank=is_blank)
            if not (shown.isspace() and self.shown[-1:] == [" "]):
                self.shown.append(" " if shown.isspace() else shown)
                self.starts.append(end)
                parts.append(form)
                end += len(form)
                is_blank = form.endswith(" ") if form else is_blank
        self.folded += "".join(parts)

    def mention(self, name: str) -> None:
        """Show a name, which is not searched; between two words it is a blank."""
        self.shown.append(name)
        self.starts.append(len(self.folded))
        if not self.folded.endswith(" "):
            self.folded += " "

    def file(self, name: str) -> None:
        """Show the name of a file, which is a line of its own."""
        for shown in (" ", FILE_MARK, "\u00a0"):
            self.shown.append(shown)
            self.starts.append(len(self.folded))
        self.folded += "\n"
        self.write(name)

    def hits(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each grapheme whether it is part of one of ``texts``."""
        is_hit = [False] * len(self.shown)
        for text in texts:
            start = self.folded.find(text)
            while start >= 0:
                end = start + len(text)
                first = bisect_right(self.starts, start) - 1
                for place in range(first, bisect_left(self.starts, end)):
                    is_hit[place] = True
                start = self.folded.find(text, end)
        return is_hit


@lru_cache(4096)
def _on_one_line(folded: str, *, after_blank: bool) -> str:
    if not any(char.isspace() for char in folded):
        return folded
    words = " ".join(f"x{folded}x".split())[1:-1]
    return words[1:] if after_blank and words.startswith(" ") else words


@lru_cache(4096)
def _folded(grapheme: str) -> str:
    return fold(grapheme)


def _window(line: _Line, is_hit: list[bool]) -> str:
    """Return the HTML of the part around the first hit, between whole words where there are blanks."""
    first = is_hit.index(True) if True in is_hit else 0
    start, end = 0, len(line.shown)
    if end > EXCERPT_CHARS:
        start = max(0, min(first - CHARS_BEFORE, end - EXCERPT_CHARS))
        start = _next_word(line.shown, start, min(first, start + LONGEST_WORD)) if start else 0
        end = min(end, start + EXCERPT_CHARS)
        end = _last_word(line.shown, end, is_hit) if end < len(line.shown) else end
    parts = [_marked(is_one, "".join(group)) for is_one, group in _runs(line.shown[start:end], is_hit[start:end])]
    text = "".join(parts).strip()
    return f"{'…' if start else ''}{text}{'…' if end < len(line.shown) else ''}"


def _next_word(shown: list[str], start: int, latest: int) -> int:
    return next((place + 1 for place in range(start - 1, latest) if shown[place] == " "), start)


def _last_word(shown: list[str], end: int, is_hit: list[bool]) -> int:
    for place in range(end, end - LONGEST_WORD, -1):
        if is_hit[place]:
            break
        if shown[place] == " ":
            return place
    return end


def _runs(shown: list[str], is_hit: list[bool]) -> Iterator[tuple[bool, Iterator[str]]]:
    pairs = zip(is_hit, shown, strict=True)
    return ((is_one, (text for _, text in group)) for is_one, group in groupby(pairs, key=lambda pair: pair[0]))


def _marked(is_hit: bool, text: str) -> str:  # noqa: FBT001 - from a run
    return f"<mark>{escape(text)}</mark>" if is_hit else escape(text)
