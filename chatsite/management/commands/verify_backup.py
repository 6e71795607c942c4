"""manage.py verify_backup: prove that a backup can be restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chatsite.backup.proof import prove
from chatsite.commands import HouseCommand


class Command(HouseCommand):
    """Restore a backup into a scratch place and compare every row and upload with the file. Changes nothing here."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def act(self, **options: Any) -> str:
        """Prove it."""
        manifest = prove(options["file"])
        rows = sum(manifest["tables"].values())
        return f"Good: {rows:,} rows and {manifest['uploads']:,} uploads of {manifest['made_at']} came back."
