"""Node's socket.io and mysql2 as a server process that stores messages as the product does, in a folder of its own."""

import os
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.support.processes import answers, cpu_seconds, free_port, scratch_folder, spawn, stop, wait_until

PEERS = Path(__file__).parent / "chat_peers"
FOLDER = Path(__file__).parent.parent / "var" / "bench" / "chat_node"
FILES = ["package.json", "package-lock.json", "node_app.mjs"]


class NodePeer:
    """A running server with tables of its own in the MariaDB database of ``url``."""

    def __init__(self, url: str):
        self.port = free_port()
        self.folder = scratch_folder()
        parts = urlsplit(url)
        socket = re.search(r"unix_socket=([^&]+)", parts.query)
        self.env = {
            "PATH": os.environ["PATH"],
            "PORT": str(self.port),
            "NODE_ENV": "production",
            "PEER_DATABASE": parts._replace(query="").geturl(),
            "PEER_SOCKET": socket[1] if socket else "",
        }

    def __enter__(self) -> Self:
        install()
        log = self.folder / "log"
        self.process = spawn(["node", FOLDER / "node_app.mjs"], log=log, env=self.env, cwd=FOLDER)
        wait_until(lambda: answers(port=self.port), self.process, log=log)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        stop(self.process)

    def cpu_seconds(self) -> float:
        """Return how much processor time it has used."""
        return cpu_seconds(self.process.pid)


def install() -> None:
    """Install the packages from their lock file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (FOLDER / name).write_bytes((PEERS / name).read_bytes())
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)
