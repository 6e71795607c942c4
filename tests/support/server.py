"""The real product as a subprocess: ``manage.py serve`` on a free port with a data folder and a database of its own."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
import pymysql

from tests.support.callers import PASSWORD, TLS, Caller
from tests.support.forks import Fork, run_manage, start_manage
from tests.support.processes import (
    answers,
    children,
    cpu_seconds,
    free_port,
    scratch_folder,
    spawn,
    stop,
    wait_for,
    wait_until,
)

ADA = "ada@example.org"
ROOT = Path(__file__).parent.parent.parent
# What a server inherits: enough to run programs, nothing that configures the product.
INHERITED = {"PATH", "HOME", "LANG", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}


class Server:
    """A running installation.

    ``env`` adds to its environment or replaces parts of it. Without a ``database_url`` it has an SQLite file in its
    folder; with ``mysql://…`` it creates a database of its own beside the one that is named. ``None`` unsets. ``root``
    is a checkout, whose ``manage.py`` runs in processes of its own; without one this checkout's is forked.
    """

    def __init__(
        self,
        *,
        database_url: str = "",
        redis_url: str = "",
        env: dict[str, str | None] | None = None,
        workers: int = 1,
        root: Path | None = None,
    ):
        self.folder = scratch_folder()
        self.log = self.folder / "log"
        self.media = self.folder / "media"
        self.reload_file = self.folder / "reload"
        self.port = free_port()
        self.host = "127.0.0.1"
        self.url = f"http://{self.host}:{self.port}"
        self.prefix: list[object] = []  # what its commands run in
        self.workers = workers
        self.root = root
        self.process: subprocess.Popen | Fork | None = None
        self.callers: list[Caller] = []
        environment = {name: os.environ[name] for name in INHERITED & os.environ.keys()} | {
            "DJANGO_SETTINGS_MODULE": "tests.support.settings",
            "ENV_FILE": str(self.folder / "env"),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATA_DIR": str(self.folder / "data"),
            "MEDIA_ROOT": str(self.media),
            "DATABASE_URL": own_database(database_url),
            "REDIS_URL": redis_url,
            "REDIS_PREFIX": f"test-{secrets.token_hex(4)}",
            "SITE_URL": self.url,
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "RELOAD_FILE": str(self.reload_file),
            "PYTHONUNBUFFERED": "1",
            **(env or {}),
        }
        self.env = {name: value for name, value in environment.items() if value is not None}
        (self.folder / "env").touch(mode=0o600)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        self.stop()
        self.discard()

    def start(self) -> None:
        """Start it and wait until it answers; end it if it doesn't, so that it can't slow down what comes next."""
        arguments = ["serve", "--host", self.host, "--port", self.port, "--workers", self.workers]
        if self.is_forked:
            self.process = start_manage(arguments, self.env, log=self.log)
        else:
            self.process = spawn(self._command(*arguments), log=self.log, env=self.env, cwd=self.root or ROOT)
        try:
            wait_until(self.is_ready, self.process, log=self.log)
        except RuntimeError:
            self.stop()
            raise

    @property
    def is_forked(self) -> bool:
        """Tell whether its commands are forks of a process that has the libraries."""
        return not (self.prefix or self.root)

    def _command(self, *arguments: object) -> list[str]:
        return [*map(str, self.prefix), sys.executable, "manage.py", *map(str, arguments)]

    def try_to_serve(self, *arguments: object, within_s: float = 60) -> tuple[int, str]:
        """Run ``serve`` where it cannot, and return its exit code and all that it said."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False, timeout=within_s
        )
        return done.returncode, done.stdout + done.stderr

    def is_ready(self) -> bool:
        """Tell whether it answers that it can serve."""
        if not answers(port=self.port):
            return False
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5, verify=TLS).is_success
        except httpx.HTTPError:
            return False

    def stop(self) -> int:
        """Ask it to end, wait, and return its exit code."""
        return stop(self.process, sig=signal.SIGTERM) if self.process else 0

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would: no worker is left that answers at its port."""
        workers = children(self.process.pid)
        self.process.kill()
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_for(lambda: not answers(port=self.port))

    def restart(self) -> None:
        """Start it again, on the same port and data, after ending it if it runs."""
        self.stop()
        self.start()

    def discard(self) -> None:
        """Remove what it wrote."""
        self.close_callers()
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: object, check: bool = True, env: dict[str, str] | None = None) -> str:
        """Run a ``manage.py`` command on its data and return what it prints."""
        environment = self.env | (env or {})
        if self.is_forked:
            done = run_manage(arguments, environment, within_s=100)
        else:
            command, cwd = self._command(*arguments), self.root or ROOT
            done = subprocess.run(
                command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=100
            )
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(done.args)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + ("" if check else done.stderr)

    def run(self, code: str) -> str:
        """Run Python in the installation's shell and return what it prints: the quick way to a given state."""
        return self.manage("shell", "--verbosity=0", "-c", code)

    def caller(self) -> Caller:
        """Return an HTTP client that is no one yet; it is closed with the test."""
        self.callers.append(Caller(self.url))
        return self.callers[-1]

    def setup_token(self) -> str:
        """Return the token of the set-up link that was printed last: a newer one ends those before."""
        return (re.findall(r"/setup/[?]token=([\w-]+)", self.log_since()) or [""])[-1]

    def administrator(self) -> Caller:
        """Return the HTTP client of the administrator, Ada, whom the link of the first run creates."""
        caller = self.caller()
        body = {"token": self.setup_token(), "email": ADA, "name": "Ada", "password": PASSWORD}
        if caller.post("/auth/setup", json=body).is_success:
            return caller
        return caller.sign_in(ADA)

    def close_callers(self) -> None:
        """Close the HTTP clients made so far."""
        while self.callers:
            self.callers.pop().close()

    def register(self, name: str, **fields: str) -> Caller:
        """Return the HTTP client of a person who has just registered."""
        return self.caller().register(name, **fields)

    def pids(self) -> list[int]:
        """Return the ids of its processes: the one that was started, then its workers."""
        return [self.process.pid, *children(self.process.pid)]

    def cpu_seconds(self) -> float:
        """Return how much processor time all its processes have used."""
        return cpu_seconds(*self.pids())

    def log_since(self, position: int = 0) -> str:
        """Return what it has logged after ``position`` (see :meth:`log_position`)."""
        return self.log.read_bytes()[position:].decode(errors="replace") if self.log.exists() else ""

    def lines_with(self, text: str, *, since: int) -> list[str]:
        """Return the lines logged after ``since`` that hold ``text``, as soon as there is one."""
        found: list[str] = []
        wait_until(lambda: found.extend(self._lines(text, since)) or found, self.process, log=self.log)
        return found

    def _lines(self, text: str, since: int) -> list[str]:
        return [line for line in self.log_since(since).splitlines() if text in line]

    def log_position(self) -> int:
        """Return where its log ends now."""
        return self.log.stat().st_size if self.log.exists() else 0


def own_database(url: str) -> str:
    """Create an empty database on the server of a ``mysql://`` URL and return its own URL; keep any other."""
    if not url.startswith("mysql://"):
        return url
    name = f"server_{secrets.token_hex(4)}"
    with closing(mysql_connection(url)) as connection:
        connection.cursor().execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def mysql_connection(url: str) -> pymysql.Connection:
    """Connect to the server of a ``mysql://`` URL, and to none of its databases."""
    parts = urlsplit(url)
    socket = re.search(r"unix_socket=([^&]+)", parts.query)
    where = {"unix_socket": socket[1]} if socket else {"host": parts.hostname, "port": parts.port or 3306}
    return pymysql.connect(user=parts.username, password=parts.password, **where)
