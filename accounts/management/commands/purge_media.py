"""``manage.py purge_media``: remove uploaded pictures that are nobody's."""

from typing import Any

from django.core.management.base import CommandParser

from accounts.upkeep import pruning
from chatsite.commands import HouseCommand, add_dry_run


class Command(HouseCommand):
    """Such pictures remain when a process is killed between storing a file and storing whose it is."""

    help = "Remove uploaded pictures that nobody uses. Files of the last 24 hours stay: they may be on their way."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Remove."""
        if options["dry_run"]:
            return f"{sum(map(len, pruning.orphaned_pictures()))} pictures are nobody's."
        count = self.take_steps(pruning.remove_pictures(pruning.orphaned_pictures()), unit="pictures")
        return f"{count} pictures removed."
