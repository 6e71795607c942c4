"""The documentation and the code name the same things."""

import inspect
import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from chatsite import env
from chatsite.contract.events import ClientEvent, ServerEvent
from chatsite.web.api import Endpoint
from tests.chatsite.backup.release import RELEASES, version

ROOT = Path(__file__).parent.parent
APPS = ["chatsite", "accounts", "rooms", "messaging", "feedback"]
READERS = "|".join(name for name, reader in vars(env).items() if inspect.isfunction(reader))


def doc(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text()


def settings_in_code() -> set[str]:
    source = (ROOT / "chatsite" / "settings.py").read_text()
    read = set(re.findall(rf'env\.(?:{READERS})\(\s*"([A-Z_]+)"', source))
    return read | set(re.findall(r'os\.environ\.get\("([A-Z_]+)"', source))


def test_every_setting_is_documented_and_every_documented_one_exists():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", doc("settings"), re.MULTILINE))
    assert documented == settings_in_code()


def test_every_release_has_a_backup_that_the_upgrade_tests_restore():
    changes = (ROOT / "CHANGELOG.md").read_text()
    released = re.findall(r"^## (\d+[.]\d+[.]\d+) ", changes, re.MULTILINE)
    assert released[0] == version()
    assert {file.stem for file in RELEASES.glob("*.backup")} >= set(released)


def test_the_example_environment_names_real_settings():
    named = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named
    assert named <= settings_in_code()


def test_every_command_is_documented_and_every_documented_one_exists():
    ours = {name for name, app in get_commands().items() if app in APPS}
    assert set(re.findall(r"^\| `([a-z_]+)` \|", doc("commands"), re.MULTILINE)) == ours


@pytest.mark.parametrize("event", sorted({*ClientEvent, *ServerEvent}))
def test_every_event_is_documented(event):
    assert f"`{event}`" in doc("contract")


def endpoints(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> dict[str, Endpoint]:
    found = {}
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= endpoints(pattern.url_patterns, path)
        elif isinstance(pattern.callback, Endpoint):
            found[path] = pattern.callback
    return found


def documented_endpoints() -> set[tuple[str, str]]:
    found = set()
    for cell in re.findall(r"^\| (`(?:GET|POST|PUT|PATCH|DELETE|OPTIONS)\b.*?) \| ", doc("contract"), re.MULTILINE):
        methods = re.findall(r"\b(GET|POST|PUT|PATCH|DELETE|OPTIONS)\b", cell)
        paths = [path.partition("?")[0] for path in re.findall(r"(/[^`\s,]*)", cell)]
        found |= {(method, path) for path in paths for method in methods}
    return found


def test_every_endpoint_is_documented():
    ours = {
        (method, re.sub(r"<\w+:(room_id|)(\w*)>", lambda name: f"<{name[2] or 'id'}>", path))
        for path, endpoint in endpoints(get_resolver().url_patterns).items()
        for method in endpoint.actions
    }
    also = {("DELETE", "/auth/profile/upload")}  # in the row of its POST
    assert ours - documented_endpoints() - also == set()


PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"data", "locale", "node_modules"}
PATH = re.compile(r"\.(?:py|js|mjs|css|toml|service|timer|cnf|sql|yml)$|/.*\.(?:html|json|conf|md)$")
BUILT = {"static/bundles/"}  # a command writes it, so it may be missing
NO_PATH = re.compile(r"[<>{}…()]|^/|^\.|\w:")


def named_paths(text: str) -> set[str]:
    """Return the repository's files and folders that a page names between backticks, less those with placeholders."""
    words = {word for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()}
    paths = {path for word in words if not NO_PATH.search(path := word.partition("::")[0])}
    return {path for path in paths if PATH.search(path) or ("/" in path and path.partition("/")[0] in FOLDERS)}


def is_there(path: str) -> bool:
    """Tell whether a path exists from the root or, like ``ui/toasts.js``, below one of the folders."""
    if path in BUILT or (ROOT / path).exists():
        return True
    return any(True for folder in FOLDERS if not folder.startswith(".") for _ in (ROOT / folder).glob(f"**/{path}"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_in_a_page_exists(page):
    assert {path for path in named_paths(page.read_text()) if not is_there(path)} == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "see `messaging/lobby.py`",
        "see `messaging/lobby/`",
        "`ui/no_such_component.js` draws it",
        "`no_such_module.py` beside it",
        "run `pytest tests/nowhere`",
        "`test_nowhere.py::TestX::test_y`",
        "`deploy/nginx/other.conf`",
    ],
)
def test_a_wrong_path_is_found(sentence):
    (path,) = named_paths(sentence)
    assert not is_there(path)


@pytest.mark.parametrize("sentence", ["`GET /rooms/<id>`", "`message.html`", "`text/html`", "`/metrics`"])
def test_what_is_no_path_is_no_finding(sentence):
    assert named_paths(sentence) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", re.sub(r"`[^`\n]*`", "", page.read_text()))
    assert [target for target in targets if not (page.parent / target).exists()] == []


HEADINGS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
CHANGES = (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    "release", re.split(r"^## ", CHANGES, flags=re.MULTILINE)[1:], ids=lambda text: text.split()[0]
)
def test_a_release_has_each_heading_of_keep_a_changelog_once_and_in_order(release):
    headings = re.findall(r"^### (.+)$", release, re.MULTILINE)
    assert headings == [heading for heading in HEADINGS if heading in headings]
    lines = re.findall(r"^- .+$", release, re.MULTILINE)
    assert sorted(lines) == sorted(set(lines))


# Words of our own for which the field has others, which a reader can search for, and subjects that name no one.
PRIVATE_WORDS = re.compile(
    r"\b(anybody|belongings|bells?|cutters?|doors?|doorbell|everybody|figures|house|lobby|nobody|somebody|switchboard|tape"
    r"|vault|vitals|whoever|(?:is|are) told|hears?|act of|given up|mends?|mended|come back all at once)\b",
    re.IGNORECASE,
)
PROSE = [*PAGES, ROOT / "CHANGELOG.md", ROOT / ".env.example", *sorted((ROOT / "deploy").rglob("*.*"))]


def private_words(text: str) -> list[str]:
    """Return the words of the list that a text uses outside code."""
    return PRIVATE_WORDS.findall(re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_uses_the_words_of_the_field(page):
    assert private_words(page.read_text()) == []


@pytest.mark.parametrize("sentence", ["Nobody is told.", "It rings the bell.", "through any door", "The lobby hears."])
def test_a_private_word_is_found(sentence):
    assert private_words(sentence)


def test_a_word_of_the_code_is_no_finding():
    assert private_words("by `pool`: `http`, `door`") == []
