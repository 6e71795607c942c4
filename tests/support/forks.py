"""Commands of ``manage.py`` at a third of the CPU: forks of a process that has imported the libraries already."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from tests.support.preloaded import MOST_BYTES
from tests.support.processes import spawn

ROOT = Path(__file__).parent.parent.parent
# A fork has what Python and the C library read of these when a process starts.
READ_AT_START = re.compile(r"PYTHON|LC_|LD_|(?:LANG|LANGUAGE|TZ)$")
OURS = {"__main__", "accounts", "chatsite", "feedback", "messaging", "rooms", "tests"}
MODULES = "import chatsite.asgi, chatsite.management.commands.serve, sys; print(*sys.modules)"


class Fork:
    """A running command, with what ``subprocess.Popen`` offers of a process without pipes."""

    def __init__(self, args: list[str], answers: socket.socket):
        self.args = args
        self.returncode: int | None = None
        self._answers = answers
        self.pid = int(answers.recv(MOST_BYTES))

    def poll(self) -> int | None:
        """Return the exit code; nothing while it runs."""
        return self._end_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return the exit code."""
        code = self._end_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)

    def _end_within(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._answers], [], [], timeout)[0]:
            self.returncode = int(self._answers.recv(MOST_BYTES))
            self._answers.close()
        return self.returncode


class Preloaded:
    """The process that is forked; it ends with this one."""

    def __init__(self, environment: dict[str, str]):
        modules = libraries(environment)
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "tests.support.preloaded", theirs.fileno(), *modules]
        with theirs:
            fds = [theirs.fileno()]
            self._process = spawn(command, log=Path(os.devnull), env=environment, cwd=ROOT, pass_fds=fds)

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], output: IO, errors: IO) -> Fork:
        """Start a command of ``manage.py``."""
        answers, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        request = json.dumps([arguments, dict(environment)]).encode()
        with theirs, Path(os.devnull).open("rb") as nothing:
            files = [theirs.fileno(), nothing.fileno(), output.fileno(), errors.fileno()]
            socket.send_fds(self._requests, [request], files)
        return Fork(["manage.py", *arguments], answers)


def start_manage(arguments: Sequence[object], environment: Mapping[str, str], *, log: Path) -> Fork:
    """Start a command of ``manage.py`` that writes to ``log`` and is killed when this process dies."""
    with log.open("ab") as output:
        return _preloaded_for(environment).start([*map(str, arguments)], environment, output, output)


def run_manage(
    arguments: Sequence[object], environment: Mapping[str, str], *, within_s: float
) -> subprocess.CompletedProcess[str]:
    """Run a command of ``manage.py`` and return what it wrote."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        fork = _preloaded_for(environment).start([*map(str, arguments)], environment, output, errors)
        try:
            code = fork.wait(within_s)
        finally:
            fork.kill()
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(fork.args, code, output.read(), errors.read())


def _preloaded_for(environment: Mapping[str, str]) -> Preloaded:
    at_start = {name: value for name, value in environment.items() if READ_AT_START.match(name)}
    return _preloaded(tuple(sorted(at_start.items())))


@cache
def _preloaded(environment: tuple[tuple[str, str], ...]) -> Preloaded:
    return Preloaded(dict(environment))


def libraries(environment: dict[str, str]) -> list[str]:
    """Return the modules that a server imports, without those that read the settings of an installation."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.support.settings", "DATABASE_URL": os.environ.get("DATABASE_URL", "")}
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", MODULES]
    done = subprocess.run(command, cwd=ROOT, env=environment | settings, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split() if name.split(".")[0] not in OURS]
