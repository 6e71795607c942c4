"""Imports point one way (docs/architecture.md). Each rule is also shown a tree that breaks it."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.support.imports import PACKAGES, ROOT, Graph, between, circles, imports, names_imported, touching

MAY_IMPORT = {
    "chatsite": {"chatsite"},
    "accounts": {"accounts", "chatsite"},
    "rooms": {"rooms", "accounts", "chatsite"},
    "messaging": {"messaging", "rooms", "accounts", "chatsite"},
    "feedback": {"feedback", "accounts", "chatsite"},
}
# These join the apps together.
SITE_WIRING = {"chatsite.urls", "chatsite.asgi"}

# Inside an app every folder is a feature, built on the app's core, except these; modules that announce it to Django.
CORE_FOLDERS = {"management", "markup", "migrations", "pictures", "security", "templatetags"}
APP_WIRING = {
    "apps",
    "urls",
    "admin",
    "admin_actions",
    "admin_tabs",
    "admin_forms",
    "admin_site",
    "models",
    "management",
    "templatetags",
}

# What is counted with an app's core (bench/).
COUNTED_WITH_THE_CORE = {"messaging.live"}

# Features that are built on another of their app (docs/decisions/features-are-folders.md).
DECLARED = {
    ("accounts.blocking", "accounts.upkeep"),
    ("accounts.bots", "accounts.moderation"),
    ("accounts.bots", "accounts.tokens"),
    ("accounts.self_service", "accounts.moderation"),
    ("accounts.self_service", "accounts.upkeep"),
    ("accounts.single_sign_on", "accounts.moderation"),
    ("accounts.single_sign_on", "accounts.upkeep"),
    ("accounts.site", "accounts.moderation"),
    ("accounts.tokens", "accounts.moderation"),
    ("accounts.tokens", "accounts.upkeep"),
    ("accounts.upkeep", "accounts.moderation"),
    ("accounts.upkeep", "accounts.site"),
    ("rooms.people", "rooms.direct"),
    ("messaging.demo", "messaging.bookmarks"),
    ("messaging.demo", "messaging.pins"),
    ("messaging.demo", "messaging.reactions"),
    ("messaging.live", "messaging.bookmarks"),
    ("messaging.live", "messaging.monitoring"),
    ("messaging.live", "messaging.reactions"),
    ("messaging.live", "messaging.reading"),
    ("messaging.notifications", "messaging.mentions"),
    ("rooms.access", "rooms.people"),
}

# Inside chatsite: a folder may import those before it.
FOLDERS = [
    "contract",
    "socketio",
    "text",
    "pictures",
    "limits",
    "observe",
    "db",
    "site",
    "backoffice",
    "jobs",
    "web",
    "serve",
    "backup",
    "doctor",
    "management",
]

Edges = set[tuple[str, str]]


def edges(graph: Graph) -> Edges:
    return {(module, imported) for module, names in graph.items() for imported in names}


def app_of(module: str) -> str:
    return module.split(".")[0]


def part_of(module: str) -> str:
    """Return the folder or module of an app that ``module`` is, or is in."""
    return module.split(".")[1] if "." in module else ""


def upward(graph: Graph) -> Edges:
    """Find what imports an app that is built on it."""
    return {
        (module, imported)
        for module, imported in edges(graph)
        if module not in SITE_WIRING and app_of(imported) not in MAY_IMPORT[app_of(module)]
    }


def out_of(folder: str) -> Callable[[Graph], Edges]:
    def found(graph: Graph) -> Edges:
        return {
            (module, imported)
            for module, imported in edges(graph)
            if module.startswith(f"chatsite.{folder}") and not imported.startswith(f"chatsite.{folder}")
        }

    return found


def feature_of(module: str) -> str:
    """Return the feature folder of an app that ``module`` is in, such as ``messaging.pins``; else nothing."""
    app, _, rest = module.partition(".")
    folder, _, name = rest.partition(".")
    is_one = app != "chatsite" and bool(name) and folder not in CORE_FOLDERS
    return f"{app}.{folder}" if is_one else ""


def features_beside(graph: Graph, package: str) -> set[str]:
    """Return the feature folders of a package, less those that count with its core."""
    found = {feature_of(module) for module in graph if app_of(module) == package}
    return found - {""} - COUNTED_WITH_THE_CORE


def to_features(graph: Graph) -> Edges:
    """Find what imports a feature of its own app from outside it."""
    return {
        (module, imported)
        for module, imported in edges(graph)
        if app_of(module) == app_of(imported) and feature_of(imported) not in {"", feature_of(module)}
    }


def back_to_features(graph: Graph) -> Edges:
    """Find what of an app's core imports a feature of that app."""
    return {
        (module, imported)
        for module, imported in to_features(graph)
        if not feature_of(module) and part_of(module) not in APP_WIRING
    }


def between_features(graph: Graph) -> Edges:
    """Find what imports another feature of its app, and is not declared to."""
    return {
        (module, imported)
        for module, imported in to_features(graph)
        if feature_of(module) and (feature_of(module), feature_of(imported)) not in DECLARED
    }


def back_in_chatsite(graph: Graph) -> Edges:
    """Find what imports a folder after its own."""
    inside = [
        (module, imported)
        for module, imported in edges(graph)
        if app_of(module) == app_of(imported) == "chatsite" and {part_of(module), part_of(imported)} <= set(FOLDERS)
    ]
    return {(module, imported) for module, imported in inside if _position(module) < _position(imported)}


def _position(module: str) -> int:
    return FOLDERS.index(part_of(module))


def in_a_circle(graph: Graph) -> Edges:
    """Find the modules, and the folders and modules of chatsite and of the apps' features, that import each other."""
    parts = {module: f"{app_of(module)}.{part_of(module)}" for module in graph}
    features = {module: feature for module in graph if (feature := feature_of(module))}
    site = {module: part for module, part in parts.items() if app_of(module) == "chatsite"}
    graphs = [graph, between(graph, features), between(graph, site)]
    return {(one, other) for each in graphs for circle in circles(each) for one in circle for other in circle}


RULES: Mapping[str, Callable[[Graph], Edges]] = {
    "apps point one way": upward,
    "the contract imports nothing of ours": out_of("contract"),
    "socketio imports nothing of ours": out_of("socketio"),
    "a core knows no feature": back_to_features,
    "features know each other only as declared": between_features,
    "folders of chatsite point one way": back_in_chatsite,
    "nothing imports itself": in_a_circle,
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_holds(rule):
    graph = imports()
    assert len(graph) > 200
    assert RULES[rule](graph) == set()


def plant(root: Path, files: Mapping[str, str]) -> None:
    """Write a tree of modules, each with one import."""
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


@pytest.mark.parametrize(
    ("rule", "module", "line", "imported"),
    [
        ("apps point one way", "rooms/services.py", "from messaging.models import Message", "messaging/models.py"),
        ("apps point one way", "chatsite/db/pool.py", "import accounts.models", "accounts/models.py"),
        ("apps point one way", "feedback/api.py", "from rooms import queries", "rooms/queries.py"),
        (
            "the contract imports nothing of ours",
            "chatsite/contract/errors.py",
            "from chatsite.text.languages import Sentence",
            "chatsite/text/languages.py",
        ),
        (
            "socketio imports nothing of ours",
            "chatsite/socketio/hub.py",
            "if TYPE_CHECKING:\n    from chatsite.db.pool import run_in_pool",
            "chatsite/db/pool.py",
        ),
        ("socketio imports nothing of ours", "chatsite/socketio/hub.py", "from chatsite import env", "chatsite/env.py"),
        ("a core knows no feature", "messaging/services.py", "from messaging.live import x", "messaging/live/x.py"),
        (
            "a core knows no feature",
            "accounts/security/sessions.py",
            "def later():\n    from accounts.moderation.sanctions import ban",
            "accounts/moderation/sanctions.py",
        ),
        ("a core knows no feature", "rooms/api.py", "import rooms.upkeep.old", "rooms/upkeep/old.py"),
        (
            "features know each other only as declared",
            "messaging/pins/services.py",
            "from messaging.reactions.services import react",
            "messaging/reactions/services.py",
        ),
        (
            "features know each other only as declared",
            "messaging/reactions/api.py",
            "from messaging.live.hub import broadcast",
            "messaging/live/hub.py",
        ),
        (
            "folders of chatsite point one way",
            "chatsite/db/pool.py",
            "from chatsite.web import api",
            "chatsite/web/api.py",
        ),
        (
            "folders of chatsite point one way",
            "chatsite/observe/logs.py",
            "from chatsite.db.outages import is_outage",
            "chatsite/db/outages.py",
        ),
    ],
)
def test_breaking_a_rule_is_seen(rule, module, line, imported, tmp_path):
    plant(tmp_path, {module: line, imported: ""})
    assert RULES[rule](imports(tmp_path)) == {(_named(module), _named(imported))}


@pytest.mark.parametrize(
    "files",
    [
        {"rooms/a.py": "from rooms.b import x", "rooms/b.py": "from rooms import c", "rooms/c.py": "import rooms.a"},
        {
            "chatsite/serve/a.py": "import chatsite.env",
            "chatsite/env.py": "import chatsite.serve.b",
            "chatsite/serve/b.py": "",
        },
        {
            "messaging/live/a.py": "import messaging.monitoring.b",
            "messaging/monitoring/b.py": "",
            "messaging/monitoring/c.py": "import messaging.live.d",
            "messaging/live/d.py": "",
        },
    ],
    ids=["modules", "folders of chatsite", "features"],
)
def test_a_circle_is_seen(files, tmp_path):
    plant(tmp_path, files)
    assert in_a_circle(imports(tmp_path))
    plant(tmp_path, {next(iter(files)): ""})
    assert in_a_circle(imports(tmp_path)) == set()


def _named(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def test_every_folder_of_chatsite_has_its_place():
    folders = {file.parent.name for file in (ROOT / "chatsite").glob("*/__init__.py")}
    assert folders - set(FOLDERS) == {"formats", "migrations", "templatetags"}


def settings_read(root: Path) -> set[str]:
    """Return what the Socket.IO server imports of Django's settings."""
    files = (root / "chatsite" / "socketio").rglob("*.py")
    return {name for file in files for name in names_imported(file) if name.startswith("django.conf")}


def test_socketio_reads_no_settings(tmp_path):
    assert settings_read(ROOT) == set()
    plant(tmp_path, {"chatsite/socketio/hub.py": "from django.conf import settings"})
    assert settings_read(tmp_path) == {"django.conf.settings"}


TREE = {
    "messaging/models.py": "import messaging.pins.models",
    "messaging/services.py": "import messaging.models",
    "messaging/live/handlers.py": "import messaging.services, messaging.pins.services",
    "messaging/pins/models.py": "",
    "messaging/pins/services.py": "import messaging.pins.models, messaging.services",
    "messaging/markup/plain.py": "",
}


def test_an_import_counts_in_the_core_or_with_its_feature(tmp_path):
    plant(tmp_path, TREE)
    graph = imports(tmp_path)
    assert features_beside(graph, "messaging") == {"messaging.pins"}
    assert touching(graph, "messaging", {"messaging.pins"}) == {"": 2, "messaging.pins": 3}


def test_an_import_between_features_counts_with_the_one_that_needs_it(tmp_path):
    plant(tmp_path, {"messaging/demo/life.py": "import messaging.pins.services", "messaging/pins/services.py": ""})
    features = {"messaging.demo", "messaging.pins"}
    assert touching(imports(tmp_path), "messaging", features) == {"": 0, "messaging.demo": 1, "messaging.pins": 0}


def test_a_new_import_of_the_core_is_counted(tmp_path):
    plant(tmp_path, TREE | {"messaging/markup/plain.py": "import messaging.models"})
    assert touching(imports(tmp_path), "messaging", {"messaging.pins"})[""] == 3


def test_what_is_declared_is_still_so():
    used = {(feature_of(module), feature_of(imported)) for module, imported in to_features(imports())}
    assert used >= DECLARED


def test_every_app_has_its_place():
    assert set(MAY_IMPORT) == set(PACKAGES)


def test_a_worker_imports_the_application_before_django_is_set_up():
    done = subprocess.run([sys.executable, "-c", "import chatsite.asgi"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
