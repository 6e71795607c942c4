"""The vendored browser libraries are the ones the lock file names, unchanged."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
ICON_USE = re.compile(r'partials/icon\.html" with name="([a-z0-9-]+)"')


def test_every_vendored_file_matches_the_manifest() -> None:
    check = subprocess.run(
        [sys.executable, ROOT / "bin" / "vendor", "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stderr


def test_the_check_names_a_changed_file(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for name in ("bin/vendor", "package.json", "static/vendor/manifest.json"):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_bytes((ROOT / name).read_bytes())
    check = subprocess.run(
        [sys.executable, clone / "bin" / "vendor", "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 1
    assert "bootstrap.min.css differs" in check.stderr


def test_the_folders_carry_the_locked_versions() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["vendor"]["files"]
    folders = {f"{name}-{lock[f'node_modules/{name}']['version']}" for name in wanted}
    assert {path.name for path in VENDOR.iterdir() if path.is_dir()} == folders
    assert all((VENDOR / folder / "LICENSE").is_file() for folder in folders)


def test_the_lock_names_no_registry_host() -> None:
    assert "://" not in re.sub(
        r'"(url|funding)": *"[^"]*"', "", (ROOT / "package-lock.json").read_text(encoding="utf-8")
    )


def test_the_sprite_holds_exactly_the_icons_that_are_used() -> None:
    listed = set(json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["vendor"]["icons"])
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    assert listed == {name for page in pages for name in ICON_USE.findall(page)}
