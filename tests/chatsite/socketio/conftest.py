"""Real servers on free ports, each in a process of its own, and raw clients to talk to them frame by frame."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as connect_websocket

from tests.support.processes import answers, free_port, spawn, stop, wait_until

ROOT = Path(__file__).parents[3]
INHERITED = {"PATH", "HOME", "LANG", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
ASGI_SERVERS = ["uvicorn", "daphne"]
HASTE = {"PING_INTERVAL_S": "0.3", "PING_TIMEOUT_S": "0.2", "CONNECT_TIMEOUT_S": "0.4", "UPGRADE_TIMEOUT_S": "0.3"}
LIVELY = {"PING_INTERVAL_S": "1", "PING_TIMEOUT_S": "1"}


@dataclass(frozen=True)
class Running:
    """A server process, and how to reach it."""

    kind: str
    port: int
    pid: int
    log: Path

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def websocket(self, query="EIO=4&transport=websocket", **headers):
        """Open a raw WebSocket; ``recv`` and ``send`` move frames."""
        return connect_websocket(
            f"ws://127.0.0.1:{self.port}/socket.io/?{query}", additional_headers=headers, compression=None, proxy=None
        )

    def http(self, **headers):
        """Return an HTTP client for raw polls and posts."""
        return httpx.Client(base_url=f"{self.url}/socket.io/", headers=headers, trust_env=False, timeout=20)


@contextmanager
def running(kind, app, folder, *, port=None, **environment) -> Iterator[Running]:
    """Serve ``app`` (a module's name) with uvicorn or Daphne until the block ends."""
    port = port or free_port()
    log = Path(folder) / f"{kind}-{app}-{port}.log"
    paths = [ROOT, ROOT / "tests" / "chatsite" / "socketio", ROOT / "docs" / "examples"]
    env = {name: os.environ[name] for name in INHERITED & os.environ.keys()}
    env |= {"PYTHONPATH": os.pathsep.join(map(str, paths)), "DJANGO_SETTINGS_MODULE": "tests.support.settings"}
    process = spawn(command(kind, app, port), log=log, env=env | environment, cwd=ROOT)
    try:
        wait_until(lambda: answers(port=port), process, log=log)
        yield Running(kind, port, process.pid, log)
    finally:
        stop(process)


def command(kind, app, port):
    if kind == "daphne":
        return [sys.executable, "-m", "daphne", "-p", port, f"{app}:application"]
    return [
        sys.executable, "-m", "uvicorn", "--port", port, "--ws", "websockets-sansio", "--ws-max-size", "65536",
        "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "1", f"{app}:application",
    ]  # fmt: skip


@pytest.fixture(scope="session", params=ASGI_SERVERS)
def asgi_server(request, tmp_path_factory):
    """The test application with everyday times."""
    with running(request.param, "app", tmp_path_factory.mktemp("log")) as server:
        yield server
    assert_no_surprise(server.log)


@pytest.fixture(scope="session", params=ASGI_SERVERS)
def lively_server(request, tmp_path_factory):
    """The same with frequent pings, and all the time of a busy machine to answer them."""
    with running(request.param, "app", tmp_path_factory.mktemp("log"), **LIVELY) as server:
        yield server
    assert_no_surprise(server.log)


@pytest.fixture(scope="session", params=ASGI_SERVERS)
def hasty_server(request, tmp_path_factory):
    """The same with times so short that a test can see them pass."""
    with running(request.param, "app", tmp_path_factory.mktemp("log"), **HASTE) as server:
        yield server
    assert_no_surprise(server.log)


def assert_no_surprise(log):
    """A server's log must stay free of tracebacks, but for those that the test application announces and uvicorn's own.

    uvicorn shows how it fails on text that is not UTF-8, and on a close that follows it.
    """
    text = log.read_text()
    tracebacks = text.split("Traceback (most recent call last)")[1:]
    assert [part for part in tracebacks if not (is_announced(part) or is_uvicorns_own(part))] == [], text[-5000:]


def is_announced(traceback):
    return "on purpose" in traceback or "can't be sent" in traceback


def is_uvicorns_own(traceback):
    is_known = "UnicodeDecodeError" in traceback or "websockets.exceptions.InvalidState" in traceback
    return is_known and "websockets_sansio_impl.py" in traceback and f"{ROOT}/chatsite/" not in traceback


@contextmanager
def refused(status):
    """Expect a WebSocket handshake to be answered with ``status`` (Daphne can only say 403)."""
    with pytest.raises(InvalidStatus) as refusal:
        yield
    assert refusal.value.response.status_code in {status, 403}


def is_closed(websocket, timeout=5):
    """Read until the server closes; False if it doesn't."""
    try:
        while True:
            websocket.recv(timeout=timeout)
    except ConnectionClosed:
        return True
    except TimeoutError:
        return False
