"""Rooms in which much was written."""

from tests.support.server import Server

WRITE = """
from accounts.models import User
from messaging.posting import Draft, post_messages
from rooms.models import Room
from rooms.services import create_room
author = User.objects.get(pk={author})
for name, count in {rooms}.items():
    room = Room.objects.filter(name=name).first() or create_room(by=author, name=name, description="")
    texts = [f"line {{n}} " + "word " * (n % 23) for n in range(count)]
    for start in range(0, count, 200):
        post_messages([Draft(author.pk, room.pk, text) for text in texts[start:start + 200]])
    print(room.pk)
"""


def write_history(server: Server, *, author: int, rooms: dict[str, int]) -> list[int]:
    """Let the author write "line 0 …", "line 1 …" into rooms, so many messages each, and return the rooms' ids."""
    return [int(line) for line in server.run(WRITE.format(author=author, rooms=rooms)).split()]
