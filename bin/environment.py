"""What the commands in bin/ share: the right Python, its virtual environment, and one-line errors.

Only the standard library, and only syntax that an old Python can read, so that it can say that it is too old.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")


def fail(message: str) -> None:
    """Stop with one line on standard error."""
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def use_new_enough_python() -> None:
    """Go on in a Python that is new enough, or say which one is needed."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next(filter(None, map(shutil.which, NEWER_PYTHONS)), None)
    if newer is None:
        have = ".".join(map(str, sys.version_info[:3]))
        fail(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {have}.")
    os.execv(newer, [newer, *sys.argv])  # noqa: S606


def ensure_environment(*requirements: str, optional: tuple[str, ...] = ()) -> Path:
    """Return the environment's Python, after making it hold what the ``requirements`` files pin.

    A file in ``optional`` that cannot be installed is named on standard error and left out.
    """
    python = VENV / "bin" / "python"
    if not _works(python):
        _create_environment()
    for name in requirements:
        if not _install(python, name):
            fail(f"the packages of {name} could not be installed; pip's own words are above.")
    for name in optional:
        if not _install(python, name):
            sys.stderr.write(f"{name} could not be installed; going on without it.\n")
    return python


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode == 0


def _create_environment() -> None:
    print(f"Creating the environment {VENV.name}/ …", flush=True)
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV, ignore_errors=True)
    try:
        made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    except OSError as error:
        fail(f"the environment {VENV} cannot be created: {error}.")
    if made.returncode == 0:
        return
    words = (made.stdout + made.stderr).strip() or "no reason was given"
    if "ensurepip" in words or "No module named venv" in words:
        fail("Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv")
    fail(f"the environment {VENV} cannot be created: {words.splitlines()[-1]}")


def _install(python: Path, name: str) -> bool:
    """Install a requirements file, unless exactly this file was installed before."""
    stamp = VENV / f"installed-{name}"
    content = (ROOT / name).read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == content:
        return True
    print(f"Installing {name} …", flush=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    if subprocess.run([*pip, "-r", ROOT / name], check=False).returncode != 0:
        return False
    stamp.write_text(content, encoding="utf-8")
    return True
