"""What may come in about bots."""

from accounts.models import MAX_NAME_CHARS
from chatsite.web.forms import NameField, StrictForm


class BotForm(StrictForm):
    """A bot's name."""

    name = NameField(max_length=MAX_NAME_CHARS)
