"""Quotes, lists and blocks of code: never deeper than a reader follows, and never instead of what was typed."""

import re
from collections.abc import Callable
from copy import copy
from typing import Final

from markdown_it.rules_block import blockquote as quote_rule
from markdown_it.rules_block import fence as fence_rule
from markdown_it.rules_block import list_block as list_rule
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.token import Token

from chatsite.text.visibility import has_visible
from messaging.markup.spans import INDENT

Rule = Callable[[StateBlock, int, int, bool], bool]

MAX_NESTING: Final = 4
# What the page colours, by every name that people write after the backticks (ui/conversation/code_colours.js).
LANGUAGES: Final = frozenset([
    "bash", "sh", "shell", "zsh", "console", "c", "h", "cpp", "c++", "cc", "hpp", "csharp", "c#", "cs", "css",
    "diff", "patch", "dockerfile", "docker", "go", "golang", "ini", "toml", "java", "javascript", "js", "jsx",
    "mjs", "json", "jsonc", "kotlin", "kt", "lua", "makefile", "make", "markdown", "md", "php", "python", "py",
    "ruby", "rb", "rust", "rs", "sql", "swift", "typescript", "ts", "tsx", "xml", "html", "svg", "yaml", "yml",
    "text", "txt", "plaintext",
])  # fmt: skip
_ONLY_MARKERS = re.compile(r"[-*+](?:[ \t]+[-*+])+[ \t]*")


def blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a quote that quotes something."""
    return _container(quote_rule, state, start, end, silent=silent)


def list_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a list that lists something, under the numbers that were typed; ``* * *`` is a line, not three lists."""
    if _ONLY_MARKERS.fullmatch(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start]):
        return False
    return _container(list_rule, state, start, end, silent=silent)


def _container(rule: Rule, state: StateBlock, start: int, end: int, *, silent: bool) -> bool:
    depth = state.env.get("depth", 0)
    if depth >= MAX_NESTING:
        return False
    first = len(state.tokens)
    state.env["depth"] = depth + 1
    found = rule(state, start, end, silent)
    state.env["depth"] = depth
    if found and not silent:
        tokens = state.tokens[first:]
        if _shows_something(tokens) and not _has_odd_numbers(tokens):
            state.tokens[first:] = _numbered(tokens)
        else:
            _as_typed(state, first, start)
    return found


def _shows_something(tokens: list[Token]) -> bool:
    return any(token.type in ("inline", "fence") and has_visible(token.content) for token in tokens)


def _items(tokens: list[Token]) -> list[Token]:
    level = tokens[0].level + 1
    return [token for token in tokens if token.type == "list_item_open" and token.level == level and token.info]


def _has_odd_numbers(tokens: list[Token]) -> bool:
    """Tell whether an item has a number that a browser writes otherwise, such as 007."""
    return any(item.info != str(int(item.info)) for item in _items(tokens))


def _numbered(tokens: list[Token]) -> list[Token]:
    """Begin another list wherever the numbers typed do not go on by one: a browser counts for itself."""
    expected, numbered = None, list[Token]()
    items = {id(item) for item in _items(tokens)}
    for token in tokens:
        if id(token) in items:
            if expected not in (None, int(token.info)):
                opening = copy(tokens[0])
                opening.attrs = {"start": int(token.info)}
                numbered += [tokens[-1], opening]
            expected = int(token.info) + 1
        numbered.append(token)
    return numbered


def _as_typed(state: StateBlock, first: int, start: int) -> None:
    """Put a paragraph of the lines from ``start`` in place of the tokens from ``first``."""
    del state.tokens[first:]
    state.push("paragraph_open", "p", 1).map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, state.line, state.blkIndent, keepLastLF=False).strip()
    inline.map, inline.children = [start, state.line], []
    state.push("paragraph_close", "p", -1)


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a block of code. What stands after the backticks is its language if it is one, else its first line."""
    first = len(state.tokens)
    found = fence_rule(state, start, end, silent)
    if found and not silent:
        _name_language(state.tokens[-1])
        if not has_visible(state.tokens[-1].content):
            _as_typed(state, first, start)
    return found


def _name_language(token: Token) -> None:
    words, token.info = token.info.strip(), ""
    if words.lower() in LANGUAGES:
        token.info = words.lower()
    elif words and has_visible(token.content):
        token.content = f"{words}\n{token.content}"


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a paragraph, with the indentation of its first line, which HTML would drop."""
    paragraph_rule(state, start, end, silent)
    inline = state.tokens[-2]
    lines = state.getLines(start, state.line, state.blkIndent, keepLastLF=False)
    indent = max(state.sCount[start] - state.blkIndent, 0)
    inline.content = INDENT * indent + lines.lstrip(" \t").rstrip()
    return True
