"""``manage.py rerender_messages``: render old messages by the current Markdown rules."""

from typing import Any

from chatsite.management.base import ServiceCommand
from messaging.upkeep.rendering import outdated, rerender


class Command(ServiceCommand):
    """Renders messages of earlier versions again; after an interruption it continues where it stopped."""

    help = "Render messages again that were rendered by earlier Markdown rules."

    def act(self, **options: Any) -> str:
        """Render."""
        return f"Rendered {self.take_steps(rerender(), unit='messages', total=outdated().count())} messages."
