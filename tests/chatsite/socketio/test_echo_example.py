"""docs/examples/echo.py: a second application, in thirty lines, that a stock client talks to under both servers."""

import json

import pytest

from tests.chatsite.socketio.conftest import ASGI_SERVERS, ROOT, running
from tests.chatsite.socketio.scenario import Client


def test_it_is_short():
    assert len((ROOT / "docs" / "examples" / "echo.py").read_text().splitlines()) <= 40


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ASGI_SERVERS)
async def test_it_does_all_that_it_says(kind, tmp_path):
    with running(kind, "echo", tmp_path) as server:
        with server.websocket() as websocket:
            handshake = json.loads(websocket.recv(timeout=5)[1:])
            assert (handshake["pingInterval"], handshake["pingTimeout"]) == (20000, 10000)
        client = Client("async")
        await client.connect(server.url, None, auth={"token": "123"}, namespaces=["/", "/custom"])
        for namespace in ("/", "/custom"):
            assert await client.next(namespace) == ("auth", {"token": "123"})
            await client.emit("message", 1, {"2": [b"\3"]}, namespace=namespace)
            assert await client.next(namespace) == ("message-back", 1, {"2": [b"\3"]})
            assert await client.call("message-with-ack", "a", b"\4", namespace=namespace) == ("a", b"\4")
        await client.disconnect()
