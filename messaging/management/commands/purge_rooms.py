"""``manage.py purge_rooms``: remove what was deleted long ago."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chatsite.commands import HouseCommand, add_dry_run
from messaging.upkeep.purging import purge_rooms, purgeable_rooms

KEEP_DAYS = 30


class Command(HouseCommand):
    """Removes deleted rooms for good, after a time in which an administrator could have second thoughts."""

    help = "Remove rooms that were deleted long ago, with their messages, from the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked for."""
        parser.add_argument("--keep-days", type=int, default=KEEP_DAYS, help="how long they stay (%(default)s)")
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Purge."""
        rooms = purgeable_rooms(deleted_before=timezone.now() - timedelta(days=options["keep_days"]))
        total = rooms.count()
        if options["dry_run"]:
            return f"{total} rooms would be purged."
        return f"{self.take_steps(purge_rooms(rooms), unit='rooms', total=total)} rooms purged."
