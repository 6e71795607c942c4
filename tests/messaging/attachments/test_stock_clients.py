"""Stock clients of tus upload, and go on after a restart of the server; on MariaDB at two workers."""

from collections.abc import Callable

import pytest
from tusclient.client import TusClient

from tests.messaging.attachments.live import Sender, content
from tests.support.fixtures import LANE_REDIS
from tests.support.server import Server

MB = 2**20


@pytest.fixture(scope="module")
def running_server(make_server: Callable[..., Server]) -> Server:
    return make_server(workers=2 if LANE_REDIS else 1)


@pytest.fixture
def sender(server):
    return Sender(server)


@pytest.fixture
def file(tmp_path):
    """Return a file of five megabytes and a bit."""
    path = tmp_path / "data.bin"
    path.write_bytes(content(5 * MB + 123))
    return path


def uploaded(said):
    """Return what became of the file, as the client said last: its error is the reason why there is nothing."""
    assert said.get("attachment"), said
    return said["attachment"]


def check(sender, attachment_id, file):
    shown = sender.send(attachment_id)
    assert (shown["name"], shown["size"]) == ("data.bin", 5 * MB + 123)
    assert sender.download(shown) == file.read_bytes()


def test_python(sender, server, file):
    client = TusClient(f"{server.url}/uploads/", headers=sender.headers)
    with file.open("rb") as stream:
        options = {"file_stream": stream, "retries": 3, "retry_delay": 1}
        uploader = client.uploader(chunk_size=MB, metadata=sender.metadata(), **options)
        uploader.upload(stop_at=2 * MB)
        assert uploader.offset == 2 * MB
        server.restart()
        again = client.uploader(chunk_size=2 * MB, url=uploader.url, **options)
        assert again.offset == 2 * MB
        again.upload()
    assert again.offset == 5 * MB + 123
    check(sender, again.url.rpartition("/")[2], file)


def test_javascript(sender, server, file):
    *_, first = sender.tus_js(file, chunkSize=MB, until=2 * MB)
    assert first["accepted"] >= 2 * MB
    server.kill()
    server.start()
    *_, last = sender.tus_js(file, uploadUrl=first["url"])
    check(sender, uploaded(last), file)


def test_javascript_goes_on_by_itself_when_the_server_is_killed(sender, server, file):
    for said in sender.tus_js(file, chunkSize=MB // 2):
        if said.get("accepted", 0) in {MB, 3 * MB}:
            server.kill()
            server.start()
    check(sender, uploaded(said), file)


def test_javascript_in_one_request(sender, file):
    *_, last = sender.tus_js(file)
    check(sender, uploaded(last), file)
