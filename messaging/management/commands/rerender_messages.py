"""``manage.py rerender_messages``: bring the HTML of old messages up to the present rules."""

from typing import Any

from chatsite.commands import HouseCommand
from messaging.upkeep.rendering import outdated, rerender


class Command(HouseCommand):
    """Renders again what was rendered by an earlier version; interrupted, it goes on where it was."""

    help = "Render again the messages that an earlier version of the Markdown rules rendered."

    def act(self, **options: Any) -> str:
        """Render."""
        return f"{self.take_steps(rerender(), unit='messages', total=outdated().count())} messages rendered."
