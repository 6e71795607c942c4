"""What people do with what was said: reactions, pins, mentions by edits, and bookmarks of the newest messages."""

import random
from collections.abc import Sequence

from accounts.models import User
from messaging.bookmarks.services import bookmark_message
from messaging.demo.cast import Stage
from messaging.forms import clean_content
from messaging.models import Message
from messaging.pins.services import pin_message
from messaging.reactions.services import react
from messaging.services import edit_message
from rooms.models import Room

NEWEST = 12
REACTED, EDITED, KEPT = 8, 2, 2
EMOJI = ("👍", "❤️", "😂", "🎉", "🙏")


def enliven(stage: Stage) -> None:
    """Let the people of ``stage`` react to, pin, edit and keep some of the newest messages in each room."""
    active = set(Room.objects.active().filter(pk__in=[room.pk for room in stage.members]).values_list("pk", flat=True))
    for room, people in stage.members.items():
        said = Message.objects.filter(room=room, author__in=people, deleted_at=None).order_by("-seq")
        messages = list(said.select_related("author")[:NEWEST])
        if room.pk in active and messages:
            _enliven(room, people, messages)


def _enliven(room: Room, people: Sequence[User], messages: Sequence[Message]) -> None:
    chance = random.Random(messages[0].seq)  # noqa: S311 - small talk, not a secret
    for message in messages[:REACTED]:
        for person in chance.sample(people, chance.randint(0, 4)):
            react(
                room_id=room.pk, seq=message.seq, by=person, emoji=chance.choice(EMOJI[: 1 + message.seq % 5]), on=True
            )
    for message in chance.sample(messages, min(EDITED, len(messages))):
        _mention(room, message, chance.choice(people))
    for message in chance.sample(messages, min(KEPT, len(messages))):
        bookmark_message(message_id=message.pk, by=people[0], note="")
    owner = next((person for person in people if person.pk == room.creator_id), None)
    if owner:
        pin_message(room_id=room.pk, seq=messages[-1].seq, by=owner)


def _mention(room: Room, message: Message, whom: User) -> None:
    if message.author and message.author != whom:
        text = clean_content(f"{message.content}\n<@{whom.pk}>")
        edit_message(room_id=room.pk, seq=message.seq, by=message.author, content=text)
