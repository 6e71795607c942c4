"""A real SMTP server in a process of its own."""

import email
import re
import sys
import time
from email.message import Message
from pathlib import Path

from tests.support.processes import answers, free_port, spawn, stop, wait_until

WITHIN_S = 40


class PostOffice:
    """An SMTP server that writes what it takes into a maildir."""

    def __init__(self, folder: Path):
        self.port, self.maildir, self.log, self.process = free_port(), folder / "mail", folder / "log", None

    @property
    def url(self) -> str:
        """Return its ``EMAIL_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Start it and wait until it answers."""
        handler = ["-c", "aiosmtpd.handlers.Mailbox", self.maildir]
        self.process = spawn(
            [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.port}", *handler], log=self.log
        )
        wait_until(lambda: answers(port=self.port), self.process, log=self.log)

    def close(self) -> None:
        """End it; what it has taken stays readable."""
        if self.process:
            stop(self.process)

    def letters_to(self, address: str) -> list[Message]:
        """Return what came for an address, oldest first."""
        files = sorted((self.maildir / "new").glob("*"), key=lambda path: path.stat().st_mtime)
        letters = [email.message_from_bytes(path.read_bytes()) for path in files]
        return [letter for letter in letters if letter["To"] == address]

    def wait_for(self, address: str, count: int = 1) -> Message:
        """Return the letter to an address that makes it ``count``."""
        deadline = time.monotonic() + WITHIN_S
        while len(found := self.letters_to(address)) < count:
            assert time.monotonic() < deadline, f"no letter to {address}"
            time.sleep(0.05)
        return found[-1]


def text_of(letter: Message) -> str:
    """Return what a letter says."""
    return letter.get_payload(decode=True).decode()


def link_in(letter: Message) -> str:
    """Return the address that a letter asks to open."""
    found = re.search(r"https?://\S+", text_of(letter))
    assert found, text_of(letter)
    return found[0]
