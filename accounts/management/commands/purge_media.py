"""``manage.py purge_media``: remove unused uploaded pictures."""

from typing import Any

from django.core.management.base import CommandParser

from accounts.upkeep import pruning
from chatsite.management.base import ServiceCommand, add_dry_run


class Command(ServiceCommand):
    """A picture stays unused when a process is killed between storing the file and the row that refers to it."""

    help = "Remove unused uploaded pictures. Files of the last 24 hours stay: an upload may be in progress."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Remove."""
        if options["dry_run"]:
            return f"{sum(map(len, pruning.orphaned_pictures()))} pictures are unused."
        count = self.take_steps(pruning.remove_pictures(pruning.orphaned_pictures()), unit="pictures")
        return f"Removed {count} pictures."
