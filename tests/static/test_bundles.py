"""The bundles of the page's files: what a page loads, and that the sources are served while the bundles are older."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template

from chatsite.web import bundles
from tests.support.processes import program

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with bundles of the present sources."""
    folder = tmp_path_factory.mktemp("bundles")
    subprocess.run([program("node"), ROOT / "bin" / "bundle", folder], check=True)
    return folder


@pytest.fixture
def installed(made: Path, tmp_path: Path, settings) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """Let an installation of its own have the bundles; return their manifest."""
    for name in ("static/css", "static/js", "templates"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "static/bundles").mkdir()
    manifest = tmp_path / "static/bundles/manifest.json"
    manifest.write_bytes((made / "manifest.json").read_bytes())
    settings.BASE_DIR = tmp_path
    bundles.current_manifest.cache_clear()
    yield manifest
    bundles.current_manifest.cache_clear()


@pytest.mark.node
def test_the_committed_bundles_are_those_of_the_sources(made: Path) -> None:
    names = {path.name for path in made.iterdir()}
    committed = ROOT / "static" / "bundles"
    assert {path.name for path in committed.iterdir()} == names, "run bin/bundle"
    differing = [name for name in sorted(names) if (committed / name).read_bytes() != (made / name).read_bytes()]
    assert differing == [], "run bin/bundle"


@pytest.mark.node
def test_the_comments_of_the_sources_stay_with_the_sources(made: Path) -> None:
    scripts = {path.name: path.read_text() for path in made.glob("*.js")}
    assert [name for name, text in scripts.items() if re.search(r"^\s*(/\*|\*|//)", text, re.MULTILINE)] == []


def test_the_committed_bundles_are_as_new_as_their_sources() -> None:
    bundles.current_manifest.cache_clear()
    assert bundles.current_manifest() is not None, "run bin/bundle"


def rendered(tag: str) -> str:
    return Template(f"{{% load bundles %}}{{% {tag} %}}").render(Context()).strip()


@pytest.mark.node
def test_the_chat_is_two_scripts_and_a_stylesheet_of_ours(installed: Path) -> None:
    assert rendered('page_style "chat"') == '<link rel="stylesheet" href="/static/bundles/chat.css">'
    script = rendered('page_script "chat"')
    assert '<script type="module" fetchpriority="low" src="/static/bundles/app.js"></script>' in script
    assert '<link rel="modulepreload" href="/static/bundles/chat.js" fetchpriority="low">' in script
    assert script.count("modulepreload") == 2


@pytest.mark.node
def test_the_other_pages_do_not_load_the_chat(installed: Path, made: Path) -> None:
    assert "chat.js" not in rendered('page_script "account"')
    for name in ("app", "account_form", "forms"):
        assert '"./chat.js"' not in "\n".join(
            line
            for line in (made / f"{name}.js").read_text(encoding="utf-8").splitlines()
            if line.startswith("import ")
        )


@pytest.mark.node
def test_sources_are_served_while_the_bundles_are_older(installed: Path) -> None:
    installed.write_text(json.dumps({"sources": "0" * 64, "preloads": {"chat": []}}))
    assert rendered('page_style "chat"') == '<link rel="stylesheet" href="/static/css/pages/chat.css">'
    assert (
        rendered('page_script "chat"') == '<script type="module" fetchpriority="low" src="/static/js/app.js"></script>'
    )


@pytest.mark.node
def test_the_bundles_keep_the_licence_of_what_they_contain(made: Path) -> None:
    assert "Licensed under MIT" in (made / "chat.css").read_text(encoding="utf-8")


@pytest.mark.node
def test_the_bundles_are_readable(made: Path) -> None:
    text = (made / "chat.js").read_text(encoding="utf-8")
    assert "class LiveRoom" in text
    assert max(map(len, text.splitlines())) < 2_000
