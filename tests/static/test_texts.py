"""Every text that people read can be translated: in pages, in their scripts, in mail, in what the server answers."""

import re
from html.parser import HTMLParser

import pytest

from tests.static.sentences import unfindable, untranslated
from tests.static.test_sources import PAGES, ROOT, SCRIPTS, STATIC, TEMPLATES

READ_ALOUD = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
PRODUCTS = {"Android", "Chrome", "Edge", "Firefox", "Linux", "Opera", "Safari", "Samsung Internet", "Windows"}
KEYS = {"Alt", "Backspace", "Ctrl", "Del", "Delete", "End", "Enter", "Esc", "Escape", "Home", "Shift", "Tab"}
NOT_WORDS = {"Chatsite", *KEYS, *PRODUCTS}
NOT_SHOWN = {"theme.js", "service_worker.js"}
MAILS = sorted((TEMPLATES / "mail").iterdir())

APPS = ("accounts", "chatsite", "feedback", "messaging", "rooms")
# What only operators or programs read is in English: commands and what they call, checks, metrics, the API's document.
FOR_OPERATORS = {"backup", "demo", "doctor", "management", "migrations", "socketio", "outages.py", "readiness.py"}
FOR_OPERATORS |= {
    "checks.py",
    "commands.py",
    "consistency.py",
    "counting.py",
    "databases.py",
    "env.py",
    "exposition.py",
}
FOR_OPERATORS |= {"installation.py", "listeners.py", "metrics.py", "openapi.py", "settings.py", "supervisor.py"}
FOR_OPERATORS |= {"clamd.py", "watching.py"}
MODULES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if not FOR_OPERATORS & set(path.relative_to(ROOT).parts)  # the clone itself may be in a folder of such a name
)
NOT_SAID = {
    '<span class="cell-name">{}</span> {}',
    '<time datetime="{}" title="{} UTC">{}</time>',
    "192x192",  # the manifest's words
    "512x512",
    "any maskable",
    "standalone",
    "given up",  # a label of a metric
    "answer to feedback {}",
    "noopener noreferrer nofollow ugc",
    "refused for good: {}",  # what a job notes about a mail server
    "room {} at version {}",
    "second factor of {}",
    "noting the use of an access token",  # the log's words
    "Basic {}",
    "Bearer {}",
    "logout {}",
    "spent until {}",
    "{} until {}",
}
DATABASE = re.compile(r"\s*SELECT |database (\w+ )*is locked")

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


@pytest.mark.parametrize("page", [*PAGES, *MAILS], ids=lambda path: path.name)
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


def test_the_server_says_nothing_untranslated() -> None:
    said = [(path.name, text) for path in MODULES for text in untranslated(path.read_text(encoding="utf-8"))]
    assert [(name, text) for name, text in said if text not in NOT_SAID and not DATABASE.match(text)] == []


def test_translators_find_every_sentence() -> None:
    assert [(path.name, line) for path in MODULES for line in unfindable(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "said",
    [
        'raise NotAllowed("You may not.")',
        'raise NotAllowed(f"Not {you}, {name} may.")',
        'class Gone(NotFound):\n    message = "Gone."',
        'class Lost(NotFound):\n    code, status, message = "lost", 404, "Lost"',
        'class State(models.TextChoices):\n    OPEN = "open"',
        'class State(models.TextChoices):\n    OPEN = "open", "free"',
        'choices = [("a", "all")]',
        '@admin.display(description="state")\ndef state(): ...',
        'context = {"title": "Live"}',
    ],
)
def test_a_sentence_outside_gettext_is_found(said) -> None:
    assert untranslated(said)


@pytest.mark.parametrize("said", ['"""What this does."""', 'NotAllowed(_("You may not."))', 'log.info("it is %s", x)'])
def test_what_is_translated_logged_or_for_programmers_is_no_finding(said) -> None:
    assert untranslated(said) == []


def test_a_sentence_that_translators_cannot_find_is_found() -> None:
    assert unfindable('_(f"Not {you}.")\n_(sentence)\n_("Fine.")') == [1, 2]
