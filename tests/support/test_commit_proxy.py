"""The proxy in front of MariaDB hides no client's end: MariaDB must give up what a killed process had locked."""

import shutil
import socket
from pathlib import Path

import pytest

from tests.support.commit_proxy import CommitProxy
from tests.support.processes import scratch_folder

WITHIN_S = 10
GREETING = b"greeting"


@pytest.fixture
def folder():
    folder = scratch_folder()
    yield folder
    shutil.rmtree(folder)


def connected(proxy: Path, upstream: socket.socket) -> tuple[socket.socket, socket.socket]:
    """Return a client's end of a connection through the proxy, and the server's."""
    client = socket.socket(socket.AF_UNIX)
    client.connect(str(proxy))
    server, _ = upstream.accept()
    server.settimeout(WITHIN_S)
    return client, server


@pytest.mark.parametrize("sent", [b"", b"\x01\x00\x00\x00\x0e", b"\x05\x00"], ids=["nothing", "a request", "a part"])
@pytest.mark.parametrize("is_read", [True, False])
def test_the_server_learns_that_a_client_ended(folder, sent, is_read):
    with socket.socket(socket.AF_UNIX) as upstream, CommitProxy(folder / "upstream", folder / "proxy") as proxy:
        upstream.bind(str(proxy.upstream))
        upstream.listen()
        client, server = connected(proxy.path, upstream)
        with server, client:
            server.sendall(GREETING)
            assert client.recv(len(GREETING), 0 if is_read else socket.MSG_PEEK) == GREETING
            client.sendall(sent)
            client.close()
            while server.recv(4096):
                pass
