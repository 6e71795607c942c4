"""A room's whole conversation in a file: for machines and for people."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.template.loader import render_to_string

from chatsite.files import replacing
from chatsite.site.identity import identity
from chatsite.text.times import timestamp
from messaging.features import fetch_files, fetch_parts
from messaging.models import Message
from messaging.payloads import message_payload
from rooms.models import Membership, Room
from rooms.payloads import person_payload, room_payload

CHUNK = 500
PIECE_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Output:
    """Where an export goes: the file, a folder for the files of messages, and its address in a page."""

    file: BinaryIO
    folder: Path | None
    address: str


def export_room(room: Room, path: Path, form: str, *, with_files: bool = False) -> Iterator[int]:
    """Write ``room`` to ``path`` as ``jsonl`` or ``html``, as of now; yield how many messages each step wrote.

    Files of its messages go into the folder ``<path>.files`` as ``<attachment id>/<name>``.
    """
    with ExitStack() as stack:
        file = stack.enter_context(replacing(path))
        folder = stack.enter_context(_folder_beside(path)) if with_files else None
        yield from FORMS[form](room, Output(file, folder, quote(f"{path.name}.files") if with_files else ""))


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """Yield a folder that takes the place of ``<path>.files`` in the end, if nothing fails."""
    folder, unfinished = path.with_name(f"{path.name}.files"), path.with_name(f".{path.name}.{os.getpid()}.files")
    try:
        unfinished.mkdir(0o700)
        yield unfinished
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _chunks(room: Room, folder: Path | None) -> Iterator[list[Message]]:
    """Yield the messages that there are now, oldest first, when their files are in ``folder``."""
    last, end = 0, room.counter.version
    messages = Message.objects.filter(room=room).with_payload().order_by("seq")
    while chunk := list(messages.filter(seq__gt=last, seq__lte=end)[:CHUNK]):
        last = chunk[-1].seq
        if folder:
            _copy_files(chunk, folder)
        yield fetch_parts(chunk)


def _copy_files(messages: Sequence[Message], folder: Path) -> None:
    for name, file in fetch_files(messages):
        with file, _new_file(folder / name) as target:
            shutil.copyfileobj(file, target, PIECE_BYTES)


def _new_file(path: Path) -> BinaryIO:
    path.parent.mkdir(0o700, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _as_lines(room: Room, to: Output) -> Iterator[int]:
    """Write the room on the first line, its members on the second, then a message on each."""
    members = Membership.objects.current().filter(room=room).select_related("user").order_by("pk")
    rows = [
        {"user": person_payload(member.user), "role": member.role, "joined_at": timestamp(member.joined_at)}
        for member in members
    ]
    for line in ({"room": room_payload(room)}, {"members": rows}):
        _write_line(to.file, line)
    for chunk in _chunks(room, to.folder):
        for message in chunk:
            _write_line(to.file, {"message": message_payload(message)})
        yield len(chunk)


def _write_line(file: BinaryIO, line: object) -> None:
    file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _as_page(room: Room, to: Output) -> Iterator[int]:
    """Write a page that needs nothing but a browser."""
    to.file.write(render_to_string("export/room_head.html", {"room": room, "site": identity()}).encode())
    day = None
    for chunk in _chunks(room, to.folder):
        for message in chunk:
            begins_day = message.created_at.date() != day
            day = message.created_at.date()
            context = {"message": message, "begins_day": begins_day, "site": identity(), "files": to.address}
            to.file.write(render_to_string("export/message.html", context).encode())
        yield len(chunk)
    to.file.write(render_to_string("export/room_foot.html").encode())


FORMS: dict[str, Callable[[Room, Output], Iterator[int]]] = {"jsonl": _as_lines, "html": _as_page}
