"""``manage.py backfill_inbox``: enter answers that were written before there was an inbox."""

from typing import Any

from chatsite.management.base import ServiceCommand
from messaging.mentions.backfill import enter_earlier_answers


class Command(ServiceCommand):
    """Enters earlier answers; after an interruption it continues with those that are missing."""

    help = "Enter answers into people's inboxes that were written before there was an inbox, as read."

    def act(self, **options: Any) -> str:
        """Enter them."""
        return f"Entered {self.take_steps(enter_earlier_answers(), unit='answers')} answers."
