"""What may come in about bots."""

from accounts.forms import PersonNameField
from chatsite.web.forms import StrictForm


class BotForm(StrictForm):
    """A bot's name."""

    name = PersonNameField()
