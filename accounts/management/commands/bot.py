"""``manage.py bot create NAME``: create a bot, and print a token of it."""

from typing import Any

from django.core.management.base import CommandParser

from accounts.actors import SYSTEM
from accounts.bots.forms import BotForm
from accounts.bots.services import create_bot
from accounts.tokens.services import READ, WRITE, create_token
from chatsite.management.base import ServiceCommand

TOKEN_NAME = "manage.py"  # noqa: S105 - what it is called


class Command(ServiceCommand):
    """Creates a bot; the secret of its token is the only thing that goes to standard output."""

    help = "Create a bot. With --token, print the secret of an access token that may read and write; it is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to do, the name, and ``--token``."""
        parser.add_argument("verb", choices=["create"], help="create a bot")
        parser.add_argument("name", help="the bot's name")
        parser.add_argument("--token", action="store_true", help="create an access token, and print its secret")

    def act(self, **options: Any) -> str:
        """Check the name as the endpoint does, create the bot, and perhaps a token."""
        bot = create_bot(by=SYSTEM, **BotForm.parse({"name": options["name"]}))
        if not options["token"]:
            return f"{bot.name} is bot number {bot.pk}."
        self.stderr.write(f"{bot.name} is bot number {bot.pk}. Its access token, which is not shown again:")
        return create_token(by=SYSTEM, user=bot, name=TOKEN_NAME, scopes=[READ, WRITE]).secret
