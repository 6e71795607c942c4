"""Delete what has expired: sessions and one-time links."""

from typing import Any

from django.core.management.base import CommandParser

from accounts.upkeep import pruning
from chatsite.management.base import ServiceCommand, add_dry_run


class Command(ServiceCommand):
    """Leaves valid sessions and links alone; safe to run at any time."""

    help = "Delete expired sessions and one-time links."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Delete, and return the numbers."""
        sessions = pruning.expired_sessions().count()
        if options["dry_run"]:
            return f"There are {sessions} expired sessions and {pruning.expired_links().count()} expired links."
        sessions = self.take_steps(pruning.remove_expired_sessions(), unit="sessions", total=sessions)
        return f"Deleted {sessions} expired sessions and {pruning.remove_expired_links()} expired links."
