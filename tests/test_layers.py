"""Imports point one way (docs/architecture.md)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
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


@pytest.mark.parametrize("package", ["chatsite", *APPS])
def test_imports_point_one_way(package):
    modules = [path for path in (ROOT / package).rglob("*.py") if path not in WIRING and "migrations" not in path.parts]
    assert modules
    wrong = {
        str(path): extra for path in modules if (extra := imported_packages(path) - MAY_IMPORT[package] - {package})
    }
    assert wrong == {}


def test_socketio_knows_nothing_of_the_chat():
    for path in (ROOT / "chatsite" / "socketio").rglob("*.py"):
        assert imported_packages(path) <= {"chatsite"}


def test_a_worker_imports_the_application_before_django_is_set_up():
    done = subprocess.run([sys.executable, "-c", "import chatsite.asgi"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
