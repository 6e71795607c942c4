"""Every sentence that people read is plain: no word that the style guide replaces, no semicolon, no exclamation."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.static.sentences import GETTEXT
from tests.static.test_sources import PAGES, SCRIPTS
from tests.static.test_texts import MAILS, MODULES

UNPLAIN = re.compile(
    r"\b(?:e-mail\w*|somebody\w*|nobody\w*|whoever|anybody|may|cannot|any more|for ever|not valid)\b|[;!]",
    re.IGNORECASE,
)
IN_A_TAG = re.compile(r"""{% trans (?:"([^"]*)"|'([^']*)')|\b_\("([^"]*)"\)""")
IN_A_BLOCK = re.compile(r"{% blocktrans[^%]*%}(.*?){% endblocktrans", re.DOTALL)
IN_A_SCRIPT = re.compile(r"\bn?gettext\(((?:\s*\"(?:[^\"\\]|\\.)*\"\s*,?)+)")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def sentences_of_a_page(text: str) -> Iterator[str]:
    for found in IN_A_TAG.finditer(text):
        yield next(filter(None, found.groups()), "")
    yield from (found[1] for found in IN_A_BLOCK.finditer(text))


def sentences_of_a_script(text: str) -> Iterator[str]:
    for call in IN_A_SCRIPT.finditer(text):
        yield from (found[1] for found in STRING.finditer(call[1]))


def sentences_of_a_module(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            yield from (
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


READERS = {".html": sentences_of_a_page, ".txt": sentences_of_a_page, ".js": sentences_of_a_script}


def unplain(path) -> list[str]:
    read = READERS.get(path.suffix, sentences_of_a_module)
    return [sentence for sentence in read(path.read_text(encoding="utf-8")) if UNPLAIN.search(sentence)]


def test_every_sentence_is_plain() -> None:
    found = {path.name: unplain(path) for path in [*PAGES, *MAILS, *SCRIPTS, *MODULES]}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def test_sentences_are_found_everywhere() -> None:
    found = [
        sum(len(list(READERS.get(p.suffix, sentences_of_a_module)(p.read_text()))) for p in paths)
        for paths in (PAGES, MAILS, SCRIPTS, MODULES)
    ]
    assert min(found) > 10


WORDS = ["e-mail", "E-mails", "somebody", "Nobody", "may", "cannot", "any more", "for ever", "now; then", "Hello!"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_is_not_plain_is_found(tmp_path, word) -> None:
    sources = {
        "a.html": f'{{% trans "A {word} b" %}}',
        "b.html": f"{{% trans 'A {word} b' %}}",
        "c.html": f'{{% dialog "id" _("A {word} b") %}}',
        "d.txt": f"{{% blocktrans %}}A {word} b{{% endblocktrans %}}",
        "e.js": f'ngettext(\n  "A b", "A {word} b", 2)',
        "f.py": f'raise Refused(_("A {word} b"))',
    }
    for name, source in sources.items():
        (tmp_path / name).write_text(source)
        assert unplain(tmp_path / name) == [f"A {word} b"], name
