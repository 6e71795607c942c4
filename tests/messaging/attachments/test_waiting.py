"""Uploads and requests never wait for the pictures of others."""

import io
import threading

import httpx
import pytest
from PIL import Image

from tests.messaging.attachments.live import TUS, TYPE, Sender, content

MB = 2**20


@pytest.fixture(scope="module")
def slow_picture():
    """Return an animation that takes seconds to decode."""
    frames = [Image.new("P", (1_200, 1_000), n) for n in range(250)]
    file = io.BytesIO()
    for n, frame in enumerate(frames):
        frame.putpalette([(n * 7 + k * 3) % 256 for k in range(768)])
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)
    return file.getvalue()


def test_slow_pictures_delay_no_piece_of_another_upload_and_no_request(server, slow_picture):
    sender, answers = Sender(server), []
    paths = {one.begin(len(slow_picture), "slow.gif"): one for one in 2 * [sender, Sender(server, "Rolf")]}
    other, data = sender.begin(4 * MB), content(4 * MB)

    def finish(path):
        headers = TUS | TYPE | paths[path].headers | {"Upload-Offset": "0"}
        with httpx.Client(base_url=server.url, timeout=120) as client:
            answers.append(client.patch(path, headers=headers, content=slow_picture))

    threads = [threading.Thread(target=finish, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    while not all((server.media / ".arriving" / path.rpartition("/")[2] / "made").exists() for path in paths):
        assert not answers, "the pictures were too quick for this test"
    for first in range(0, 3 * MB, MB):
        assert sender.patch(other, first, data[first : first + MB]).status_code == 204
    assert sender.caller.get("/auth/me").status_code == 200
    assert sender.offset(other) == 3 * MB
    assert len(answers) < len(paths)
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [204] * 4
    assert all(answer.headers["Chatsite-Attachment"] for answer in answers)
    assert sender.download(sender.send(sender.finish(other, data))) == data
