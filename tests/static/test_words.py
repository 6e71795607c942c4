"""Our code, pages and docs use the field's words: none of those that a stranger could not search for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "chatsite", "feedback", "messaging", "rooms")
# Migrations are history, and their names are in databases.
SKIPPED = {"migrations", "vendor", "__pycache__"}
SUFFIXES = {".py", ".html", ".txt", ".js", ".css", ".md", ".yml", ".conf", ".service"}

# What is not used any more, as a regular expression, and the word that took its place.
RETIRED = {
    r"\bdoorbells?\b": "notification",
    r"\bswitchboards?\b": "router",
    r"\bvitals?\b": "process status",
    r"\bbelongings?\b": "personal data",
    r"\bvaults?\b": "encryption",
    r"\b(ActsAdmin|act_page|act_form|act-form|acts\.html)\b": "action",
    r"\b(GiveUp|gave up job|jobs given up)\b": "permanent failure, failed",
    r"\bfigures\(\)|\bFigures = ": "statistics",
    r"line to the others": "connection to other processes",
    r"what needs looking after|done lately": "Overview, Needs attention, Recent activity",
}
# Sentences for people (in gettext, templates and mails) also avoid these.
UNNATIVE = {
    r"\bwhoever\b": "the person who",
    r"\bsomebody\b": "someone",
    r"\bnobody\b": "no one",
    r"\b(is|are) told\b": "is notified",
    r"\bfor ever\b": "permanently",
    r"\be-mail": "email",
}
# Written by others, or named so elsewhere: each with its reason.
EXEMPT = {
    (r"\bswitchboards?\b", "docs/decisions/"),  # decisions keep the names of their time
    (r"\bvitals?\b", "docs/decisions/"),
}


def sources() -> Iterator[Path]:
    """Yield our own texts: apps, pages, scripts, styles, docs and deploy files."""
    for folder in (*APPS, "templates", "static", "docs", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in SUFFIXES and not SKIPPED & set(path.parts):
                yield path


def found(word: str, paths: list[Path]) -> list[str]:
    pattern = re.compile(word, re.IGNORECASE)
    names = [(path, path.relative_to(ROOT).as_posix()) for path in paths]
    return [
        f"{name}:{number}"
        for path, name in names
        if not any(word == exempt and name.startswith(prefix) for exempt, prefix in EXEMPT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("word", RETIRED)
def test_a_retired_word_is_nowhere(word: str) -> None:
    assert found(word, list(sources())) == [], f"say {RETIRED[word]}"


def texts_of_the_back_office() -> list[Path]:
    """Return the admin's templates and the mails."""
    return [*(ROOT / "templates" / "admin").iterdir(), *(ROOT / "templates" / "mail").iterdir()]


@pytest.mark.parametrize("word", UNNATIVE)
def test_the_admin_and_the_mails_speak_plainly(word: str) -> None:
    assert found(word, texts_of_the_back_office()) == [], f"say {UNNATIVE[word]}"


@pytest.mark.parametrize("word", UNNATIVE)
def test_sentences_of_the_back_office_speak_plainly(word: str) -> None:
    sentence = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')
    modules = [path for app in APPS for path in (ROOT / app).rglob("*admin*.py")]
    modules += [path for app in APPS for path in (ROOT / app).rglob("management/commands/*.py")]
    said = [text for path in modules for text in sentence.findall(path.read_text(encoding="utf-8"))]
    assert len(said) > 150
    assert [text for text in said if re.search(word, text, re.IGNORECASE)] == [], f"say {UNNATIVE[word]}"
