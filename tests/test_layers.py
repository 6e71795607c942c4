"""Imports point one way (docs/architecture.md)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.imports import PACKAGES, ROOT, circles, imports, names_imported

APPS = ["accounts", "rooms", "messaging", "feedback"]
MAY_IMPORT = {
    "chatsite": set(),
    "accounts": {"chatsite"},
    "rooms": {"chatsite", "accounts"},
    "messaging": {"chatsite", "accounts", "rooms"},
    "feedback": {"chatsite", "accounts"},
}
# The wiring: the two modules that join the apps together.
WIRING = {ROOT / "chatsite" / "urls.py", ROOT / "chatsite" / "asgi.py"}


def imported_packages(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names & {"chatsite", *APPS}


def plant(root: Path, files: dict[str, str]) -> None:
    """Write a tree that breaks a rule."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


@pytest.mark.parametrize("package", ["chatsite", *APPS])
def test_imports_point_one_way(package):
    modules = [path for path in (ROOT / package).rglob("*.py") if path not in WIRING and "migrations" not in path.parts]
    assert modules
    wrong = {
        str(path): extra for path in modules if (extra := imported_packages(path) - MAY_IMPORT[package] - {package})
    }
    assert wrong == {}


def imported_by_socketio(root: Path) -> set[str]:
    """Return what of ours the Socket.IO server imports, and whether it reads Django's settings."""
    files = (root / "chatsite" / "socketio").rglob("*.py")
    names = {name for file in files for name in names_imported(file)}
    ours = {name for name in names if name.split(".")[0] in PACKAGES}
    return {name for name in ours if not name.startswith("chatsite.socketio")} | {
        name for name in names if name.startswith("django.conf")
    }


def test_socketio_imports_nothing_of_ours_and_no_settings():
    assert imported_by_socketio(ROOT) == set()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from chatsite.db.pool import run_in_pool", "chatsite.db.pool.run_in_pool"),
        ("import accounts.models", "accounts.models"),
        ("from chatsite import env", "chatsite.env"),
        ("from django.conf import settings", "django.conf.settings"),
        ("if TYPE_CHECKING:\n    from rooms.models import Room", "rooms.models.Room"),
        ("def later():\n    from chatsite.observe import metrics", "chatsite.observe.metrics"),
    ],
)
def test_an_import_of_socketio_is_seen(line, found, tmp_path):
    plant(tmp_path, {"chatsite/socketio/hub.py": line})
    assert imported_by_socketio(tmp_path) == {found}


def test_no_module_of_socketio_imports_one_that_imports_it():
    graph = imports(ROOT, ["chatsite"])
    assert circles({name: ours for name, ours in graph.items() if name.startswith("chatsite.socketio")}) == []


def test_a_worker_imports_the_application_before_django_is_set_up():
    done = subprocess.run([sys.executable, "-c", "import chatsite.asgi"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
