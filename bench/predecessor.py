"""The predecessor's stack as a server process, in an environment of its own (installed at first use)."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.support.processes import answers, cpu_seconds, free_port, scratch_folder, spawn, stop, wait_until

ROOT = Path(__file__).parent.parent
PEERS = ROOT / "bench" / "chat_peers"
PYTHON = ROOT / "var" / "bench" / "chat" / "bin" / "python"


class Predecessor:
    """A running server with the tables it needs in the database of ``url``, or in an SQLite file."""

    def __init__(self, url: str):
        self.port = free_port()
        self.folder = scratch_folder()
        self.url = alchemy_url(url) if url else f"sqlite:///{self.folder / 'messages.sqlite3'}"

    def __enter__(self) -> Self:
        install()
        env = {"PATH": os.environ["PATH"], "PORT": str(self.port), "PREDECESSOR_DATABASE": self.url}
        log = self.folder / "log"
        self.process = spawn([PYTHON, PEERS / "flask_app.py"], log=log, env=env)
        wait_until(lambda: answers(port=self.port), self.process, log=log)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        stop(self.process)

    def cpu_seconds(self) -> float:
        """Return how much processor time it has used."""
        return cpu_seconds(self.process.pid)


def alchemy_url(url: str) -> str:
    """Return SQLAlchemy's form of a ``mysql://`` URL."""
    parts = urlsplit(url)
    socket = re.search(r"unix_socket=([^&]+)", parts.query)
    query = f"unix_socket={socket[1]}&charset=utf8mb4" if socket else "charset=utf8mb4"
    return parts._replace(scheme="mysql+pymysql", query=query).geturl()


def install() -> None:
    """Install the stack from its lock file."""
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", PYTHON.parent.parent], check=True)
        pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", PEERS / "requirements.txt"], check=True)
