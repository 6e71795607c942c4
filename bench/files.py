"""What a large file costs the server and the others: ``python -m bench.files`` (docs/contributing.md).

Uploads 100 MB in one request and downloads them, through the application and through nginx; curl does that. Meanwhile
others go on, alone first and then beside it: small requests; messages, which say how long an acknowledgement takes; and
pings of the WebSocket protocol, which the event loop answers itself, so that the slowest says how long it was blocked.
"""

import asyncio
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.messaging.attachments.live import TUS, TYPE, Sender, content
from tests.support.nginx import AnyNginx
from tests.support.processes import free_port
from tests.support.server import ROOT, Server
from tests.support.sockets import Listener, listening

MB = 2**20
SIZE = 100 * MB
PAUSE_S = 0.01
DOWNLOADS = 15
NO_LIMITS = {
    "UPLOAD_BYTES_PER_DAY": "0",
    "RATE_HTTP": "1000000/1000000",
    "UPLOAD_FREE_BYTES": "0",
    "RATE_SEND": "1000000/1000000",
    "RATE_CONNECTION": "1000000/1000000",
}


def memory_mb(server: Server, what: str) -> float:
    """Return the memory of the server's largest process: ``VmRSS`` now, ``VmHWM`` at most."""
    texts = [Path(f"/proc/{pid}/status").read_text() for pid in server.pids()]
    lines = [line for text in texts for line in text.splitlines() if line.startswith(what)]
    return max(int(line.split()[1]) for line in lines) / 1024


class Talker:
    """Sends messages and pings from a loop of its own, until it is stopped."""

    def __init__(self, server: Server, sender: Sender):
        self._server, self._sender = server, sender
        self.acks: list[float] = []
        self.pongs: list[float] = []
        self._done = threading.Event()

    def run(self) -> None:
        asyncio.run(self._talk())

    def stop(self) -> None:
        self._done.set()

    async def _talk(self) -> None:
        async with listening(self._sender.caller) as [listener]:
            await asyncio.gather(self._say(listener), self._ping())

    async def _say(self, listener: Listener) -> None:
        await listener.succeeds("join_room", room_id=self._sender.room_id)
        while not self._done.is_set():
            started = time.perf_counter()
            await listener.says(self._sender.room_id, "a message while others upload")
            self.acks.append(1000 * (time.perf_counter() - started))
            await asyncio.sleep(PAUSE_S)

    async def _ping(self) -> None:
        address = f"{self._server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"
        async with connect(address, ping_interval=None, additional_headers=self._sender.headers) as line:
            await line.send("40")
            answering = asyncio.create_task(self._answer(line))
            while not self._done.is_set():
                started = time.perf_counter()
                await (await line.ping())
                self.pongs.append(1000 * (time.perf_counter() - started))
                await asyncio.sleep(PAUSE_S)
            answering.cancel()

    async def _answer(self, line: ClientConnection) -> None:
        """Answer the pings of Engine.IO, or the server closes the connection."""
        async for packet in line:
            if packet == "2":
                await line.send("3")


@contextmanager
def talking(server: Server, sender: Sender, what: str) -> Iterator[Talker]:
    """Have a person write and ping until the block ends, and print how long the answers took."""
    talker = Talker(server, sender)
    thread = threading.Thread(target=talker.run)
    thread.start()
    try:
        yield talker
    finally:
        talker.stop()
        thread.join()
    hundredths = statistics.quantiles(talker.acks, n=100)
    print(f"acknowledgements {what}: median {statistics.median(talker.acks):.1f} ms, 95 % {hundredths[94]:.1f} ms")
    pongs = statistics.quantiles(talker.pongs, n=100)
    found = (
        f"median {statistics.median(talker.pongs):.1f} ms, 99 % {pongs[98]:.1f} ms, at most {max(talker.pongs):.1f} ms"
    )
    print(f"pings of the event loop {what}: {found}")


@contextmanager
def asking(server: Server, what: str) -> Iterator[None]:
    """Make small requests until the block ends, and print how long they took."""
    found: list[float] = []
    done = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while not done.wait(PAUSE_S):
                started = time.perf_counter()
                client.get("/healthz").raise_for_status()
                found.append(1000 * (time.perf_counter() - started))

    thread = threading.Thread(target=ask)
    thread.start()
    yield
    done.set()
    thread.join()
    hundredths = statistics.quantiles(found, n=100)
    print(f"small requests {what}: median {statistics.median(found):.1f} ms, 99 % {hundredths[98]:.1f} ms")


class Download(NamedTuple):
    """A file that can be downloaded."""

    url: str
    headers: dict[str, str]

    def __call__(self) -> float:
        """Download it, and return how many megabytes a second that moved."""
        return curl(self.url, self.headers)


def curl(url: str, headers: dict[str, str], *arguments: str) -> float:
    """Make a request and return how many megabytes a second it moved."""
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    started = time.perf_counter()
    subprocess.run(["curl", "-sSf", "-o", "/dev/null", *lines, *arguments, url], check=True)
    return SIZE / MB / (time.perf_counter() - started)


@contextmanager
def behind_nginx() -> Iterator[Download]:
    """Yield a download that another server has nginx send, after nginx has asked it."""
    with Server(env=NO_LIMITS | {"MEDIA_ACCEL": "/internal-media/"}, root=ROOT) as server:
        sender, nginx = Sender(server), AnyNginx(free_port())
        nginx.serve(f"""server {{
            listen 127.0.0.1:{nginx.port};
            location / {{ proxy_pass {server.url}; }}
            location /internal-media/ {{ internal; alias {server.media}/; }}
        }}""")
        file = sender.send(sender.finish(sender.begin(SIZE), content(SIZE)))["url"]
        with nginx:
            yield Download(f"http://127.0.0.1:{nginx.port}{file}", sender.headers)


def compare(through_application: Download, through_nginx: Download) -> None:
    """Print how fast both downloads are in turns: the medians and the fastest of each."""
    pairs = [(through_application(), through_nginx()) for _ in range(DOWNLOADS)]
    for what, number in (("median", statistics.median), ("fastest", max)):
        application, nginx = (number(speeds) for speeds in zip(*pairs, strict=True))
        share = f"{application / nginx:.0%} of it (goal: 60 %)"
        print(f"downloads, {what}: {nginx:.0f} MB/s through nginx; {application:.0f} through the application, {share}")


def main() -> None:
    """Measure and print."""
    with Server(env=NO_LIMITS, root=ROOT) as server, tempfile.TemporaryDirectory() as folder:
        sender, whole = Sender(server), Path(folder) / "whole"
        whole.write_bytes(content(SIZE))
        headers = sender.headers
        sender.send(sender.finish(sender.begin(MB), content(MB)))  # everything is imported by now
        with asking(server, "alone"):
            time.sleep(5)
        with talking(server, sender, "alone") as alone:
            time.sleep(5)
        before, upload = memory_mb(server, "VmRSS"), sender.begin(SIZE)
        sent = headers | TUS | TYPE | {"Upload-Offset": "0", "Expect": ""}
        with asking(server, "during the upload"):
            speed = curl(server.url + upload, sent, "-X", "PATCH", "-T", str(whole))
        print(f"upload: {speed:.0f} MB/s, memory from {before:.0f} to {memory_mb(server, 'VmHWM'):.0f} MB at most")
        beside = sent | {"Upload-Offset": "0"}
        with talking(server, sender, "during uploads at 20 MB/s") as during:
            for _ in range(2):
                more = sender.begin(SIZE)
                curl(server.url + more, beside, "-X", "PATCH", "--limit-rate", "20M", "-T", str(whole))
        ratio = statistics.median(during.acks) / statistics.median(alone.acks)
        print(f"acknowledgements during uploads take {ratio:.2f} times as long")
        with talking(server, sender, "during an upload as fast as it goes"):
            curl(server.url + sender.begin(SIZE), beside, "-X", "PATCH", "-T", str(whole))
        file = sender.send(upload.rpartition("/")[2])["url"]
        with behind_nginx() as through_nginx, asking(server, "during downloads"):
            compare(Download(server.url + file, headers), through_nginx)


if __name__ == "__main__":
    main()
