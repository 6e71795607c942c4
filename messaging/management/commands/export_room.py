"""``manage.py export_room``: a room's whole conversation in a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from messaging.models import Message
from messaging.upkeep.exporting import FORMS, export_room
from rooms.commands import RoomCommand
from rooms.models import Room


class Command(RoomCommand):
    """What a member sees of it: nothing of deleted messages but that they were there."""

    help = (
        "Write a room into a file: JSON lines (the room, its members, then a message on each line), or a page to read. "
        "The file is complete or not there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--output`` and ``--format``."""
        super().add_arguments(parser)
        parser.add_argument("--output", required=True, type=Path, help="the file to write; one there is replaced")
        parser.add_argument("--format", choices=sorted(FORMS), default="jsonl", help="which of the two (%(default)s)")

    def act_on(self, room: Room, **options: Any) -> str:
        """Export."""
        total = Message.objects.filter(room=room).count()
        steps = export_room(room, options["output"], options["format"])
        count = self.take_steps(steps, unit="messages", total=total)
        return f"{count:,} messages of {room.name} are in {options['output']}."
