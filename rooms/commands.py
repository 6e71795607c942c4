"""The base of commands about one room."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from chatsite.management.base import ServiceCommand
from rooms.models import Room
from rooms.queries import room_called


class RoomCommand(ServiceCommand):
    """A command about a room, given by its number, or by its name while it is active."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the room."""
        parser.add_argument("room", help="the room's number, or the name of an active room")

    def act(self, **options: Any) -> str:
        """Find the room and do it."""
        return self.act_on(find_room(options.pop("room")), **options)

    def act_on(self, room: Room, **options: Any) -> str:
        """Do it, and return what to print."""
        raise NotImplementedError


def find_room(words: str) -> Room:
    """Return the room that ``words`` are the name or the number of.

    Raises:
        CommandError: there is none.
    """
    room = room_called(words)
    if room is None:
        raise CommandError(f"No room found for {words}. Give its number, or the name of an active room.")
    return room
