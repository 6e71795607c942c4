"""A room's whole conversation in a file: for machines and for people."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.template.loader import render_to_string

from chatsite.files import replacing
from chatsite.site.identity import identity
from chatsite.text.times import timestamp
from messaging.features import fetch_parts
from messaging.models import Message
from messaging.payloads import message_payload
from rooms.models import Membership, Room
from rooms.payloads import person_payload, room_payload

CHUNK = 500


def export_room(room: Room, path: Path, form: str) -> Iterator[int]:
    """Write ``room`` to ``path`` as ``jsonl`` or ``html``, as of now; yield how many messages each step wrote."""
    with replacing(path) as file:
        yield from FORMS[form](room, file)


def _chunks(room: Room) -> Iterator[list[Message]]:
    """Yield the messages that there are now, oldest first."""
    last, end = 0, room.counter.version
    messages = Message.objects.filter(room=room).with_payload().order_by("seq")
    while chunk := list(messages.filter(seq__gt=last, seq__lte=end)[:CHUNK]):
        last = chunk[-1].seq
        yield fetch_parts(chunk)


def _as_lines(room: Room, file: BinaryIO) -> Iterator[int]:
    """Write the room on the first line, its members on the second, then a message on each."""
    members = Membership.objects.current().filter(room=room).select_related("user").order_by("pk")
    rows = [
        {"user": person_payload(member.user), "role": member.role, "joined_at": timestamp(member.joined_at)}
        for member in members
    ]
    for line in ({"room": room_payload(room)}, {"members": rows}):
        _write_line(file, line)
    for chunk in _chunks(room):
        for message in chunk:
            _write_line(file, {"message": message_payload(message)})
        yield len(chunk)


def _write_line(file: BinaryIO, line: object) -> None:
    file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _as_page(room: Room, file: BinaryIO) -> Iterator[int]:
    """Write a page that needs nothing but a browser."""
    file.write(render_to_string("export/room_head.html", {"room": room, "site": identity()}).encode())
    day = None
    for chunk in _chunks(room):
        for message in chunk:
            begins_day = message.created_at.date() != day
            day = message.created_at.date()
            context = {"message": message, "begins_day": begins_day, "site": identity()}
            file.write(render_to_string("export/message.html", context).encode())
        yield len(chunk)
    file.write(render_to_string("export/room_foot.html").encode())


FORMS: dict[str, Callable[[Room, BinaryIO], Iterator[int]]] = {"jsonl": _as_lines, "html": _as_page}
