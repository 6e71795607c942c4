"""``manage.py purge_media``: remove files that no one gets any more."""

from itertools import chain
from typing import Any

from django.core.management.base import CommandParser

from accounts.upkeep import pruning
from chatsite.management.base import ServiceCommand, add_dry_run


class Command(ServiceCommand):
    """A picture stays unused when a process is killed between storing the file and the row that refers to it."""

    help = (
        "Remove unused pictures, abandoned uploads, files that were never sent, and those of messages that "
        "were deleted long ago. Files of the last 24 hours stay: an upload may be in progress."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Remove."""
        if options["dry_run"]:
            unused = sum(map(len, pruning.orphaned_pictures())) + sum(pruning.remove_leftovers(dry_run=True))
            return f"{unused} files are unused."
        pictures = pruning.remove_pictures(pruning.orphaned_pictures())
        count = self.take_steps(chain(pictures, pruning.remove_leftovers(dry_run=False)), unit="files")
        return f"Removed {count} files."
