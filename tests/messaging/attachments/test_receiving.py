"""How a body arrives at a real server: in pieces, kept when the network goes, and from one request at a time."""

import threading
import time

import httpx
import pytest

from tests.messaging.attachments.live import TUS, TYPE, Sender, content

MB = 2**20
SIZE = 12 * MB
WHOLE = content(SIZE)


@pytest.fixture
def sender(server):
    return Sender(server)


def arrived(sender, path, at_least, within_s=10):
    deadline = time.monotonic() + within_s
    while (offset := sender.offset(path)) < at_least and time.monotonic() < deadline:
        time.sleep(0.05)
    return offset


def test_what_arrived_before_the_client_went_away_is_kept(sender):
    path = sender.begin(SIZE)
    sender.half_a_patch(path, 0, WHOLE[: 5 * MB + 7], SIZE).close()
    assert arrived(sender, path, 5 * MB + 7) == 5 * MB + 7
    assert sender.download(sender.send(sender.finish(path, WHOLE))) == WHOLE


def test_a_killed_server_has_what_the_disk_holds(sender, server):
    path = sender.begin(SIZE)
    with sender.half_a_patch(path, 0, WHOLE[: 9 * MB], SIZE):
        offset = arrived(sender, path, 8 * MB)
        assert 8 * MB <= offset <= 9 * MB
        server.kill()
    server.start()
    assert sender.offset(path) == offset
    assert sender.download(sender.send(sender.finish(path, WHOLE))) == WHOLE


def test_the_latest_request_takes_an_upload_over(sender):
    path = sender.begin(SIZE)
    with sender.half_a_patch(path, 0, b"x" * (5 * MB), SIZE) as stale:
        offset = arrived(sender, path, 4 * MB)
        assert 4 * MB <= offset < 5 * MB
        answer = sender.patch(path, offset, WHOLE[offset : 6 * MB])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(6 * MB))
        stale.sendall(b"y" * (SIZE - 5 * MB))
        assert b" 409 " in stale.recv(4096).partition(b"\r\n")[0]
    assert sender.offset(path) == 6 * MB
    shown = sender.send(sender.finish(path, WHOLE))
    assert sender.download(shown) == b"x" * offset + WHOLE[offset:]


def test_requests_at_once_leave_one_whole_file(sender, server):
    path, answers = sender.begin(SIZE), []

    def send(_number):
        headers = TUS | TYPE | sender.headers | {"Upload-Offset": "0"}
        with httpx.Client(base_url=server.url, timeout=60) as client:
            answers.append(client.patch(path, headers=headers, content=WHOLE).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {204, 409, 404}
    assert answers.count(204) <= 1
    assert sender.download(sender.send(sender.finish(path, WHOLE))) == WHOLE


def test_a_refused_body_is_not_received(sender, server):
    stranger = server.register("Stranger")
    path = sender.begin(SIZE)
    for caller, status in ((stranger, 404), (server.caller(), 401)):
        answer = caller.patch(path, headers=TUS | TYPE | {"Upload-Offset": "0"}, content=WHOLE)
        assert answer.status_code == status
    assert sender.offset(path) == 0
    refused = server.caller().post(f"/rooms/{sender.room_id}/attachments", files={"file": ("a", WHOLE)})
    assert refused.status_code == 401


def test_more_than_announced_is_refused_before_it_is_sent(sender):
    path = sender.begin(5)
    assert sender.patch(path, 0, b"hello world").status_code == 413
    assert sender.patch(path, 0, iter([b"hello", b" world"])).status_code == 413
    assert sender.offset(path) == 5


def test_a_file_in_one_request(sender):
    answer = sender.caller.post(f"/rooms/{sender.room_id}/attachments", files={"file": ("data.bin", WHOLE)})
    assert answer.status_code == 201, answer.text
    assert sender.download(sender.send(answer.json()["attachment"]["id"])) == WHOLE


def test_a_file_over_the_limit_in_one_request_says_so(sender):
    def pieces():
        yield from (b"x" * MB for _ in range(102))

    boundary = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    answer = sender.caller.post(
        f"/rooms/{sender.room_id}/attachments",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        content=(piece for part in ([boundary], pieces(), [b"\r\n--b--\r\n"]) for piece in part),
    )
    assert answer.status_code == 413
    assert "100 MB" in answer.json()["error"]["message"]


def test_parts_of_a_download(sender):
    shown = sender.send(sender.finish(sender.begin(SIZE), WHOLE))
    answer = sender.caller.get(shown["url"], headers={"Range": f"bytes={5 * MB}-"})
    assert (answer.status_code, answer.content) == (206, WHOLE[5 * MB :])


def test_a_slow_reader_holds_no_thread(sender, server):
    shown = sender.send(sender.finish(sender.begin(SIZE), WHOLE))
    with httpx.Client(base_url=server.url, headers=sender.headers, timeout=30) as client:
        streams = [client.stream("GET", shown["url"]) for _ in range(12)]
        opened = [stream.__enter__() for stream in streams]
        started = time.monotonic()
        assert all(answer.status_code == 200 for answer in opened)
        for _ in range(5):
            assert sender.caller.get("/auth/me").status_code == 200
        assert time.monotonic() - started < 10
        for stream in streams:
            stream.__exit__(None, None, None)
    assert sender.caller.get("/readyz").is_success
