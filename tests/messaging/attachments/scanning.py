"""A small clamd: it finds the test virus, and can be slow, gone or strict."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from messaging.attachments.scanning.watching import EICAR


class FakeClamd(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Speaks the part of clamd's protocol that is used."""

    daemon_threads = True

    def __init__(self, path: Path):
        self.max_bytes = 25 * 2**20
        self.mood = ""
        self.let_go = threading.Event()
        self.longest_chunk = 0
        self.scanned: list[bytes] = []
        super().__init__(str(path), Conversation)

    @property
    def address(self) -> str:
        return f"unix://{self.server_address}"

    @contextmanager
    def running(self) -> Iterator["FakeClamd"]:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield self
        finally:
            self.let_go.set()
            self.shutdown()
            self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """Answers one question."""

    server: FakeClamd

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if self.server.mood == "drops":
            return
        assert command == b"zINSTREAM\0"
        self._scan()

    def _scan(self) -> None:
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            self.server.longest_chunk = max(self.server.longest_chunk, length)
            content += self.rfile.read(length)
            if len(content) > self.server.max_bytes:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
            if self.server.mood == "drops later":
                return
        self.server.scanned.append(content)
        if self.server.mood == "slow":
            self.server.let_go.wait(30)
        if self.server.mood == "nonsense":
            self.wfile.write(b"Can't allocate memory ERROR\0")
        elif EICAR in content:
            self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")
