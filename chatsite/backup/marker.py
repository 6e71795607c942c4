"""The mark of a restore under way: a file in the data folder, written first and removed last.

A restore that was killed leaves it behind, and ``serve`` refuses until the restore is repeated.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from chatsite.backup.errors import Unfinished
from chatsite.files import sync_folder
from chatsite.serve.installation import NotReady

NAME = "restore-in-progress"


def marker() -> Path:
    """Return the file's place."""
    return Path(settings.DATA_DIR) / NAME


class Mark:
    """The mark of the restore that this process makes."""

    def __init__(self, backup: Path, *, is_exchanging: bool):
        self._backup = backup.resolve()
        self.is_in_place = False
        self._write(is_exchanging=is_exchanging)

    def exchanging(self) -> None:
        """Record that from now on the installation may be half exchanged."""
        self._write(is_exchanging=True)

    def in_place(self) -> None:
        """Note that the backup is in place: what fails from now on is tidying up, and changes nothing back."""
        self.is_in_place = True

    def remove(self) -> None:
        """Record that the installation is whole."""
        marker().unlink(missing_ok=True)
        sync_folder(marker().parent)

    def _write(self, *, is_exchanging: bool) -> None:
        partial = marker().with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as file:
            json.dump({"backup": str(self._backup), "is_exchanging": is_exchanging}, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(marker())
        sync_folder(marker().parent)


@contextmanager
def marked(backup: Path) -> Iterator[Mark]:
    """Mark the installation until the block ends. The mark of an earlier, interrupted restore stays until one succeeds.

    A block that fails has changed nothing, and leaves no mark of its own; one that raises ``Unfinished`` keeps it.

    Raises:
        Unfinished: the block failed after the backup was in place.
    """
    earlier = interrupted()
    mark = Mark(backup, is_exchanging=is_half_exchanged())
    try:
        yield mark
        mark.remove()
    except Unfinished:
        raise
    except BaseException as error:
        if mark.is_in_place:
            reason = error.args[-1] if error.args else error
            raise Unfinished(f"The backup is in place, but tidying up failed: {reason}. Run it again.") from error
        if not earlier:
            mark.remove()
        raise


def interrupted() -> dict[str, Any] | None:
    """Return the facts of a restore that was interrupted: ``{"backup": str, "is_exchanging": bool}``, or nothing."""
    try:
        text = marker().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    facts: dict[str, Any] = json.loads(text)
    return facts


def is_half_exchanged() -> bool:
    """Tell whether a restore was interrupted in the exchange: what is here is neither old nor new."""
    facts = interrupted()
    return bool(facts and facts["is_exchanging"])


def require_whole() -> None:
    """Refuse to serve what a restore left half done.

    Raises:
        NotReady: a restore was interrupted.
    """
    facts = interrupted()
    if facts is None:
        return
    if facts["is_exchanging"]:
        raise NotReady(f"A restore was interrupted. Run it again: manage.py restore {facts['backup']} --replace")
    raise NotReady(
        f"A restore was interrupted before it changed anything. Run it again: manage.py restore {facts['backup']} "
        f"--replace, or delete {marker()} to continue with the previous data."
    )
