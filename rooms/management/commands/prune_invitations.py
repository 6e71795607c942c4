"""Delete invitations that ended long ago."""

from typing import Any

from django.core.management.base import CommandParser

from chatsite.management.base import ServiceCommand, add_dry_run
from rooms.invitations.pruning import KEPT, old_invitations, remove_old_invitations


class Command(ServiceCommand):
    """Leaves invitations that work alone, and who came by which; safe to run at any time."""

    help = f"Delete invitations that expired or were revoked more than {KEPT.days} days ago."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Delete, and return the number."""
        if options["dry_run"]:
            return f"There are {old_invitations().count()} old invitations."
        return f"Deleted {remove_old_invitations()} old invitations."
