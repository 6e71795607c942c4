"""Private database and Redis servers: real programs, in folders of their own, on Unix sockets, gone after the tests."""

import getpass
import re
import secrets
import shutil
import signal
import subprocess
from typing import Any, Self

import redis

from tests.support.processes import answers, program, scratch_folder, spawn, stop, wait_until


class Service:
    """A server program in a scratch folder; a context manager that starts and stops it."""

    program: str

    def __init__(self) -> None:
        self.folder = scratch_folder()
        self.socket = self.folder / "socket"
        self.log = self.folder / "log"
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it on the data that it had, and wait until it answers."""
        self.process = spawn(self.command(), log=self.log)
        wait_until(lambda: answers(path=self.socket), self.process, log=self.log)

    def stop(self) -> None:
        """End it in an orderly way."""
        if self.process:
            stop(self.process)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        """Let it hang: connections stay open, nothing answers."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def command(self) -> list[object]:
        """Return its command line."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """Return its name and version, such as ``Redis 7.0.15``."""
        words = subprocess.run([program(self.program), "--version"], capture_output=True, text=True, check=True).stdout
        return f"{type(self).__name__} {re.search(r'[0-9]+[.][0-9]+[.][0-9]+', words)[0]}"


class MariaDB(Service):
    """A MariaDB whose commits are on disk (or in memory's files) before they are acknowledged, as in production."""

    program = "mariadbd"
    user = "chatsite"

    def __init__(self) -> None:
        super().__init__()
        self.data = self.folder / "data"
        self.password = secrets.token_urlsafe(12)

    def start(self) -> None:
        """Start it; the first time, create the system tables and the product's account."""
        fresh = not self.data.exists()
        if fresh:
            self._create_data()
        super().start()
        if fresh:
            self.execute(
                f"CREATE USER {self.user}@localhost IDENTIFIED BY '{self.password}';"
                f"GRANT ALL ON *.* TO {self.user}@localhost;"
            )

    def _create_data(self) -> None:
        command = [program("mariadb-install-db"), "--no-defaults", f"--datadir={self.data}", *self._sizes]
        command += ["--auth-root-authentication-method=normal", "--skip-test-db", f"--user={getpass.getuser()}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"mariadb-install-db failed:\n{done.stdout}{done.stderr}")

    @property
    def _sizes(self) -> list[str]:
        return ["--innodb-log-file-size=32M", "--innodb-buffer-pool-size=64M"]

    def command(self) -> list[object]:
        """Return its command line: only the socket, and nothing of the machine's own configuration."""
        return [
            program("mariadbd"),
            "--no-defaults",
            f"--datadir={self.data}",
            f"--socket={self.socket}",
            f"--pid-file={self.folder / 'pid'}",
            f"--user={getpass.getuser()}",
            "--skip-networking",
            "--max-connections=400",
            "--innodb-flush-log-at-trx-commit=1",
            *self._sizes,
        ]

    def execute(self, sql: str) -> str:
        """Run SQL as the server's administrator and return what it prints."""
        command = [program("mariadb"), "--no-defaults", "-uroot", f"--socket={self.socket}", "-N"]
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=True).stdout

    def create_database(self, name: str) -> str:
        """Create an empty database as the documentation says, in place of any before; return its ``DATABASE_URL``."""
        self.execute(f"CREATE OR REPLACE DATABASE `{name}` CHARACTER SET utf8mb4")
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the ``DATABASE_URL`` of the database ``name``."""
        return f"mysql://{self.user}:{self.password}@localhost/{name}?unix_socket={self.socket}"


class Redis(Service):
    """A Redis that keeps nothing on disk."""

    program = "redis-server"

    def command(self) -> list[object]:
        """Return its command line."""
        options = {"port": 0, "unixsocket": self.socket, "save": "", "appendonly": "no", "dir": self.folder}
        options["databases"] = 64
        return [program("redis-server"), *(part for key, value in options.items() for part in (f"--{key}", value))]

    def execute(self, *command: str) -> Any:
        """Run a command and return its answer."""
        with redis.Redis.from_url(self.url) as connection:
            return connection.execute_command(*command)

    @property
    def url(self) -> str:
        """Return its ``REDIS_URL``."""
        return f"unix://{self.socket}"
