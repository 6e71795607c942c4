"""Our code, pages and docs use the field's words: none of those that a stranger could not search for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "chatsite", "feedback", "messaging", "rooms")
# Migrations are history, and their names are in databases.
SKIPPED = {"bundles", "migrations", "vendor", "__pycache__"}
SUFFIXES = {".py", ".html", ".txt", ".js", ".css", ".md", ".yml", ".conf", ".service"}

# What is not used any more, as a regular expression, and the word that took its place.
RETIRED = {
    r"\bdoorbells?\b": "notification",
    r"\bswitchboards?\b": "router",
    r"\bvitals?\b": "process status",
    r"\bbelongings\b": "personal data",
    r"\bvaults?\b": "encryption",
    r"\b(ActsAdmin|act_page|act_form|act-form|acts\.html)\b": "action",
    r"\b(GiveUp|gave up job|jobs given up)\b": "permanent failure, failed",
    r"line to the others": "connection to other processes",
    r"what needs looking after|done lately": "Overview, Needs attention, Recent activity",
    r"come back all at once": "mass reconnect",
    r"\b(no|lost|last|late) ring\b|\brings (in order|that)\b": "notification, hint",  # a focus ring is one
}
# The same, also inside names, and in tests and tools.
EVERYWHERE = {
    r"lobb(y|ies)": "room index",
    r"tapes?": "recording",
    r"figures?": "number, statistics, measurement",
    r"cutters?": "revocation",
    r"hears?|heard": "receive, be notified",
    r"told": "notified, received",
    r"doors?": "entry point",
    r"house": "base; system message",
    r"lasting|is_passing": "until; transient",
    r"given[_ ]up": "failed, abandoned",
    r"line_up": "connected",
    r"for ever": "permanently, without end",
    r"whoever|somebody|anybody|everybody|nobody": "someone, anyone, everyone, no one",
    r"e-mails?": "email",
    r"(the|our|its) hosts|hosts? (wants?|trusts?|decides?|closes?)": "operator, administrator",
}
# One word for three things, in names of ours: a position, a room, an address. What is in place or takes place is none.
AMBIGUOUS = r"\b\w*[a-z]Places?\b|\bPlaces\b|\bplace\.js\b|\bplace=\w|\b(?!(?:is_)?in_place\b)\w+_places?\b"
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
LISTS = ("tests/static/test_words.py", "tests/static/test_wording.py", "tests/test_docs.py")  # they name the words
TALK = ("messaging/demo/talk.py", "tests/support/scene.py", "tests/support/moderation_scene.py")  # what people say
OF_0_1 = (
    "chatsite/jobs/counting.py",
    "chatsite/management/commands/stats.py",
    "chatsite/observe/metrics.py",
    "chatsite/socketio/names_of_0_1.py",
    "tests/chatsite/socketio/test_hub.py",
)
CODE = re.compile(r"`[^`]*`")
QUOTED = re.compile(r"""(["'])(?:nobody|4399\[|[^"']*\b(?:Nobody|nobody@|nobody:|door|house|hear me|given[_ ]up)\b)""")
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


def found(word: str, paths: list[Path], flags: re.RegexFlag = re.IGNORECASE) -> list[str]:
    pattern = re.compile(word, flags)
    names = [(path, path.relative_to(ROOT).as_posix()) for path in paths]
    return [
        f"{name}:{number}"
        for path, name in names
        if not any(word == exempt and name.startswith(prefix) for exempt, prefix in EXEMPT)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@cache
def our_lines() -> list[tuple[str, str]]:
    """Return each line of our texts, tests and tools with where it is, less code in pages and the names of 0.1."""
    tools = [path for folder in ("tests", "bench", "bin") for path in (ROOT / folder).rglob("*")]
    files = [path for path in tools if path.suffix in SUFFIXES | {".mjs", ""} and path.is_file()]
    lines = []
    for path in [*sources(), ROOT / "README.md", ROOT / ".env.example", *files]:
        name = path.relative_to(ROOT).as_posix()
        if SKIPPED & set(path.parts) or name.startswith((*LISTS, *TALK, *OF_0_1)):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            lines.append((f"{name}:{number}", CODE.sub("", line) if path.suffix == ".md" else line))
    return lines


def said(word: str) -> list[str]:
    """Return where ``word`` is used, alone or inside a name, by us and not by the people of a test."""
    pattern = re.compile(rf"(?<![a-z])(?:{word})(?![a-z])", re.IGNORECASE)
    return [where for where, line in our_lines() if pattern.search(line) and not QUOTED.search(line)]


@pytest.mark.parametrize("word", EVERYWHERE)
def test_a_private_word_is_in_no_text_or_name_of_ours(word: str) -> None:
    assert said(word) == [], f"say {EVERYWHERE[word]}"


@pytest.mark.parametrize("word", RETIRED)
def test_a_retired_word_is_nowhere(word: str) -> None:
    assert found(word, list(sources())) == [], f"say {RETIRED[word]}"


def test_a_place_has_a_name_of_its_own() -> None:
    assert found(AMBIGUOUS, list(sources()), re.NOFLAG) == [], "say position, room, or address"


@pytest.mark.parametrize("name", ["showPlace(", "ui/place.js", "@number(place=3)", "next_place = 1", "Places["])
def test_an_ambiguous_name_is_found(name: str) -> None:
    assert re.search(AMBIGUOUS, name)


@pytest.mark.parametrize("name", ["replace", "placeholder", "in_place()", "is_in_place", "take its place", "placeAt("])
def test_a_plain_name_is_not(name: str) -> None:
    assert not re.search(AMBIGUOUS, name)


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
