"""manage.py backup: everything in one file, while the chat runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chatsite.backup.making import back_up
from chatsite.commands import HouseCommand


class Command(HouseCommand):
    """Write the database, as it is at one moment, and all uploads into one checked file; encrypted on demand."""

    help = f"{__doc__} BACKUP_PASSPHRASE encrypts it. Nobody is held up meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="the file to write; an older one of that name gives way")

    def act(self, **options: Any) -> str:
        """Back up."""
        manifest = back_up(options["file"])
        rows, size = sum(manifest["tables"].values()), options["file"].stat().st_size
        return f"{options['file']}: {rows:,} rows and {manifest['uploads']:,} uploads in {size / 1e6:,.1f} MB."
