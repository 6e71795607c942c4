"""The clients that people use, with their default options: no one has to write a special one."""

import gc
import json
import subprocess
import threading
from contextlib import contextmanager
from queue import Queue

import pytest
import socketio
from playwright.sync_api import sync_playwright

from tests.chatsite.socketio import scenario
from tests.chatsite.socketio.conftest import ASGI_SERVERS, ROOT, running
from tests.support.processes import free_port

TRANSPORTS = {"default": None, "polling": ["polling"], "websocket": ["websocket"]}
USED_AT_THE_END = {"default": "websocket", "polling": "polling", "websocket": "websocket"}
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
}

transports = pytest.mark.parametrize("choice", TRANSPORTS)


@pytest.fixture
def _untidy_client():
    """The client library leaves its HTTP sessions to the garbage collector, which warns."""
    yield
    gc.collect()


@pytest.mark.usefixtures("_untidy_client")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestPython:
    @pytest.mark.parametrize("client", scenario.CLIENTS)
    @transports
    async def test_the_scenario(self, asgi_server, client, choice):
        used = await scenario.scenario(client, asgi_server.url, TRANSPORTS[choice])
        assert used == USED_AT_THE_END[choice]

    @pytest.mark.parametrize("client", scenario.CLIENTS)
    async def test_a_refusal(self, asgi_server, client):
        refused, refusals = scenario.Client(client), Queue()
        refused.on("connect_error", refusals.put)
        with pytest.raises(socketio.exceptions.ConnectionError):
            await refused.connect(asgi_server.url, None, auth={"token": "wrong"})
        assert refusals.get(timeout=5) == {"message": "Not authorized", "data": {"code": "not_allowed"}}

    @pytest.mark.parametrize(("client", "choice"), [("sync", "polling"), ("async", "default")])
    @pytest.mark.parametrize("kind", ASGI_SERVERS)
    async def test_a_restart(self, kind, client, choice, tmp_path):
        port = free_port()
        returning = scenario.Client(client, reconnection_delay=0.1, reconnection_delay_max=0.2)
        with running(kind, "app", tmp_path, port=port) as server:
            await returning.connect(server.url, TRANSPORTS[choice], auth={"visit": "again"})
            assert await returning.next() == ("auth", {"visit": "again"})
            assert await returning.call("message-with-ack", "connected") == "connected"
        with running(kind, "app", tmp_path, port=port):
            assert await returning.next() == ("auth", {"visit": "again"})
            assert await returning.call("message-with-ack", "connected") == "connected"
            await returning.disconnect()


def node(what, url, choice):
    options = {"transports": TRANSPORTS[choice]} if TRANSPORTS[choice] else {}
    return ["node", "tests/chatsite/socketio/client.mjs", what, url, json.dumps(options)]


@pytest.mark.node
class TestNode:
    @transports
    def test_the_scenario(self, asgi_server, choice):
        done = subprocess.run(
            node("scenario", asgi_server.url, choice), cwd=ROOT, capture_output=True, text=True, timeout=40, check=False
        )
        assert (done.stdout.strip(), done.stderr) == (USED_AT_THE_END[choice], "")

    @pytest.mark.parametrize("choice", ["default", "polling"])
    @pytest.mark.parametrize("kind", ASGI_SERVERS)
    def test_a_restart(self, kind, choice, tmp_path):
        port = free_port()
        with lines_of(node("reconnecting", f"http://127.0.0.1:{port}", choice)) as says:
            with running(kind, "app", tmp_path, port=port):
                assert says.get(timeout=10) == "connected"
            assert says.get(timeout=10) in {"transport close", "transport error"}
            with running(kind, "app", tmp_path, port=port):
                assert says.get(timeout=10) == "connected"


@contextmanager
def lines_of(command):
    """Run a program and give the lines it prints as they come."""
    lines = Queue()
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        reader = threading.Thread(target=lambda: [lines.put(line.strip()) for line in process.stdout])
        reader.start()
        try:
            yield lines
        finally:
            process.stdin.close()
            process.wait(10)
            reader.join()


@pytest.fixture
def browser():
    """A browser for one test: it keeps a loop running, beside which no asyncio test could."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        yield browser
        browser.close()


@pytest.mark.browser
class TestBrowser:
    @transports
    def test_the_scenario(self, asgi_server, browser, choice):
        options = {"transports": TRANSPORTS[choice]} if TRANSPORTS[choice] else {}
        page = browser.new_page()
        page.goto(f"{asgi_server.url}/page/")
        run = "([url, options]) => window.ready.then(({ io, scenario }) => scenario(io, url, options))"
        assert page.evaluate(run, [asgi_server.url, options]) == USED_AT_THE_END[choice]
        page.close()

    @pytest.mark.parametrize("kind", ASGI_SERVERS)
    def test_a_restart(self, kind, browser, tmp_path):
        port, page = free_port(), browser.new_page()
        begin = """(url) => window.ready.then(({ io, reconnecting }) => {
            window.lines = [];
            reconnecting(io, url, {}, (line) => window.lines.push(line));
        })"""
        with running(kind, "app", tmp_path, port=port) as server:
            page.goto(f"{server.url}/page/")
            page.evaluate(begin, server.url)
            page.wait_for_function("window.lines.length > 0", timeout=10_000)
        with running(kind, "app", tmp_path, port=port):
            page.wait_for_function("window.lines.length > 2", timeout=20_000)
            connected, lost, again = page.evaluate("window.lines")
        assert (connected, again) == ("connected", "connected")
        assert lost in {"transport close", "transport error"}
