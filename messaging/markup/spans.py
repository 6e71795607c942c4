"""Marks within a line: emphasis, escapes and line breaks, where they differ from CommonMark."""

import unicodedata
from itertools import chain

from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.token import Token

from chatsite.text.visibility import has_visible

INDENT = "\u00a0"
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_PAIRED = "*_~`"


def emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a run of ``*`` or ``_`` as what may open or close emphasis."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    length = _run(state, marker)
    opens, closes = _flanks(state, length, within_words=marker == "*")
    for _ in range(length):
        _push_delimiter(state, marker, length, opens=opens, closes=closes)
    state.pos += length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a run of two or more ``~`` as what may open or close a strike."""
    length = _run(state, "~")
    if silent or length < 2:
        return False
    opens, closes = _flanks(state, length, within_words=True)
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        _push_delimiter(state, "~~", 0, opens=opens, closes=closes)
    state.pos += length
    return True


def _push_delimiter(state: StateInline, text: str, length: int, *, opens: bool, closes: bool) -> None:
    state.push("text", "", 0).content = text
    place = len(state.tokens) - 1
    state.delimiters.append(Delimiter(ord(text[0]), length, place, end=-1, open=opens, close=closes))


def _run(state: StateInline, marker: str) -> int:
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    return end - state.pos


def _flanks(state: StateInline, length: int, *, within_words: bool) -> tuple[bool, bool]:
    """Tell whether a run of marks may open, and whether it may close.

    CommonMark expects a space where punctuation meets a mark, but Chinese, Japanese and Korean have none: their
    punctuation counts as a letter here, and beside their letters other punctuation does
    (github.com/tats-u/markdown-cjk-friendly, specification).
    """
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    left, right = _touches(after, before), _touches(before, after)
    if within_words:
        return left, right
    return left and (not right or _is_punctuation(before)), right and (not left or _is_punctuation(after))


def _touches(inner: str, outer: str) -> bool:
    """Tell whether a mark belongs to ``inner`` on one side of it, given what is on the other."""
    if inner.isspace():
        return False
    return not _is_punctuation(inner) or _is_wide(inner) or outer.isspace() or _is_punctuation(outer) or _is_wide(outer)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFH"


def escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a backslash and what it keeps from being a mark; :func:`drop_escapes` decides whether it is shown."""
    pair = state.src[state.pos : min(state.pos + 2, state.posMax)]
    if pair[0] != "\\" or pair[1:] not in _ESCAPABLE:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content = token.markup = pair
        token.info = "escape"
    state.pos += 2
    return True


def drop_escapes(state: StateInline) -> None:
    r"""Leave out the backslashes of marks that are all escaped, as in ``\*a\*``.

    One alone is more often part of ``¯\_(ツ)_/¯``, of a path or of a pattern, and what is typed must not vanish.
    """
    escapes = [token for token in state.tokens if token.info == "escape"]
    for mark in _PAIRED:
        of_mark = [token for token in escapes if token.markup[1] == mark]
        if len(of_mark) > 1 and state.src.count(mark) == len(of_mark):
            for token in of_mark:
                token.content = mark
        elif of_mark and mark == "_":
            _disarm(state, mark)


def _disarm(state: StateInline, mark: str) -> None:
    """Let no ``mark`` be one: the other arms of two ``¯\\_(ツ)_/¯`` are no emphasis."""
    inner = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiter in chain(state.delimiters, *inner):
        if delimiter.marker == ord(mark):
            delimiter.open = delimiter.close = False


def newline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a line break, and the indentation of the next line, which HTML would drop."""
    if state.src[state.pos] != "\n":
        return False
    start = end = state.pos + 1
    while end < state.posMax and state.src[end] in " \t":
        end += 1
    if not silent:
        state.pending = state.pending.rstrip(" \t")
        state.push("softbreak", "br", 0)
        state.pending = INDENT * len(state.src[start:end].expandtabs(4))
    state.pos = end
    return True


def show_idle_marks(state: StateInline) -> None:
    """Show marks as typed that hold nothing one could see, and that would vanish with it."""
    opened: list[tuple[Token, int]] = []
    seen = 0
    for token in state.tokens:
        if token.nesting > 0:
            opened.append((token, seen))
        elif token.nesting < 0:
            opening, seen_before = opened.pop()
            if seen == seen_before and token.type != "link_close":
                seen += _show_mark(opening) + _show_mark(token)
        else:
            seen += has_visible(token.content)


def _show_mark(token: Token) -> int:
    token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup
    return 1
