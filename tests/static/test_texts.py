"""Every text that people read can be translated, in the pages and in their scripts."""

import re
from html.parser import HTMLParser

import pytest

from tests.static.test_sources import PAGES, SCRIPTS, STATIC

READ_ALOUD = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
PRODUCTS = {"Android", "Chrome", "Edge", "Firefox", "Linux", "Opera", "Safari", "Samsung Internet", "Windows"}
NOT_WORDS = {"Chatsite", "Ctrl", "Alt", "Enter", "Esc", "Escape", "Shift", "Tab", *PRODUCTS}
NOT_SHOWN = {"theme.js", "service_worker.js"}

TRANSLATED = re.compile(
    r"{% block body_\w+ %}.*?{% endblock %}"
    r"|{% blocktrans.*?{% endblocktrans\w* %}"
    r"|{% comment.*?{% endcomment %}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
GETTEXT = re.compile(r'\bn?gettext\((\s*"(?:[^"\\]|\\.)*"\s*,?)+')
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
# A sentence begins with a capital and goes on with a word; the page's other strings are names, selectors and paths.
SENTENCE = re.compile(r"^[A-Z][a-z']*(?: [\w'%(]|[.!?…]|$)")


class Texts(HTMLParser):
    """Collects what a template shows or says without translating it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self._note(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in READ_ALOUD:
                self._note(value or "")

    def _note(self, text: str) -> None:
        if set(re.findall(r"[A-Za-z]{2,}", text)) - NOT_WORDS:
            self.found.append(text.strip())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_says_nothing_untranslated(page) -> None:
    texts = Texts()
    texts.feed(TRANSLATED.sub("", page.read_text(encoding="utf-8")))
    assert texts.found == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(STATIC / "js").as_posix())
def test_a_script_says_nothing_untranslated(script) -> None:
    source = GETTEXT.sub("", COMMENT.sub("", script.read_text(encoding="utf-8")))
    strings = [match[1] or match[2] or "" for match in STRING.finditer(source)]
    shown = [string for string in strings if SENTENCE.match(string) and string not in NOT_WORDS]
    assert script.name in NOT_SHOWN or shown == []
