"""``manage.py export_room``: export a room's conversation to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from messaging.models import Message
from messaging.upkeep.exporting import FORMS, export_room
from rooms.commands import RoomCommand
from rooms.models import Room


class Command(RoomCommand):
    """Exports what a member sees; deleted messages are only mentioned."""

    help = (
        "Export a room to a file: JSON lines (the room, its members, then one message per line) or an HTML page. "
        "The file appears only when it is complete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--output`` and ``--format``."""
        super().add_arguments(parser)
        parser.add_argument("--output", required=True, type=Path, help="the file to write; an existing one is replaced")
        parser.add_argument(
            "--files", action="store_true", help="put the files of messages into the folder <output>.files"
        )
        parser.add_argument("--format", choices=sorted(FORMS), default="jsonl", help="the file format (%(default)s)")

    def act_on(self, room: Room, **options: Any) -> str:
        """Export."""
        total = Message.objects.filter(room=room).count()
        steps = export_room(room, options["output"], options["format"], with_files=options["files"])
        count = self.take_steps(steps, unit="messages", total=total)
        return f"Exported {count:,} messages of {room.name} to {options['output']}."
