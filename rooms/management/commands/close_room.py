"""``manage.py close_room``: make a room read-only."""

from typing import Any

from accounts.actors import SYSTEM
from rooms.commands import RoomCommand
from rooms.models import Room
from rooms.services import close_room


class Command(RoomCommand):
    """Closes a room as its owner would; members see it immediately."""

    help = "Close a room: members can read it, but no one can write in it."

    def act_on(self, room: Room, **options: Any) -> str:
        """Close."""
        close_room(room_id=room.pk, by=SYSTEM)
        return f"{room.name} is closed."
