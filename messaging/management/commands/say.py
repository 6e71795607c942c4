"""``manage.py say``: post a message to a room, from the command line or a pipe."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from messaging.webhooks.saying import MAX_TEXT_CHARS, bot_called, messages_of, say, site_bot
from rooms.commands import RoomCommand
from rooms.models import Room


class Command(RoomCommand):
    """Posts as a bot, which joins the room if need be."""

    help = "Post a message to a room, as a bot. Without a text, it is read from standard input. Long texts are split."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the text, ``--code`` and ``--as``."""
        super().add_arguments(parser)
        parser.add_argument("text", nargs="*", help="the message, in Markdown")
        parser.add_argument("--code", nargs="?", const="", metavar="LANGUAGE", help="post a block of code")
        parser.add_argument("--as", dest="bot", help="the name or the number of a bot (the site's own)")

    def act_on(self, room: Room, **options: Any) -> str:
        """Post."""
        contents = messages_of(" ".join(options["text"]) or _piped(), options["code"])
        bot = _bot(options["bot"])
        say(room_id=room.pk, bot=bot, contents=contents)
        return f"{bot.name} posted {len(contents)} messages to {room.name}." if len(contents) > 1 else ""


def _piped() -> str:
    if sys.stdin.isatty():
        raise CommandError("Give a text, or send one through a pipe.")
    return sys.stdin.read(MAX_TEXT_CHARS + 1)


def _bot(words: str | None) -> User:
    bot = bot_called(words) if words else site_bot()
    if bot is None:
        raise CommandError(f"No bot found for {words}. Give its name or its number.")
    return bot
