"""Commands of this installation in processes of their own."""

import subprocess
import sys

from chatsite.env import real_environment


def run_command(program: object, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``program``, a ``manage.py``, and wait for it; it reads code and settings as they are then.

    What ``environment`` names wins over the settings file.
    """
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *map(str, (program, *arguments))],
        check=False,
        capture_output=True,
        text=True,
        env=real_environment() | environment,
    )


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command that failed wrote."""
    return (done.stderr or done.stdout).strip()
