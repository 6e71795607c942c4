"""The bots that administrators made, without those of webhooks."""

from django.db.models import QuerySet

from accounts.models import User
from chatsite.contract.errors import NotFound


def bots() -> "QuerySet[User]":
    """Return the bots that were not deleted, by name."""
    return User.objects.filter(bot_kind=User.BotKind.BOT, is_active=True).order_by("search_key", "pk")


def bot_with(bot_id: int) -> User:
    """Return a bot.

    Raises:
        NotFound: there is none.
    """
    bot = bots().filter(pk=bot_id).first()
    if bot is None:
        raise NotFound
    return bot
