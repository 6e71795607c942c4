"""What administrators see of bots."""

from accounts.models import User
from accounts.payloads import user_payload
from chatsite.contract.account_answers import BotPayload
from chatsite.text.times import timestamp


def bot_payload(bot: User) -> BotPayload:
    """Return a bot, and since when there is one."""
    return {**user_payload(bot), "created_at": timestamp(bot.date_joined)}
