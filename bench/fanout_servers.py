"""The servers of the benchmark: how each is installed and started."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fanout_load import PLAIN, SOCKETIO, Dialect
from tests.support.processes import answers, free_port, spawn, stop, wait_until

ROOT = Path(__file__).parent.parent
PEERS = ROOT / "bench" / "fanout_peers"
ENVIRONMENT = ROOT / "var" / "bench" / "fanout"
PEER_PYTHON = ENVIRONMENT / "venv" / "bin" / "python"
UVICORN = [
    "-m", "uvicorn", "--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--no-access-log",
    "--log-level", "warning", "--loop", "uvloop", "--backlog", "2048", "--ws-ping-interval", "0",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One way to serve."""

    name: str
    command: tuple[str, ...]
    dialect: Dialect = SOCKETIO
    is_ours: bool = False
    weight: int = 1
    """How many times fewer messages it gets: for the slow ones."""


def uvicorn(app):
    return (*UVICORN, "--port", "{port}", f"{app}:application")


OURS = Kind("ours, uvicorn", (sys.executable, *uvicorn("hub_app")), is_ours=True)
OURS_DAPHNE = Kind(
    "ours, Daphne", (sys.executable, "-m", "daphne", "-v", "0", "-p", "{port}", "hub_app:application"), is_ours=True
)
NODE = Kind("Node socket.io", ("node", str(ENVIRONMENT / "node_server.mjs")))
BARE = Kind("bare write loop", (str(PEER_PYTHON), str(PEERS / "bare_loop.py")), PLAIN)
PYTHON_SOCKETIO = Kind("python-socketio, uvicorn", (str(PEER_PYTHON), *uvicorn("python_socketio_app")), weight=4)
FLASK = Kind("Flask-SocketIO, threading", (str(PEER_PYTHON), str(PEERS / "flask_app.py")), weight=8)
TEXTBOOK = Kind("Channels textbook, uvicorn", (str(PEER_PYTHON), *uvicorn("textbook_app")), PLAIN, weight=10)


@dataclass(frozen=True)
class Process:
    kind: Kind
    port: int
    pid: int


@contextmanager
def running(kind, *, redis=None):
    """Serve until the block ends, on Redis if there is one."""
    port = free_port()
    ENVIRONMENT.mkdir(parents=True, exist_ok=True)
    log = ENVIRONMENT / f"{port}.log"
    paths = [PEERS, ROOT] if kind.is_ours else [PEERS]
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PORT": str(port),
        "SECRET_KEY": "only-for-the-benchmark" * 3,
        "ENV_FILE": os.devnull,
        "REDIS_URL": redis.url if redis else "",
        "REDIS_SOCKET": str(redis.socket) if redis else "",
    }
    if kind.is_ours:
        env["DJANGO_SETTINGS_MODULE"] = "chatsite.settings"
    process = spawn([part.format(port=port) for part in kind.command], log=log, env=env, cwd=ENVIRONMENT)
    try:
        wait_until(lambda: answers(port=port), process, log=log)
        yield Process(kind, port, process.pid)
    finally:
        stop(process)
        log.unlink()


def install():
    """Install the peers into an environment of their own, from their lock files."""
    if not PEER_PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT / "venv"], check=True)
    pip = [PEER_PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-q", "-r", PEERS / "requirements.txt"], check=True)
    for name in ("package.json", "package-lock.json", "node_server.mjs"):
        (ENVIRONMENT / name).write_bytes((PEERS / name).read_bytes())
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=ENVIRONMENT, check=True)
