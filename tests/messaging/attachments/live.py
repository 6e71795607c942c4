"""A person at a real server, with a room and files to upload."""

import base64
import json
import random
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support.server import ROOT, Server

TUS = {"Tus-Resumable": "1.0.0"}
TYPE = {"Content-Type": "application/offset+octet-stream"}
NODE_CLIENT = ROOT / "tests" / "support" / "node_tus.mjs"


class Sender:
    """A person who uploads files for a room of theirs."""

    def __init__(self, server: Server, name: str = "Ulla"):
        self.server, self.caller = server, server.register(name)
        self.room_id = self.caller.post("/rooms", json={"name": f"Files {random.random()}"}).json()["room"]["id"]

    @property
    def headers(self) -> dict[str, str]:
        """Return what a client sends to be the person."""
        return {
            "Cookie": self.caller.cookie_header(),
            "X-CSRFToken": self.caller.csrf_token(),
            "Referer": self.server.url,
        }

    def metadata(self, name: str = "data.bin") -> dict[str, str]:
        """Return what a client says of the file."""
        return {"filename": name, "filetype": "application/octet-stream", "room_id": str(self.room_id)}

    def begin(self, length: int, name: str = "data.bin") -> str:
        """Begin an upload and return its path."""
        facts = ((key, base64.b64encode(value.encode()).decode()) for key, value in self.metadata(name).items())
        about = {"Upload-Length": str(length), "Upload-Metadata": ",".join(map(" ".join, facts))}
        answer = self.caller.post("/uploads/", headers=TUS | about)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def offset(self, path: str) -> int:
        """Return how much has arrived."""
        answer = self.caller.head(path, headers=TUS)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def patch(self, path: str, offset: int, body: Any) -> Any:
        """Send a part."""
        return self.caller.patch(path, headers=TUS | TYPE | {"Upload-Offset": str(offset)}, content=body)

    def half_a_patch(self, path: str, offset: int, body: bytes, length: int) -> socket.socket:
        """Send the beginning of a part of ``length`` bytes, and return the connection."""
        lines = [f"PATCH {path} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", f"Content-Length: {length}"]
        headers = self.headers | TUS | TYPE | {"Upload-Offset": str(offset)}
        lines += [f"{name}: {value}" for name, value in headers.items()]
        connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return connection

    def finish(self, path: str, content: bytes) -> str:
        """Send what is missing; return the id of the attachment."""
        offset = self.offset(path)
        answer = self.patch(path, offset, content[offset:]) if offset < len(content) else None
        answer = answer if answer is not None else self.caller.head(path, headers=TUS)
        assert answer.is_success, answer.text
        return str(answer.headers["Chatsite-Attachment"])

    def send(self, attachment_id: str) -> dict[str, Any]:
        """Send a file with a message, and return the file as the message shows it."""
        body = {"attachment_ids": [attachment_id]}
        answer = self.caller.post(f"/rooms/{self.room_id}/messages", json=body)
        assert answer.is_success, answer.text
        [file] = answer.json()["message"]["attachments"]
        return dict(file)

    def download(self, file: Mapping[str, Any]) -> bytes:
        """Return what a file holds."""
        answer = self.caller.get(file["url"])
        assert answer.status_code == 200, answer.text
        return answer.content

    def tus_js(self, file: Path, **options: Any) -> "Iterator[dict[str, Any]]":
        """Upload with the stock JavaScript client, and yield what it says."""
        given = {
            "path": str(file),
            "endpoint": f"{self.server.url}/uploads/",
            "headers": self.headers,
            "metadata": self.metadata(),
            **options,
        }
        command = ["node", str(NODE_CLIENT), json.dumps(given)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            for line in process.stdout:
                yield json.loads(line)


def content(size: int, seed: int = 1) -> bytes:
    """Return bytes in which each place is recognisable."""
    return random.Random(seed).randbytes(size)
