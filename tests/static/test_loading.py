"""Code that is loaded when it is needed may not come: without a network, or after an upgrade."""

import re
from collections.abc import Iterator

from tests.static.test_sources import SCRIPTS

COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
IMPORT = re.compile(r"\bimport\(")
# The calls that tell the reader: `onFirstOpen` by opening the dialog.
SAYING = {"loaded", "onFirstOpen"}
# What calls the function around these imports, so many in a script, says that they failed or goes on without them.
ELSEWHERE = {
    "ahead.js": (6, "nothing was asked for yet"),
    "announcer.js": (1, "each message tries again"),
    "app.js": (4, "the page is then one without scripts"),
    "chat_page.js": (1, "the page says so, and a press tries again"),
    "code_colours.js": (2, "code can be read without colors"),
    "composer.js": (1, "a reply, an edit and a press say so"),
    "extras.js": (2, "each drawing tries again"),
    "files_to_send.js": (1, "adding a file says so, and an upload waits"),
    "line_extras.js": (2, "each drawing tries again, and a reaction says so"),
    "notifier.js": (1, "the icon stays without a dot"),
    "person_view.js": (6, "a press says so"),
    "search.js": (1, "a search says so"),
    "text_box.js": (1, "typing tries again, and a mention from a card says so"),
}


def code_of(text: str) -> str:
    """Return a script without its comments, where imports are types."""
    return COMMENT.sub("", text)


def calls_around(code: str, at: int) -> Iterator[str]:
    """Yield the names of the functions whose arguments hold a position, from the inside out."""
    depth = 0
    for index in range(at - 1, -1, -1):
        if code[index] == ")":
            depth += 1
        elif code[index] == "(" and depth > 0:
            depth -= 1
        elif code[index] == "(":
            yield re.search(r"[\w.#]*$", code[:index])[0]  # type: ignore[index]


def end_of_call(code: str, opening: int) -> int:
    """Return where a call ends whose parenthesis opens at a position."""
    depth = 0
    for index in range(opening, len(code)):
        depth += {"(": 1, ")": -1}.get(code[index], 0)
        if depth == 0:
            return index + 1
    raise AssertionError(code[opening:])


def is_caught(code: str, opening: int) -> bool:
    """Return whether a call is followed by ``.catch``, at once or after what is done with its result."""
    chained = re.match(r"\s*\.(then|catch)(?=\()", code[(end := end_of_call(code, opening)) :])
    if chained is None:
        return False
    return chained[1] == "catch" or is_caught(code, end + chained.end())


def unguarded(code: str) -> list[str]:
    """Return the imports whose failure is neither said nor caught where they are."""
    return [
        code[found.start() : end_of_call(code, found.end() - 1)]
        for found in IMPORT.finditer(code)
        if not is_caught(code, found.end() - 1) and SAYING.isdisjoint(calls_around(code, found.start()))
    ]


def test_code_that_does_not_come_is_said_or_is_decoration() -> None:
    found = {path.name: len(unguarded(code_of(path.read_text(encoding="utf-8")))) for path in SCRIPTS}
    assert {name: count for name, count in found.items() if count} == {name: ELSEWHERE[name][0] for name in ELSEWHERE}


def test_an_import_is_guarded_by_the_calls_around_it_and_by_its_own_catch() -> None:
    assert unguarded('loaded(async () => (await import("./a.js")).b(c))') == []
    assert unguarded('import("./a.js").then(({ b }) => b(c)).catch(() => null);') == []
    assert unguarded('const a = await import("./a.js");\nb.catch(() => null);') == ['import("./a.js")']
    assert unguarded('loaded(a);\nimport("./a.js").then((b) => b.catch(c));') == ['import("./a.js")']
