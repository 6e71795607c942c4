"""``manage.py purge_rooms``: remove deleted rooms from the database."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chatsite.management.base import ServiceCommand, add_dry_run, days
from messaging.upkeep.purging import purge_rooms, purgeable_rooms

KEEP_DAYS = 30


class Command(ServiceCommand):
    """Removes deleted rooms after a grace period."""

    help = "Permanently remove rooms that were deleted long ago, with their messages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--keep-days", type=days, default=KEEP_DAYS, help="days to keep deleted rooms (%(default)s)"
        )
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Purge."""
        rooms = purgeable_rooms(deleted_before=timezone.now() - timedelta(days=options["keep_days"]))
        total = rooms.count()
        if options["dry_run"]:
            return f"{total} rooms would be purged."
        return f"{self.take_steps(purge_rooms(rooms), unit='rooms', total=total)} rooms purged."
